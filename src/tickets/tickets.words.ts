/** What a request can be in; request.states.ts says how it comes from one to another. */
export const requestStateNames = ['new', 'open', 'pending', 'hold', 'solved', 'closed'] as const
export type RequestState = (typeof requestStateNames)[number]

/** States in which somebody still has something to do. */
export const activeStates: readonly RequestState[] = ['new', 'open', 'pending', 'hold']

/** States in which that somebody is us. */
export const ourTurn: readonly RequestState[] = ['new', 'open']

/** A message goes to all people of the request; a note stays among those who work here. */
export const messageKinds = ['message', 'note'] as const
export type MessageKind = (typeof messageKinds)[number]

export const personRoles = ['requester', 'cc'] as const
export type PersonRole = (typeof personRoles)[number]

export const authorRoles = [...personRoles, 'agent'] as const
export type AuthorRole = (typeof authorRoles)[number]

export const textFormats = ['markdown', 'plain'] as const
export type TextFormat = (typeof textFormats)[number]

export const requestSources = ['web', 'mail'] as const
export type RequestSource = (typeof requestSources)[number]

/** Reasons for which a request or a message is out of sight; it is seen again when the last of them goes. */
export const hidingReasons = ['request', 'leaving'] as const
export type HidingReason = (typeof hidingReasons)[number]

/** What the history of a request tells. */
export const deeds = [
  'opened',
  'wrote',
  'answered',
  'noted',
  'state',
  'priority',
  'assigned',
  'tags',
  'category',
  'cc-added',
  'cc-removed',
  'merged',
  'redacted',
  'rated',
  'case',
] as const
export type Deed = (typeof deeds)[number]

export const scores = ['good', 'bad'] as const
export type Score = (typeof scores)[number]

const aDay = 24 * 60 * 60 * 1000

/** Milliseconds after which a solved request can't be opened again. */
export const reopenTime = 14 * aDay
/** Milliseconds from the solution to the question how it was. */
export const askTime = aDay

export const longest = { subject: 150, text: 50_000, name: 80, tag: 30, words: 1000, filterName: 40 } as const
export const most = { files: 5, cc: 10, tags: 10, history: 2000, filters: 12 } as const
/** Bytes of one file. */
export const largestFile = 10 * 1024 * 1024

/** What happens to a request and changes its state. */
export const requestEvents = ['open', 'wait', 'hold', 'solve', 'close'] as const
export type RequestEvent = (typeof requestEvents)[number]
