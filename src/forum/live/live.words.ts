/** The channel that changes of a topic are told in. */
export const channelOf = (topicId: string): string => `topic ${topicId}`

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
