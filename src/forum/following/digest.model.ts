import { Schema, type Connection, type Model } from 'mongoose'

/** What somebody is to be told of in their next daily mail. */
export interface Digest {
  /** An account, or a follower by address. */
  _id: string
  isByAddress: boolean
  postIds: string[]
  /** Those of the mail that is being made: what comes meanwhile stays in `postIds`, for the next one. */
  leavingIds?: string[]
  /** When the first of them came: the mail leaves at the next eight o'clock of its recipient. */
  since: Date
  dueAt: Date
}

const digestSchema = new Schema<Digest>(
  {
    _id: { type: String, required: true },
    isByAddress: { type: Boolean, required: true },
    postIds: { type: [String], required: true },
    // Missing is something else than empty.
    leavingIds: { type: [String], default: undefined },
    since: { type: Date, required: true },
    dueAt: { type: Date, required: true },
  },
  { collection: 'digests', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

digestSchema.index({ dueAt: 1 })

export type DigestModel = Model<Digest>

/** Defines the model on one instance's connection. */
export function defineDigest(connection: Connection): DigestModel {
  return connection.model<Digest>('Digest', digestSchema)
}
