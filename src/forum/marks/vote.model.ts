import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId } from '../../kernel/index.ts'

/** One person's "me too" on a question or "helpful" on an answer. */
export interface Vote {
  _id: string
  postId: string
  accountId: string
  at: Date
}

const voteSchema = new Schema<Vote>(
  {
    _id: { type: String, default: newId, match: idPattern },
    postId: { type: String, required: true },
    accountId: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'votes', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// One vote a person and post; serves a post's count and "which of these are mine".
voteSchema.index({ postId: 1, accountId: 1 }, { unique: true })
voteSchema.index({ accountId: 1, at: -1 })

export type VoteModel = Model<Vote>

/** Defines the model on one instance's connection. */
export function defineVote(connection: Connection): VoteModel {
  return connection.model<Vote>('Vote', voteSchema)
}
