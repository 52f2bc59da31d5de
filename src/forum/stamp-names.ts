/** Which public pages depend on what: names of version stamps. */

/** Names, colours, order and readers of categories: on every page of the forum. */
export const categoriesStamp = 'categories'

/** The list of the latest topics on the home page. */
export const latestStamp = 'latest'

export const categoryStamp = (slug: string): string => `category:${slug}`

export const topicStamp = (id: string): string => `topic:${id}`
