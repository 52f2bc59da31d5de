import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { axeFindings, axeFindingsInColours } from './support/axe.ts'
import type { Browsing } from './support/browse.ts'
import { onEveryPage } from './support/on-every-page.ts'
import type { PageState } from './support/page-state.ts'

/** Signing in begins a session, and that needs a cookie; so does what was typed before it. */
const beginsSession = /sign in|welcome|form of before|signed out/

/** What sticks out to the right of the window, as tag and class; what scrolls inside a box of its own does not. */
const sticksOut = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return []
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
    .map((element) => element.tagName + '.' + element.className)
})()`

/**
 * axe finds nothing, narrow and wide, light and dark; a window as wide as a small phone (320 px) or a screen at 200 % (640 px)
 * has nothing to scroll sideways on; and a guest who reads gets no cookie, leaves nothing in their browser, and has it
 * ask nothing of another site.
 */
describe('every page is open to everybody, fits every window and keeps nothing of guests:', () => {
  // Colours that are on their way to others have no contrast to speak of, hence no motion.
  const screen = { withoutPolicy: true, reducedMotion: true }
  onEveryPage({ screen, leavesAfter: ({ name }) => beginsSession.test(name) }, async (browsing, state) => {
    const { page } = browsing
    if (isReadByGuest(state)) await assertNothingKept(browsing)
    await page.emulateMedia({ colorScheme: 'light' })
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 })
      assert.deepEqual(await axeFindings(page), [], `${width} px`)
    }
    // What is seen in other colours is the same whatever the width.
    await page.emulateMedia({ colorScheme: 'dark' })
    assert.deepEqual(await axeFindingsInColours(page), [], 'dark')
    for (const width of [640, 320]) await assertFits(page, width)
  })
})

function isReadByGuest({ who, name }: PageState): boolean {
  return who === 'guest' && !beginsSession.test(name)
}

async function assertNothingKept({ app, context, page }: Browsing): Promise<void> {
  assert.deepEqual(await context.cookies(), [])
  const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  assert.deepEqual(
    asked.filter((address) => new URL(address).origin !== new URL(app.url).origin),
    [],
  )
  assert.equal(await page.evaluate(() => localStorage.length + document.cookie.length), 0)
}

async function assertFits(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 400 })
  assert.deepEqual(await page.evaluate(sticksOut), [], `${width} px`)
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width)
}
