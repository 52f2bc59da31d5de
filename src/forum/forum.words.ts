/** Names of tokens, not of colours on the screen: a host restyles them, dark mode has its own. */
export const categoryColours = ['slate', 'blue', 'teal', 'green', 'amber', 'orange', 'red', 'purple'] as const
export type CategoryColour = (typeof categoryColours)[number]

/** Whom a category is for. */
export const categoryRoles = ['public', 'members', 'staff'] as const
export type CategoryRole = (typeof categoryRoles)[number]

export const topicKinds = ['question', 'discussion', 'announcement'] as const
export type TopicKind = (typeof topicKinds)[number]

/** Who may see a topic in lists: its category's readers, or nobody once it is hidden, merged into another or removed. */
export const topicVisibilities = [...categoryRoles, 'hidden', 'merged', 'removed'] as const
export type TopicVisibility = (typeof topicVisibilities)[number]

/**
 * Why something is out of sight and may come back: its author has left and may return, staff took it down and may undo
 * that, it waits for a first look, or somebody asked for its removal. It stays hidden while one reason stands.
 */
export const hideReasons = ['leaving', 'staff', 'held', 'removal'] as const
export type HideReason = (typeof hideReasons)[number]

/** How many answers of a topic can be marked as the solution. */
export const mostAccepted = 3

/** How many topics or replies a page shows. */
export const pageSize = 20

/** Words of another post, kept apart from the text that quotes them so that they go when their own post does. */
export interface Quote {
  /** The number of its mark in the source. */
  n: number
  postId: string
  /** Plain text; empty once it was taken back. */
  passage: string
}

/** The same for a schema: posts and their earlier versions keep quotes alike. */
export const quoteFields = {
  n: { type: Number, required: true },
  postId: { type: String, required: true },
  passage: { type: String, default: '' },
} as const
