import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId } from '../../kernel/index.ts'
import { followKinds, followLevels, type FollowKind, type FollowLevel } from './following.words.ts'

/** That somebody follows something, and how they hear of it. The most particular of several holds. */
export interface Follow {
  _id: string
  /** An account, or a follower by address. */
  holder: string
  isByAddress: boolean
  kind: FollowKind
  /** Id of the topic or category; `all` for everything; `own` for what holds of topics that one writes in. */
  targetId: string
  level: FollowLevel
  createdAt: Date
}

const followSchema = new Schema<Follow>(
  {
    _id: { type: String, default: newId, match: idPattern },
    holder: { type: String, required: true },
    isByAddress: { type: Boolean, required: true },
    kind: { type: String, enum: followKinds, required: true },
    targetId: { type: String, required: true, maxlength: 12 },
    level: { type: String, enum: followLevels, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: 'follows', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// Walks over a target's followers, and finds one of them.
followSchema.index({ targetId: 1, holder: 1 }, { unique: true })
// Somebody's own list, newest first.
followSchema.index({ holder: 1, createdAt: -1, _id: -1 })

export type FollowModel = Model<Follow>

/** Defines the model on one instance's connection. */
export function defineFollow(connection: Connection): FollowModel {
  return connection.model<Follow>('Follow', followSchema)
}
