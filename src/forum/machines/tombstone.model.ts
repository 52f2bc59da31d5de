import { Schema, type Connection, type Model } from 'mongoose'

/** That a post was public and no longer is: what feeds tell those who have read it. It says nothing of the post. */
export interface Tombstone {
  /** The post's id. */
  _id: string
  topicId: string
  categoryId: string
  isOpening: boolean
  at: Date
}

/** For how long feeds tell it; who reads a feed less often reads all of it anew. */
const toldForDays = 90

const tombstoneSchema = new Schema<Tombstone>(
  {
    _id: String,
    topicId: { type: String, required: true },
    categoryId: { type: String, required: true },
    isOpening: { type: Boolean, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'tombstones', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// A topic's feed; a category's and the feed of the latest topics, which hold openings only.
tombstoneSchema.index({ topicId: 1, at: -1 })
tombstoneSchema.index({ categoryId: 1, isOpening: 1, at: -1 })
tombstoneSchema.index({ isOpening: 1, at: -1 })
tombstoneSchema.index({ at: 1 }, { expireAfterSeconds: toldForDays * 24 * 60 * 60 })

export type TombstoneModel = Model<Tombstone>

/** Defines the model on one instance's connection. */
export function defineTombstone(connection: Connection): TombstoneModel {
  return connection.model<Tombstone>('Tombstone', tombstoneSchema)
}

export const tombstoneData = { collection: 'tombstones', endedBy: [{ index: 'at' }], fields: [] } as const
