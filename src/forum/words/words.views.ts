import type { PersonView } from '../../accounts/index.ts'
import type { PageLinks } from '../forum.views.ts'
import type { Part } from '../../content/index.ts'

/** What a post said over time, the latest first. */
export interface HistoryView {
  topicTitle: string
  postAddress: string
  author: PersonView
  /** Its author shows nobody what it said before; then there are no entries. */
  isHidden: boolean
  entries: HistoryEntry[]
  links: PageLinks
}

/** One text of a post, with what is different from the one before it. */
export interface HistoryEntry {
  writtenAt: Date
  isCurrent: boolean
  /** The first one of all: there is nothing to compare it with. */
  isFirst: boolean
  title?: Part[]
  text: Part[]
  /** Where its author removes it for good. */
  removalAction?: string
}
