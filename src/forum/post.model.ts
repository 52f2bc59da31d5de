import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId, removalClasses, type RemovalClass } from '../kernel/index.ts'
import type { SafeHtml } from '../content/index.ts'
import { hideReasons, quoteFields, type HideReason, type Quote } from './forum.words.ts'
import { grounds, holdCauses, type Ground, type HoldCause } from './order/order.words.ts'

/** One person's words under a topic: its opening or a reply. A removed post keeps its place and nothing else. */
export interface Post {
  _id: string
  topicId: string
  /** Missing once the post is removed. */
  authorId?: string
  isOpening: boolean
  /** Markdown as it was typed, each quote of another post a mark with its number; empty once removed. */
  source: string
  /** What it quotes of other posts. */
  quotes?: Quote[]
  html: SafeHtml
  rendererVersion: number
  createdAt: Date
  editedAt?: Date
  /** Edited only so soon that no earlier version was kept: nobody is told of it. */
  isMended?: boolean
  removedAt?: Date
  removedBy?: 'author' | 'staff'
  /** The class of reasons for which it was removed on somebody's request. */
  removedFor?: RemovalClass
  /** Of the form that made it (submission.ts): sent twice, it makes one post. */
  submission?: string
  /** Why it is out of sight; brought back as it was when no reason is left. */
  hiddenFor?: HideReason[]
  /** Stands without its author's name, for as long as they may come back. */
  isNameless?: boolean
  /** Derived from the votes; missing while there are none. */
  voteCount?: number
  /** Its author worked here when they wrote it. */
  isByStaff?: boolean
  /** Since when a moderator has something to decide about it: it is held back, or somebody reported it. */
  waitsSince?: Date
  /** Why it was held back. */
  heldFor?: HoldCause[]
  /** Set while it is taken down. */
  takenDown?: TakingDown
  /** Tells equal texts; hashed. */
  textKey?: string
  /** Written or changed, and its mirrors (search, quotes, notices) have not all followed yet. */
  isUnreflected?: boolean
  /** Everybody could read it: when that ends, feeds tell. */
  wasPublic?: boolean
}

const quoteSchema = new Schema<Quote>(quoteFields, { _id: false, strict: 'throw' })
/** That staff took something down: goes for good some days later unless it is brought back. */
export interface TakingDown {
  at: Date
  byId: string
  ground: Ground
  /** Words for the author. */
  note?: string
}

const takingDownSchema = new Schema<TakingDown>(
  {
    at: { type: Date, required: true },
    byId: { type: String, required: true },
    ground: { type: String, enum: grounds, required: true },
    note: { type: String, maxlength: 500 },
  },
  { _id: false, strict: 'throw' },
)

const postSchema = new Schema<Post>(
  {
    _id: { type: String, default: newId, match: idPattern },
    topicId: { type: String, required: true },
    authorId: String,
    isOpening: { type: Boolean, required: true },
    source: { type: String, default: '' },
    quotes: { type: [quoteSchema], default: undefined },
    html: { type: String, default: '' },
    rendererVersion: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    editedAt: Date,
    isMended: Boolean,
    removedAt: Date,
    removedBy: { type: String, enum: ['author', 'staff'] },
    removedFor: { type: String, enum: removalClasses },
    submission: { type: String, maxlength: 40 },
    hiddenFor: { type: [{ type: String, enum: hideReasons }], default: undefined },
    isNameless: Boolean,
    voteCount: Number,
    isByStaff: Boolean,
    waitsSince: Date,
    heldFor: { type: [{ type: String, enum: holdCauses }], default: undefined },
    takenDown: { type: takingDownSchema },
    textKey: { type: String, maxlength: 40 },
    isUnreflected: Boolean,
    wasPublic: Boolean,
  },
  { collection: 'posts', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

postSchema.index({ topicId: 1, isOpening: 1, createdAt: 1, _id: 1 })
postSchema.index({ authorId: 1, isOpening: 1, createdAt: -1 })
postSchema.index(
  { authorId: 1, submission: 1 },
  { unique: true, partialFilterExpression: { submission: { $exists: true } } },
)

// Who quotes a post that changes, or goes.
postSchema.index({ 'quotes.postId': 1 }, { partialFilterExpression: { 'quotes.postId': { $exists: true } } })

// Few posts at any time: those of the last moment, and what a crash left.
postSchema.index({ isUnreflected: 1 }, { partialFilterExpression: { isUnreflected: true } })

// The queue of what waits for moderators; what is old enough to go for good; equal texts of the last day.
postSchema.index({ waitsSince: 1, _id: 1 }, { partialFilterExpression: { waitsSince: { $exists: true } } })
postSchema.index({ 'takenDown.at': 1 }, { partialFilterExpression: { 'takenDown.at': { $exists: true } } })
postSchema.index({ textKey: 1, createdAt: -1 }, { partialFilterExpression: { textKey: { $exists: true } } })

export type PostModel = Model<Post>

/** Defines the model on one instance's connection. */
export function definePost(connection: Connection): PostModel {
  return connection.model<Post>('Post', postSchema)
}
