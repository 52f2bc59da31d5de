import { Schema, type Connection, type Model } from 'mongoose'
import { newId, type DataDeclaration } from '../kernel/index.ts'

/** A tweet that marketing points at. Only its address is kept: no words, no name, no picture. */
export interface Tweet {
  _id: string
  /** The number in its address; all that names it. */
  number: string
  createdAt: Date
}

const tweetSchema = new Schema<Tweet>(
  {
    _id: { type: String, default: newId },
    number: { type: String, required: true, match: /^\d{1,25}$/ },
    createdAt: { type: Date, required: true },
  },
  { collection: 'tweets', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

tweetSchema.index({ number: 1 }, { unique: true })
tweetSchema.index({ createdAt: -1 })

export type TweetModel = Model<Tweet>

/** Defines the model on one instance's connection. */
export function defineTweet(connection: Connection): TweetModel {
  return connection.model<Tweet>('Tweet', tweetSchema)
}

export const tweetData: DataDeclaration = { collection: 'tweets', fields: [] }
