import type { MessageKey } from '../../kernel/index.ts'

/** The parts of the product that hold something of people, as the public page names them, in its order. */
export const areaKeys = {
  account: 'privacy-map:area.account',
  forum: 'privacy-map:area.forum',
  photos: 'privacy-map:area.photos',
  testimonials: 'privacy-map:area.testimonials',
  mail: 'privacy-map:area.mail',
  rights: 'privacy-map:area.rights',
  safety: 'privacy-map:area.safety',
  other: 'privacy-map:area.other',
} as const satisfies Record<string, MessageKey>

export type Area = keyof typeof areaKeys

/** Which part a collection belongs to; one that isn't named stands under the last heading. */
export const areaOf: Readonly<Record<string, Area>> = {
  accounts: 'account',
  handles: 'account',
  addresslinks: 'account',
  sessions: 'account',
  framegrants: 'account',
  topics: 'forum',
  posts: 'forum',
  postversions: 'forum',
  votes: 'forum',
  readings: 'forum',
  reports: 'forum',
  follows: 'forum',
  followers: 'forum',
  notices: 'forum',
  digests: 'forum',
  solvedquestions: 'forum',
  searchposts: 'forum',
  searchterms: 'forum',
  photos: 'photos',
  'photos.files': 'photos',
  'photos.chunks': 'photos',
  removedphotos: 'photos',
  testimonials: 'testimonials',
  testimonialphotos: 'testimonials',
  consents: 'testimonials',
  consentdetails: 'testimonials',
  consentlinks: 'testimonials',
  tweets: 'testimonials',
  mails: 'mail',
  mailwishes: 'mail',
  mailedaddresses: 'mail',
  accessrequests: 'rights',
  policysightings: 'rights',
  departures: 'rights',
  dataexports: 'rights',
  dataexportparts: 'rights',
  audit: 'safety',
  ratelimits: 'safety',
}
