import type { PersonView } from '../accounts/index.ts'
import type { SafeHtml } from '../content/index.ts'
import type { PostOrderView, TopicOrderView } from './order/order.views.ts'
import type { MessageParams } from '../kernel/index.ts'
import type { FollowView } from './following/following.views.ts'
import type { TopicStatus } from './status.words.ts'
import type { CategoryColour, TopicKind } from './forum.words.ts'
import type { WarningView } from './words/sensitive.ts'

export interface CategoryLink {
  name: string
  address: string
  colour: CategoryColour
}

export interface CategoryCard extends CategoryLink {
  description: string
  topicCount: number
  postCount: number
  lastActivityAt?: Date
  isArchived: boolean
}

export interface TopicRow {
  id: string
  title: string
  address: string
  kind: TopicKind
  category: CategoryLink
  author: PersonView
  createdAt: Date
  replyCount: number
  lastActivityAt: Date
  /** Who wrote the last reply; missing while there is none. */
  lastReplyBy?: PersonView
  isClosed: boolean
  isPinned: boolean
  isSolved: boolean
  /** The solution no longer holds since then. */
  outdatedSince?: Date
  /** Leads to the first post that this member has not read; missing when there is none. */
  unreadAddress?: string
  isSample: boolean
}

/** One way to look at a list of topics: all of them, or those of one status. */
export interface StatusTab {
  status?: TopicStatus
  address: string
  isCurrent: boolean
}

/** Links to the neighbouring pages of a key-set paged list; missing at the ends. */
export interface PageLinks {
  first?: string
  previous?: string
  next?: string
}

export interface HomeView {
  categories: CategoryCard[]
  topics: TopicRow[]
  /** Missing where there is no topic at all. */
  tabs?: StatusTab[]
  links: PageLinks
  /** Where a new topic is begun; missing when there is no category this reader may write in. */
  newTopicAddress?: string
  /** Where a member marks everything as read; there while something on the page is unread. */
  readAction?: string
  /** Where the owner creates the first category; only for the owner. */
  manageCategoriesAddress?: string
}

export interface CategoryView {
  category: CategoryCard
  follow: FollowView
  topics: TopicRow[]
  /** Missing where there is no topic at all. */
  tabs?: StatusTab[]
  links: PageLinks
  newTopicAddress?: string
  /** A message key that says why there is no new-topic button, e.g. an archived category. */
  whyNoNewTopic?: string
  whyNoNewTopicParams?: MessageParams
}

export interface PostView extends PostOrderView {
  id: string
  /** The element's id on the page: `post-…`. */
  anchor: string
  /** Lands on the right page with the post marked. */
  address: string
  author: PersonView
  html: SafeHtml
  createdAt: Date
  editedAt?: Date
  /** Where members see what it said before it was edited. */
  historyAddress?: string
  /** Set when the post was removed: the html is empty, the author is nobody, the place stays. */
  removedBy?: 'author' | 'staff'
  isOpening: boolean
  /** The address asked for this very post: `?post=…`. */
  isMarked: boolean
  votes: VotesView
  /** One of the topic's accepted answers. */
  isSolution: boolean
  /** Where this reader marks the answer as the solution, or takes the mark back. */
  solveAction?: string
  /** The first one written since this member was here last. */
  isFirstUnread?: boolean
  /** Opens the reply form with all of it quoted. */
  quoteAddress?: string
  editAddress?: string
  /** A page that asks first; it holds the form that posts. */
  deleteAddress?: string
  /** Where anybody asks to have it removed, with or without an account. */
  removalAddress?: string
}

/** "Me too" on the question, "helpful" on an answer. */
export interface VotesView {
  count: number
  isMine: boolean
  /** Where the vote is given or taken back; missing for the author and for guests. */
  action?: string
}

/** Plain links that hand a public address on; nothing is asked from any of these sites. */
export interface ShareView {
  /** Full address of the topic. */
  address: string
  title: string
  /** A `mailto:` address. */
  mail: string
  sites: { name: string; address: string }[]
}

/** The accepted answers, as they stand under the question. */
export interface SolutionView {
  answers: {
    post: PostView
    isLong: boolean
    /** Its beginning, where the whole of it stands further down the page. */ excerpt?: string
  }[]
  outdatedSince?: Date
  /** Where whoever asked, or staff, says that the solution no longer holds. */
  outdatedAddress?: string
}

/** How an open page hears of what changes in its topic. */
export interface LiveLink {
  /** A stream of server-sent events. */
  address: string
  /** Where the replies after those of this page stand; missing where a page follows, which shows them anyway. */
  newAddress?: string
}

export interface TopicView {
  order: TopicOrderView
  topic: TopicRow & { isRemoved: boolean; description: string }
  /** The question or opening text, on every page of the topic. */
  opening: PostView
  /** There once an answer was accepted that stands. */
  solution?: SolutionView
  replies: PostView[]
  links: PageLinks
  /** Full address and title to share; only of what everybody may read. */
  share?: ShareView
  live?: LiveLink
  follow?: FollowView
  /** Where a reply is posted to; missing when this reader may not reply. A guest writes first and signs in second. */
  replyAction?: string
  /** What looks private in a reply that comes back for a second look. */
  warning?: WarningView
  /** A message key that says why not, when it is missing. */
  whyNoReply?: string
  whyNoReplyParams?: MessageParams
  /** Where a reader signs in and comes back to this page. */
  signInAddress?: string
}
