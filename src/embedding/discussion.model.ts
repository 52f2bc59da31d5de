import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'

/** Which topic is talked in under a page of another site. */
export interface Discussion {
  /** The page's address in its one form. */
  _id: string
  /** Missing until somebody has written the first post. */
  topicId?: string
  /** Somebody's first post is under way since then. */
  claimedAt?: Date
}

// Asked for by address only.
const schema = new Schema<Discussion>(
  { _id: { type: String, required: true, maxlength: 2000 }, topicId: String, claimedAt: Date },
  { collection: 'discussions', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

export type DiscussionModel = Model<Discussion>

/** Defines the model on one instance's connection. */
export function defineDiscussion(connection: Connection): DiscussionModel {
  return connection.model<Discussion>('Discussion', schema)
}

export const discussionData: DataDeclaration = { collection: 'discussions', fields: [] }
