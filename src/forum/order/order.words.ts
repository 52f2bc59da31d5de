/** What a report can say, and why something is taken down. */
export const grounds = ['spam', 'abuse', 'personal', 'offTopic', 'other'] as const
export type Ground = (typeof grounds)[number]

/** Why a post waits for a look: first ones of somebody new, many links, a text seen before, sent as by a program, by hand. */
export const holdCauses = ['first', 'links', 'repeat', 'program', 'moderator'] as const
export type HoldCause = (typeof holdCauses)[number]

/** What came of a report: the post was taken down, or kept; or its author had it gone before. */
export const outcomes = ['upheld', 'kept', 'gone'] as const
export type Outcome = (typeof outcomes)[number]

/** Days that something taken down can be brought back; then it goes for good. */
export const undoDays = 30

/** Days that a person finds what came of their report. */
export const reportDays = 180

/** Pinned topics of one category. */
export const mostPinned = 5

/** Posts that are moved out of a topic at once. */
export const mostSplit = 200
