/** The channel that changes of a topic are told in. */
export const channelOf = (topicId: string): string => `topic ${topicId}`

/**
 * How far back a page hears of changes that it may show already, in milliseconds: the clocks of two processes differ,
 * and a page is older than its address. Hearing twice costs one look at the page.
 */
export const overlap = 10_000

/** What an open page is told. */
export interface TopicNews {
  /** How many replies stand after the last of the page, at most `mostNew`. */
  replies?: number
  /** Ids of posts that the page may show and that read differently now, or are gone. */
  posts?: string[]
  /** The page is too old to be told what changed. */
  reload?: true
}

/** More new replies than a page shows need no exact number. */
export const mostNew = 99
