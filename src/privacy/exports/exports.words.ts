import type { MessageKey } from '../../kernel/index.ts'

/** What an export can be in; export.states.ts says how it comes from one to another. */
export const exportStateNames = ['asked', 'making', 'ready', 'failed', 'gone'] as const
export type ExportState = (typeof exportStateNames)[number]

/** How long an export waits to be fetched, in days. */
export const exportDays = 7

/** How many exports somebody may ask for within a day. */
export const mostInADay = 3

/** What each kind of things is called in the page of an export; one that isn't named here is called by its own word. */
export const kindTitles: Readonly<Record<string, MessageKey>> = {
  account: 'my-data:kinds.account',
  handles: 'my-data:kinds.handles',
  addressesInChange: 'my-data:kinds.addressesInChange',
  sessions: 'my-data:kinds.sessions',
  topics: 'my-data:kinds.topics',
  replies: 'my-data:kinds.replies',
  votes: 'my-data:kinds.votes',
  readings: 'my-data:kinds.readings',
  follows: 'my-data:kinds.follows',
  notices: 'my-data:kinds.notices',
  digests: 'my-data:kinds.digests',
  follower: 'my-data:kinds.follower',
  reports: 'my-data:kinds.reports',
  photo: 'my-data:kinds.photo',
  testimonials: 'my-data:kinds.testimonials',
  testimonialConsents: 'my-data:kinds.testimonialConsents',
  removalRequests: 'my-data:kinds.removalRequests',
  requests: 'my-data:kinds.requests',
  messagesInOtherRequests: 'my-data:kinds.messagesInOtherRequests',
  requestFilters: 'my-data:kinds.requestFilters',
  secondFactor: 'my-data:kinds.secondFactor',
  mails: 'my-data:kinds.mails',
  mailChoices: 'my-data:kinds.mailChoices',
  staffWhoLooked: 'my-data:kinds.staffWhoLooked',
  staffActionsAboutYou: 'my-data:kinds.staffActionsAboutYou',
  staffActionsOfYours: 'my-data:kinds.staffActionsOfYours',
  exports: 'my-data:kinds.exports',
  agentInvitations: 'my-data:kinds.agentInvitations',
  accessRequests: 'my-data:kinds.accessRequests',
  policiesSeen: 'my-data:kinds.policiesSeen',
}
