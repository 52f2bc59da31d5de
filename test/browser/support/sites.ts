import assert from 'node:assert/strict'
import { endAfterTests } from '../../support/endings.ts'
import type { Persona } from '../../support/person.ts'
import { startApp, type Running } from '../../support/running.ts'
import type { Browsing } from './browse.ts'
import type { PageState } from './page-state.ts'
import { announcePolicy, fillSite, type Site } from './site.ts'

/** The instances that the page states live on. */
export interface Sites {
  readonly site: Site
  appOf(state: Pick<PageState, 'on'>): Running
  /** Who has to come to see the state. */
  personOf(state: PageState): { as?: Persona }
  /** Takes somebody to the page and into its state. */
  go(browsing: Browsing, state: PageState): Promise<void>
}

let running: Promise<Sites> | undefined

/**
 * One instance with everything, one with nothing, and some with one thing that is different; the tests of a process share them. Who
 * writes there leaves alone what the others look at.
 */
export function theSites(): Promise<Sites> {
  running ??= startSites()
  return running
}

async function startSites(): Promise<Sites> {
  const full = await startApp()
  const apps = {
    full,
    empty: await startApp(),
    closed: await startApp({ options: { demo: false } }),
    away: await startApp({ beside: full }),
    busy: await startApp({ rateLimitFactor: 0 }),
    changing: await startApp(),
  }
  await apps.away.database.close()
  endAfterTests(async () => {
    running = undefined
    for (const app of Object.values(apps)) await app.stop()
  })
  await announcePolicy(apps.changing)
  const site = await fillSite(full)
  return {
    site,
    appOf: ({ on }) => apps[on],
    personOf: ({ who }) => (who === 'guest' ? {} : { as: who }),
    async go(browsing, { path, who, act, status = 200 }) {
      const address = typeof path === 'string' ? path : path(site)
      const response = await browsing.open(address)
      assert.equal(response.status(), status)
      // Whoever is sent to sign in looks at another page than the one that was meant.
      const asksToSignIn = new URL(response.url()).pathname.endsWith('/sign-in')
      assert.ok(who === 'guest' || !asksToSignIn, `${address} is not open to ${who}`)
      await act?.(browsing.page)
    },
  }
}
