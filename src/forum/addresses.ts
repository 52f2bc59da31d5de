import type { Category } from './category.model.ts'
import type { Topic } from './topic.model.ts'

/** Paths below the mount path. */
/** A category's own page. */
export const categoryPath = ({ slug }: Pick<Category, 'slug'>): string => `/c/${encodeURIComponent(slug)}`

/** A topic's own page. */
export const topicPath = ({ _id, slug }: Pick<Topic, '_id' | 'slug'>): string => `/t/${_id}/${encodeURIComponent(slug)}`

/** The id of a post's element on its page. */
export const anchorOf = (postId: string): string => `post-${postId}`

/** Lands on the page of the topic that holds the post, with the post marked. */
export const postPath = (topic: Pick<Topic, '_id' | 'slug'>, postId: string): string =>
  `${topicPath(topic)}?post=${postId}#${anchorOf(postId)}`
