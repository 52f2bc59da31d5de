import type { Config } from '../../config/index.ts'
import type { MapArea } from '../map/map.ts'
import { exportDays } from '../exports/exports.words.ts'
import { noticeDays } from './policies.words.ts'

/** What the first texts are made of: settings, and what the software does. */
export interface SiteFacts {
  siteName: string
  url: string
  /** Where people write to. */
  contact?: string
  /** Names of the ways to sign in. */
  providers: readonly string[]
  cookieName: string
  sessionHours: number
  rememberDays: number
  undoDays: number
  exportDays: number
  noticeDays: number
  /** What is held of people, by parts of the product. */
  areas: readonly MapArea[]
}

/** The facts of a site, from its settings. */
export function siteFacts(
  config: Config,
  { cookieName, undoDays, areas }: Pick<SiteFacts, 'cookieName' | 'undoDays' | 'areas'>,
): SiteFacts {
  const { siteName, url, mailReplyTo, mailFrom, oidcProviders, facebook, twitter, sessionHours, rememberDays } = config
  const contact = mailReplyTo ?? mailFrom
  return {
    siteName,
    url,
    ...(contact === undefined ? {} : { contact: contact.replace(/^.*<(.*)>$/, '$1') }),
    providers: [
      ...oidcProviders.map(({ label }) => label),
      ...(facebook ? ['Facebook'] : []),
      ...(twitter ? ['X'] : []),
    ],
    cookieName,
    sessionHours,
    rememberDays,
    undoDays,
    exportDays,
    noticeDays,
    areas,
  }
}
