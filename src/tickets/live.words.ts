/** The channel that changes of a request are told in; what is told are ids, never words. */
export const channelOf = (requestId: string): string => `request ${requestId}`

/**
 * How far back a page hears of changes that it may show already, in milliseconds: the clocks of two processes differ,
 * and a page is older than its address.
 */
export const overlap = 10_000

/** Begins what is told of an agent who came, or began to write; their account follows. */
export const viewersMark = 'viewers-'
