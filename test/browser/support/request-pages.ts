import type { Page } from 'playwright-core'
import type { PageState } from './page-state.ts'

const press =
  (name: string) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('button', { name, exact: true }).click()
    await page.locator('.errors, .request-preview').first().waitFor()
  }

/** Pages of private requests, in their states. */
export const requestStates: readonly PageState[] = [
  { name: 'requests', on: 'full', who: 'ann', path: '/requests' },
  { name: 'requests, none', on: 'empty', who: 'ann', path: '/requests' },
  { name: 'request, new', on: 'full', who: 'ann', path: '/requests/new' },
  { name: 'request, new, with errors', on: 'full', who: 'ann', path: '/requests/new', act: press('Send the request') },
  { name: 'request', on: 'full', who: 'ann', path: ({ request }) => request },
  { name: 'request, solved', on: 'full', who: 'ann', path: ({ solvedRequest }) => solvedRequest },
  { name: 'request, taking out', on: 'full', who: 'ann', path: ({ requestRedaction }) => requestRedaction },
  { name: 'requests, queue', on: 'full', who: 'ada', path: '/staff/requests?list=active' },
  {
    name: 'requests, queue, narrowed',
    on: 'full',
    who: 'ada',
    path: '/staff/requests?list=mine&priority=urgent&tag=printer',
  },
  { name: 'requests, queue, empty', on: 'empty', who: 'ada', path: '/staff/requests' },
  { name: 'request, by a mailed link', on: 'full', who: 'guest', path: ({ linkedRequest }) => linkedRequest },
  { name: 'request, agent', on: 'full', who: 'ada', path: ({ requestForAgent }) => requestForAgent },
  {
    name: 'request, agent, errors',
    on: 'full',
    who: 'ada',
    path: ({ requestForAgent }) => requestForAgent,
    act: press('Send'),
  },
  { name: 'requests, macros', on: 'full', who: 'ada', path: '/staff/requests/macros' },
  { name: 'requests, results', on: 'full', who: 'ada', path: '/staff/requests/results' },
  { name: 'requests, settings', on: 'full', who: 'olga', path: '/staff/requests/settings' },
  { name: 'requests, retention', on: 'full', who: 'olga', path: '/staff/requests/retention?days=30' },
]
