/** Which public pages depend on what: names of version stamps. */

/** Names, colours, order and readers of categories: on every page of the forum. */
export const categoriesStamp = 'categories'

/** The list of the latest topics on the home page. */
export const latestStamp = 'latest'

/** What stands in one category: its own page. */
export const categoryStamp = (slug: string): string => `category:${slug}`

/** One topic and its posts: its own pages. */
export const topicStamp = (id: string): string => `topic:${id}`

export { peopleStamp } from '../accounts/index.ts'
