import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'
import { removalGrounds, type RemovalGround } from './photos.words.ts'

/** What remains of a removed photo: that there was one, so that its address says so. Not whose, and not the key itself. */
export interface RemovedPhoto {
  /** SHA-256 of the key. */
  _id: string
  removedAt: Date
  ground: RemovalGround
}

const removedPhotoSchema = new Schema<RemovedPhoto>(
  {
    _id: { type: String, required: true },
    removedAt: { type: Date, required: true },
    ground: { type: String, enum: removalGrounds, required: true },
  },
  { collection: 'removedphotos', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

export type RemovedPhotoModel = Model<RemovedPhoto>

/** Defines the model on one instance's connection. */
export function defineRemovedPhoto(connection: Connection): RemovedPhotoModel {
  return connection.model<RemovedPhoto>('RemovedPhoto', removedPhotoSchema)
}

/** Nothing of a person: a hash of chance, a time and a ground. */
export const removedPhotoData: DataDeclaration = { collection: 'removedphotos', fields: [] }
