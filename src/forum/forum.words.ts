/** Names of tokens, not of colours on the screen: a host restyles them, dark mode has its own. */
export const categoryColours = ['slate', 'blue', 'teal', 'green', 'amber', 'orange', 'red', 'purple'] as const
export type CategoryColour = (typeof categoryColours)[number]

/** Whom a category is for. */
export const categoryRoles = ['public', 'members', 'staff'] as const
export type CategoryRole = (typeof categoryRoles)[number]

export const topicKinds = ['question', 'discussion', 'announcement'] as const
export type TopicKind = (typeof topicKinds)[number]

/** Who may see a topic in lists: its category's readers, or nobody once it is removed or hidden. */
export const topicVisibilities = [...categoryRoles, 'hidden', 'removed'] as const
export type TopicVisibility = (typeof topicVisibilities)[number]

/** How many topics or replies a page shows. */
export const pageSize = 20
