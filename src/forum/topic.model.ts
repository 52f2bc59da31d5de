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
  /** Derived: when the topic or its last reply was written. */
  lastActivityAt: Date
  /** Derived: account of the last reply's author. */
  lastReplyBy?: string
  /** Derived: one of the accepted answers stands. */
  isSolved: boolean
  /** Derived: somebody who works here has replied. */
  hasStaffReply: boolean
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
    accepted: { type: [acceptanceSchema], default: undefined },
    outdatedSince: Date,
    isNameless: Boolean,
    needsStaffSince: Date,
    createdAt: { type: Date, required: true },
    removedAt: Date,
    replyCount: { type: Number, default: 0 },
    lastActivityAt: { type: Date, required: true },
    lastReplyBy: String,
    isSolved: { type: Boolean, default: false },
    hasStaffReply: { type: Boolean, default: false },
  },
  { collection: 'topics', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

topicSchema.index({ visibility: 1, lastActivityAt: -1, _id: -1 })
topicSchema.index({ categoryId: 1, visibility: 1, lastActivityAt: -1, _id: -1 })

// Staff's list of what waits for an answer, oldest first.
topicSchema.index({ needsStaffSince: 1, _id: 1 }, { partialFilterExpression: { needsStaffSince: { $exists: true } } })

export type TopicModel = Model<Topic>

/** Defines the model on one instance's connection. */
export function defineTopic(connection: Connection): TopicModel {
  return connection.model<Topic>('Topic', topicSchema)
}
