import type { Config } from './config/index.ts'

/** What the forum takes from the configuration. */
export function forumSettings({ origin: siteOrigin, holdFirstPosts, askSolvedAfterDays }: Config): {
  siteOrigin: string
  holdFirstPosts: number
  askSolvedAfterDays: number
  privateRequest: string
} {
  return { siteOrigin, holdFirstPosts, askSolvedAfterDays, privateRequest: '/requests/new' }
}

/** What private requests take from the configuration. */
export function ticketSettings(config: Config): {
  siteName: string
  siteOrigin: string
  attachments: Pick<Config, 'uploadsFolder'> & { kind: Config['photoStore'] }
  hours: { timeZone: string; week: Config['businessHours']; holidays: string[] }
  targets: { firstReply: Config['firstReplyTargets']; solve: Config['solveTargets'] }
} {
  return {
    siteName: config.siteName,
    siteOrigin: config.origin,
    attachments: { kind: config.photoStore, uploadsFolder: config.uploadsFolder },
    hours: { timeZone: config.businessTimeZone, week: config.businessHours, holidays: config.holidays },
    targets: { firstReply: config.firstReplyTargets, solve: config.solveTargets },
  }
}
