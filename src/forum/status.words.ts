/** How a topic can stand, as lists, searches and feeds are asked for it: `?status=solved`. */
export const topicStatuses = ['solved', 'unsolved', 'no-staff-reply', 'unanswered'] as const
export type TopicStatus = (typeof topicStatuses)[number]

/** Announcements come from staff and ask for nothing. */
const asksSomething = { kind: { $in: ['question', 'discussion'] } } as const

/** The topics of a status, as conditions of a query: `only` is what its index holds, `also` is looked up in what that gives. */
export const statusConditions = {
  solved: { only: { isSolved: true }, also: {} },
  unsolved: { only: { isSolved: false, kind: 'question' }, also: {} },
  'no-staff-reply': { only: { hasStaffReply: false }, also: asksSomething },
  unanswered: { only: { replyCount: 0 }, also: asksSomething },
} as const satisfies Record<TopicStatus, { only: object; also: object }>
