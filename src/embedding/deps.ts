import type { Accounts } from '../accounts/index.ts'
import type { Actor, Clock, MessageKey, MessageParams } from '../kernel/index.ts'
import type { DiscussionModel } from './discussion.model.ts'
import type { GrantModel } from './grant.model.ts'

/** What the widgets need of testimonials, as that feature draws them; the composition root hands it over. */
export interface TestimonialSource {
  readonly stamps: readonly string[]
  cards(size: number): Promise<readonly object[]>
}

/** How topics can stand, as a list is asked for them. */
export const statuses = ['solved', 'unsolved', 'unanswered', 'no-staff-reply'] as const
export type Status = (typeof statuses)[number]

/** What the widgets need of the forum; the composition root hands it over. */
export interface TopicSource {
  readonly stamps: readonly string[]
  /** Undefined where there is no such category that everybody may read. */
  topics(query: {
    count: number
    category?: string | undefined
    status?: Status | undefined
  }): Promise<readonly object[] | undefined>
}

/** Which part of a topic is asked for. */
export interface ThreadQuery {
  after?: string | undefined
  before?: string | undefined
  post?: string | undefined
}

/** A topic as everybody may read it; addresses are paths of pages. */
export interface Thread {
  title: string
  /** Full address of its own page. */
  address: string
  replyCount: number
  /** The opening and one page of replies, as the forum draws them. */
  posts: readonly object[]
  links: { first?: string; previous?: string; next?: string }
  /** Message key: why nobody may reply; missing where members may. */
  whyClosed?: string
  whyClosedParams?: MessageParams
}

/** What somebody writes. */
export interface Words {
  text: string
  submission?: string | undefined
  anyway?: string | undefined
  website?: string | undefined
  opened?: string | undefined
}

/** Conversations of the forum, as they are held from other pages; the composition root hands it over. */
export interface Threads {
  /** Categories that everybody may read and members may write in, in their order. */
  openCategories(): Promise<readonly { id: string; name: string; slug: string }[]>
  /** `gone` where it was removed, `hidden` where not everybody may read it. */
  show(topicId: string, given: { query: ThreadQuery; nobody: string }): Promise<Thread | 'gone' | 'hidden'>
  /** Throws what starting a topic throws, but for words that aren't taken. */
  start(
    actor: Actor,
    input: Words & { categoryId: string; title: string },
  ): Promise<(Written & { topicId: string }) | Refused>
  /** Throws what replying throws, but for words that aren't taken: Gone where the topic was removed. */
  reply(actor: Actor, input: Words & { topicId: string }): Promise<Written | Refused>
}

export interface Written {
  postId: string
  /** A moderator looks first. */
  waits: boolean
}

/** Why words weren't taken. */
export interface Refused {
  reason: MessageKey
  /** What of them looks private, to be asked about before they are posted. */
  warning?: object
}

/** What this feature works with. */
export interface EmbeddingDeps {
  testimonials: TestimonialSource
  forum: TopicSource
  threads: Threads
  discussions: DiscussionModel
  grants: GrantModel
  accounts: Pick<Accounts, 'presenceOf'>
  /** Whether a session was not ended. */
  isSessionThere: (id: string) => Promise<boolean>
  /** Counts a post. Throws TooMany. */
  countPost: (who: { actor: Actor; ip: string | undefined }) => Promise<void>
  /** Origins of the sites whose pages may hold discussions. */
  sites: readonly string[]
  siteOrigin: string
  clock: Clock
  /** Completes a path below the mount path to an address for a page. */
  link: (path: string) => string
  /** The full address of a path below the mount path. */
  fullAddress: (path: string) => string
  /** The path of a file of public/, with its fingerprint, below the mount path. */
  asset: (name: string) => string
}
