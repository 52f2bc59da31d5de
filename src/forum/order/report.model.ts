import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId } from '../../kernel/index.ts'
import { grounds, outcomes, type Ground, type Outcome } from './order.words.ts'

/** That somebody asked moderators to look at a post; after the decision what came of it, for some months. */
export interface Report {
  _id: string
  postId: string
  topicId: string
  reporterId: string
  ground: Ground
  /** In their own words; gone with the decision. */
  words?: string
  at: Date
  /** There until it is decided. */
  isOpen?: boolean
  outcome?: Outcome
  decidedAt?: Date
  /** When it goes. */
  expiresAt?: Date
}

const reportSchema = new Schema<Report>(
  {
    _id: { type: String, default: newId, match: idPattern },
    postId: { type: String, required: true },
    topicId: { type: String, required: true },
    reporterId: { type: String, required: true },
    ground: { type: String, enum: grounds, required: true },
    words: { type: String, maxlength: 1000 },
    at: { type: Date, required: true },
    isOpen: Boolean,
    outcome: { type: String, enum: outcomes },
    decidedAt: Date,
    expiresAt: Date,
  },
  { collection: 'reports', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// One open report a person and post; what waits about some posts; a person's own.
reportSchema.index({ postId: 1, reporterId: 1 }, { unique: true, partialFilterExpression: { isOpen: true } })
reportSchema.index({ postId: 1, isOpen: 1, at: 1 })
reportSchema.index({ isOpen: 1, at: 1 }, { partialFilterExpression: { isOpen: true } })
reportSchema.index({ reporterId: 1, at: -1, _id: -1 })
reportSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type ReportModel = Model<Report>

/** Defines the model on one instance's connection. */
export function defineReport(connection: Connection): ReportModel {
  return connection.model<Report>('Report', reportSchema)
}
