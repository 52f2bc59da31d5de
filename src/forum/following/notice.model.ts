import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId } from '../../kernel/index.ts'
import { grounds, type Ground } from '../order/order.words.ts'
import { decisions, noticeKinds, type DecisionKind, type NoticeKind } from './following.words.ts'

/**
 * A line on somebody's page of notices. New replies of a topic gather in one line until it is read. It holds ids only:
 * what posts say, and whether they may be read, is looked up when the line is shown.
 */
export interface Notice {
  _id: string
  accountId: string
  kind: NoticeKind
  /** With `decision` for its kind. */
  decision?: DecisionKind
  /** Why, where something was taken down. */
  ground?: Ground
  topicId: string
  /** Posts that it tells of and that stand, at most `mostCounted`, oldest first. */
  postIds: string[]
  /** Posts that are out of sight for now: back in `postIds` when they come back. */
  hiddenIds: string[]
  /** When the last thing was added to it. */
  at: Date
  isUnread?: boolean
}

const noticeSchema = new Schema<Notice>(
  {
    _id: { type: String, default: newId, match: idPattern },
    accountId: { type: String, required: true },
    kind: { type: String, enum: noticeKinds, required: true },
    decision: { type: String, enum: decisions },
    ground: { type: String, enum: grounds },
    topicId: { type: String, required: true },
    postIds: { type: [String], required: true },
    hiddenIds: { type: [String], default: [] },
    at: { type: Date, required: true },
    isUnread: Boolean,
  },
  { collection: 'notices', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

noticeSchema.index({ accountId: 1, at: -1, _id: -1 })
// The count beside the bell.
noticeSchema.index({ accountId: 1, isUnread: 1 }, { partialFilterExpression: { isUnread: true } })
// One open line for the new replies of a topic, whatever two tellings do at once.
noticeSchema.index(
  { accountId: 1, topicId: 1, kind: 1 },
  { unique: true, partialFilterExpression: { isUnread: true, kind: 'reply' } },
)
noticeSchema.index({ postIds: 1, accountId: 1 })
noticeSchema.index({ hiddenIds: 1 })
noticeSchema.index({ at: 1 }, { expireAfterSeconds: 180 * 24 * 60 * 60 })

export type NoticeModel = Model<Notice>

/** Defines the model on one instance's connection. */
export function defineNotice(connection: Connection): NoticeModel {
  return connection.model<Notice>('Notice', noticeSchema)
}
