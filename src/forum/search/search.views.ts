import type { PersonView } from '../../accounts/index.ts'
import type { SafeHtml } from '../../content/index.ts'
import type { PageLinks, TopicRow } from '../forum.views.ts'
import type { TopicStatus } from '../status.words.ts'

/** A topic that answers a search, by its best post. */
export interface SearchResult {
  topic: TopicRow
  /** The title with what was looked for in `<mark>`. */
  title: SafeHtml
  /** The best passage of the post, in the same way. */
  passage: SafeHtml
  /** Leads to the post. */
  address: string
  isOpening: boolean
  author: PersonView
  writtenAt: Date
}

export interface SearchView {
  query: string
  status?: TopicStatus
  results: SearchResult[]
  links: PageLinks
  /** No post has all the words; these have some of them. */
  isPartial: boolean
  /** Nothing was asked for. */
  isEmpty: boolean
}

/** A topic as it is offered while somebody types. */
export interface SuggestedTopic {
  title: string
  address: string
  category: string
  isSolved: boolean
}
