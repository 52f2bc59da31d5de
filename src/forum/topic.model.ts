import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId } from '../kernel/index.ts'
import {
  hideReasons,
  topicKinds,
  topicVisibilities,
  type HideReason,
  type TopicKind,
  type TopicVisibility,
} from './forum.words.ts'
import { grounds, type Ground } from './order/order.words.ts'
import { statusConditions, topicStatuses, type TopicStatus } from './status.words.ts'

/** Something asked, discussed or announced, with the posts under it. */
export interface Topic {
  _id: string
  categoryId: string
  kind: TopicKind
  title: string
  slug: string
  authorId: string
  openingPostId: string
  /** The category's readers, copied so that one index serves a list over all categories; `removed` is in none. */
  visibility: TopicVisibility
  isClosed: boolean
  /** Stands before the others in its category's list. */
  pinnedAt?: Date
  /** Why the title is out of sight, with the opening post; the answers may stand on. */
  hiddenFor?: HideReason[]
  /** Why all of it is out of sight, answers too. */
  wholeHiddenFor?: HideReason[]
  /** Why no more is said here; there while it is closed. */
  closure?: Closure
  /** Set while all of it is taken down. */
  takenDown?: TopicTakingDown
  /** Which topic its posts were split off. */
  splitFrom?: string
  /** A merge or split is under way: a job finishes what a crash left. */
  isUnsettled?: boolean
  /** The posts that a split under way brings here. */
  splitPosts?: string[]
  /** Where its posts went; its own address leads there. */
  mergedInto?: string
  /** Answers marked as the solution, in the order they were marked. */
  accepted?: Acceptance[]
  /** The solution no longer holds since then. */
  outdatedSince?: Date
  /** Stands without its author's name, for as long as they may come back. */
  isNameless?: boolean
  /** Its author said that the answers don't solve it: stands before staff until one of them answers. */
  needsStaffSince?: Date
  createdAt: Date
  removedAt?: Date
  /** Derived from the replies that are not removed; rebuilt by reconcile. */
  replyCount: number
  /** How often the derived figures were counted anew: tells a reply under way that it may have been counted already. */
  settled?: number
  /** Derived: when the topic or its last reply was written. */
  lastActivityAt: Date
  /** Derived: account of the last reply's author. */
  lastReplyBy?: string
  /** Derived: one of the accepted answers stands. */
  isSolved: boolean
  /** Derived: somebody who works here has replied. */
  hasStaffReply: boolean
}

export interface Closure {
  at: Date
  byId: string
  /** Words for readers. */
  note?: string
}

export interface TopicTakingDown {
  at: Date
  byId: string
  ground: Ground
  /** Words for the author. */
  note?: string
}

export interface Acceptance {
  postId: string
  at: Date
  byId: string
}

const acceptanceSchema = new Schema<Acceptance>(
  {
    postId: { type: String, required: true },
    at: { type: Date, required: true },
    byId: { type: String, required: true },
  },
  { _id: false, strict: 'throw' },
)

const part = { _id: false, strict: 'throw' } as const

const closureSchema = new Schema<Closure>(
  {
    at: { type: Date, required: true },
    byId: { type: String, required: true },
    note: { type: String, maxlength: 500 },
  },
  part,
)

const takingDownSchema = new Schema<TopicTakingDown>(
  {
    at: { type: Date, required: true },
    byId: { type: String, required: true },
    ground: { type: String, enum: grounds, required: true },
    note: { type: String, maxlength: 500 },
  },
  part,
)

const topicSchema = new Schema<Topic>(
  {
    _id: { type: String, default: newId, match: idPattern },
    categoryId: { type: String, required: true },
    kind: { type: String, enum: topicKinds, required: true },
    title: { type: String, required: true, maxlength: 150 },
    slug: { type: String, required: true, maxlength: 100 },
    authorId: { type: String, required: true },
    openingPostId: { type: String, required: true },
    visibility: { type: String, enum: topicVisibilities, required: true },
    isClosed: { type: Boolean, default: false },
    pinnedAt: Date,
    hiddenFor: { type: [{ type: String, enum: hideReasons }], default: undefined },
    wholeHiddenFor: { type: [{ type: String, enum: hideReasons }], default: undefined },
    mergedInto: String,
    closure: { type: closureSchema },
    takenDown: { type: takingDownSchema },
    splitFrom: String,
    isUnsettled: Boolean,
    splitPosts: { type: [String], default: undefined },
    accepted: { type: [acceptanceSchema], default: undefined },
    outdatedSince: Date,
    isNameless: Boolean,
    needsStaffSince: Date,
    createdAt: { type: Date, required: true },
    removedAt: Date,
    replyCount: { type: Number, default: 0 },
    settled: Number,
    lastActivityAt: { type: Date, required: true },
    lastReplyBy: String,
    isSolved: { type: Boolean, default: false },
    hasStaffReply: { type: Boolean, default: false },
  },
  { collection: 'topics', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

const byActivity = { visibility: 1, lastActivityAt: -1, _id: -1 } as const

// The lists of home and category pages; then the same lists of one status, whose topics may be few and far between.
topicSchema.index(byActivity)
topicSchema.index({ categoryId: 1, ...byActivity })
for (const status of topicStatuses) {
  const { only } = statusConditions[status]
  topicSchema.index(byActivity, { name: `latest ${status}`, partialFilterExpression: only })
  topicSchema.index({ categoryId: 1, ...byActivity }, { name: `category ${status}`, partialFilterExpression: only })
}

/** The index for a list of one status. Queries name it: a planner can't know that the list of all would be read to its end. */
export const statusIndex = (status: TopicStatus, { isOneCategory }: { isOneCategory: boolean }): string =>
  `${isOneCategory ? 'category' : 'latest'} ${status}`

// The sitemap: all that everybody may read, and the same by the time it was begun.
topicSchema.index({ visibility: 1, createdAt: -1 })

/** The index of what stands before all others. Named in queries: a planner that counts fields would read a whole list instead. */
export const pinnedIndex = { pinnedAt: -1, _id: -1 } as const

// Staff's list of what waits for an answer, oldest first.
topicSchema.index({ needsStaffSince: 1, _id: 1 }, { partialFilterExpression: { needsStaffSince: { $exists: true } } })
// Few each: what is pinned, what was merged away, what a crash left half done, what is taken down.
topicSchema.index(pinnedIndex, { partialFilterExpression: { pinnedAt: { $exists: true } } })
topicSchema.index({ mergedInto: 1 }, { partialFilterExpression: { mergedInto: { $exists: true } } })
topicSchema.index({ isUnsettled: 1 }, { partialFilterExpression: { isUnsettled: true } })
topicSchema.index({ 'takenDown.at': 1 }, { partialFilterExpression: { 'takenDown.at': { $exists: true } } })

export type TopicModel = Model<Topic>

/** Defines the model on one instance's connection. */
export function defineTopic(connection: Connection): TopicModel {
  return connection.model<Topic>('Topic', topicSchema)
}
