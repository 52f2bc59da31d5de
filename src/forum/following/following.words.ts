/** What can be followed: a topic, a category, or everything. */
export const followKinds = ['topic', 'category', 'all'] as const
export type FollowKind = (typeof followKinds)[number]

/** How somebody hears of what they follow; `off` keeps quiet what a wider following would tell. */
export const followLevels = ['at-once', 'daily', 'off'] as const
export type FollowLevel = (typeof followLevels)[number]

/** The target of who follows everything. */
export const everything = 'all'

/** Stands for the topics that somebody begins or replies to: how they follow them unless they say otherwise. */
export const ownTopics = 'own'

/** What a notice on the site can tell. */
export const noticeKinds = ['topic', 'reply', 'mention', 'accepted', 'solved', 'decision'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/**
 * What staff decided. About a post that one reported: it was taken down, or kept. About one's own: it was taken down,
 * held back, or is in sight again. About a topic that one wrote in: all of it was taken down, or is back.
 */
export const decisions = [
  'upheld',
  'kept',
  'takenDown',
  'held',
  'released',
  'restored',
  'topicTakenDown',
  'topicRestored',
] as const
export type DecisionKind = (typeof decisions)[number]

/** Leaves time to take back what was posted, and to mend it: milliseconds from a post to its first mail. */
export const mailDelay = 30_000

/** A post that nobody was told of for so long (it was held, or written before there were notices) is no news any more. */
export const newsFor = 14 * 24 * 60 * 60 * 1000

/** How many posts a notice or a digest counts one by one. */
export const mostCounted = 99

/** How many followers are told in one step; after each it is noted how far the telling came. */
export const tellAtOnce = 200

/** The kinds of mail that this area sends. */
export const mailKinds = {
  posts: 'followed-posts',
  digest: 'daily-digest',
  mention: 'mentions',
  solution: 'solutions',
  ask: 'question-solved',
  confirm: 'follow-by-mail',
} as const
