import type { Page } from 'playwright-core'
import type { PageState } from './page-state.ts'

/** The pages about what stands in other sites' pages, in their states. */
export const embeddingStates: readonly PageState[] = [
  { name: 'widgets', on: 'full', who: 'olga', path: '/staff/embedding' },
  { name: 'widgets, topics', on: 'full', who: 'olga', path: '/staff/embedding?widget=topics&theme=dark' },
  {
    name: 'widgets, discussion',
    on: 'full',
    who: 'olga',
    path: '/staff/embedding?widget=discussion',
    act: frameIsThere,
  },
  { name: 'window for a discussion, not opened by one', on: 'full', who: 'guest', path: '/embed/sign-in' },
]

async function frameIsThere(page: Page): Promise<void> {
  await page.locator('candor-discussion').scrollIntoViewIfNeeded()
  await page.frameLocator('candor-discussion iframe').locator('form button').waitFor()
}
