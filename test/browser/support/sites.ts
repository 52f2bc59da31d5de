import assert from 'node:assert/strict'
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
  stop(): Promise<void>
}

let running: Promise<Sites> | undefined

/**
 * One instance with everything, one with nothing, and some with one thing that is different; the whole run shares them. Who
 * writes there leaves alone what the others look at.
 */
export function theSites(): Promise<Sites> {
  running ??= startSites()
  return running
}

/** Stops them; called once after the whole run. */
export async function stopSites(): Promise<void> {
  if (running) await (await running).stop()
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
  await announcePolicy(apps.changing)
  const site = await fillSite(full)
  return {
    site,
    appOf: ({ on }) => apps[on],
    personOf: ({ who }) => (who === 'guest' ? {} : { as: who }),
    async go(browsing, { path, act, status = 200 }) {
      const response = await browsing.open(typeof path === 'string' ? path : path(site))
      assert.equal(response.status(), status)
      await act?.(browsing.page)
    },
    async stop() {
      for (const app of Object.values(apps)) await app.stop()
    },
  }
}
