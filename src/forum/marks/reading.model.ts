import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId } from '../../kernel/index.ts'
import { readingDays } from './marks.words.ts'

/** How far a member has read a topic; with `allTopics` for the topic, up to when they have read everything. */
export interface Reading {
  _id: string
  accountId: string
  topicId: string
  /** When the latest post that they have seen was written. */
  upTo: Date
  /** When they were here last. */
  seenAt: Date
}

const readingSchema = new Schema<Reading>(
  {
    _id: { type: String, default: newId, match: idPattern },
    accountId: { type: String, required: true },
    topicId: { type: String, required: true },
    upTo: { type: Date, required: true },
    seenAt: { type: Date, required: true },
  },
  { collection: 'readings', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

readingSchema.index({ accountId: 1, topicId: 1 }, { unique: true })
readingSchema.index({ topicId: 1 })
// What was last read so long ago counts as read, see `unreadAmong`.
readingSchema.index({ seenAt: 1 }, { expireAfterSeconds: readingDays * 24 * 60 * 60 })

export type ReadingModel = Model<Reading>

/** Defines the model on one instance's connection. */
export function defineReading(connection: Connection): ReadingModel {
  return connection.model<Reading>('Reading', readingSchema)
}
