import assert from 'node:assert/strict'
import { openBrowser, type Browsing, type OpenBrowser, type Screen } from './browse.ts'
import type { PageState } from './page-state.ts'
import { pageStates } from './pages.ts'
import { theSites, type Sites } from './sites.ts'

interface Wishes {
  screen: Screen
  /** After which states the next one gets a browser of its own, beside those that end a session. */
  leavesAfter?: (state: PageState) => boolean
}

/**
 * Defines a test for every page in every state: somebody goes there, and the sentence holds. Each person keeps one
 * browser over all of them, since opening one and reading axe in anew takes longer than everything else.
 */
export function onEveryPage(
  { screen, leavesAfter = () => false }: Wishes,
  holds: (browsing: Browsing, state: PageState) => Promise<void>,
): void {
  const open = new Map<string, OpenBrowser>()
  let sites: Sites
  before(async () => {
    sites = await theSites()
  })
  after(async () => {
    for (const { browsing } of open.values()) await browsing.context.close()
  })

  const keyOf = ({ on, who }: PageState): string => `${on} ${who}`

  const browserFor = async (state: PageState): Promise<OpenBrowser> => {
    const key = keyOf(state)
    const browser = open.get(key) ?? (await openBrowser(sites.appOf(state), { ...screen, ...sites.personOf(state) }))
    open.set(key, browser)
    return browser
  }

  const leave = async (state: PageState, { context }: Browsing): Promise<void> => {
    open.delete(keyOf(state))
    await context.close()
  }

  for (const state of pageStates) {
    it(state.name, async () => {
      const { browsing, faults } = await browserFor(state)
      await sites.go(browsing, state)
      await holds(browsing, state)
      assert.deepEqual(faults.splice(0), [])
      if (state.endsSession || leavesAfter(state)) await leave(state, browsing)
    })
  }
}
