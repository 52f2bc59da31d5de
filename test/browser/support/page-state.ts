import type { Page } from 'playwright-core'
import type { Persona } from '../../support/person.ts'
import type { Site } from './site.ts'

/** A page in one of its states, and how somebody gets there. */
export interface PageState {
  name: string
  /** Which of the sites has it; `closed` has no way to sign in, `away` no database, `busy` no patience, `changing` a policy that will change. */
  on: 'full' | 'empty' | 'closed' | 'away' | 'busy' | 'changing'
  who: 'guest' | Persona
  /** Path below the mount path. */
  path: string | ((site: Site) => string)
  /** What the server answers with when one comes; 200 where nothing is said. */
  status?: number
  /** What is done there before one looks. */
  act?: (page: Page) => Promise<void>
  /** Whoever is there is signed out by it, so that the browser can't go on to other pages. */
  endsSession?: boolean
}
