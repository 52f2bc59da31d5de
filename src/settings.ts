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
  inbound: Pick<Config, 'inboundAddress' | 'inboundSecret' | 'inboundSmtp' | 'inboundTlsKey' | 'inboundTlsCert'> & {
    ownAddresses: string[]
    ownHost: string
  }
} {
  const { inboundAddress, inboundSecret, inboundSmtp, inboundTlsKey, inboundTlsCert } = config
  const ways = { inboundSecret, inboundSmtp, inboundTlsKey, inboundTlsCert }
  const senders = [config.mailFrom, config.mailReplyTo].filter((sender) => sender !== undefined)
  const ownAddresses = senders.map((sender) => /<([^<>]+)>$/.exec(sender)?.[1] ?? sender)
  return {
    inbound: { inboundAddress, ...ways, ownAddresses, ownHost: new URL(config.url).hostname },
    siteName: config.siteName,
    siteOrigin: config.origin,
    attachments: { kind: config.photoStore, uploadsFolder: config.uploadsFolder },
    hours: { timeZone: config.businessTimeZone, week: config.businessHours, holidays: config.holidays },
    targets: { firstReply: config.firstReplyTargets, solve: config.solveTargets },
  }
}

/** What requests for removal take from the configuration. */
export function removalSettings(config: Config): {
  /** In which the days of deadlines are counted. */
  timeZone: string
  uploadsFolder: string
  siteUrl: string
  mountPath: string
  waysOn: { authority: string | undefined; disputeBody: string | undefined }
} {
  const { businessTimeZone: timeZone, uploadsFolder, url: siteUrl, mountPath } = config
  return {
    timeZone,
    uploadsFolder,
    siteUrl,
    mountPath,
    waysOn: { authority: config.supervisoryAuthority, disputeBody: config.disputeBody },
  }
}
