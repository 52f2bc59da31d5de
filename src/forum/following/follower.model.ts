import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId } from '../../kernel/index.ts'
import { followKinds, type FollowKind } from './following.words.ts'

/** Something that the holder of an address was asked about and has not said yes to. */
export interface Wanted {
  kind: FollowKind
  targetId: string
}

/** Somebody who follows by e-mail address alone. */
export interface Follower {
  _id: string
  /** Small letters. */
  email: string
  locale: string
  /** Asked for here, not yet confirmed by mail. */
  wants: Wanted[]
  confirmedAt?: Date
  /** An address that nobody confirmed is forgotten then. */
  forgetAt?: Date
  createdAt: Date
}

const wantedSchema = new Schema<Wanted>(
  {
    kind: { type: String, enum: followKinds, required: true },
    targetId: { type: String, required: true, maxlength: 12 },
  },
  { _id: false, strict: 'throw' },
)

const followerSchema = new Schema<Follower>(
  {
    _id: { type: String, default: newId, match: idPattern },
    email: { type: String, required: true, maxlength: 254 },
    locale: { type: String, required: true, maxlength: 35 },
    wants: { type: [wantedSchema], required: true },
    confirmedAt: Date,
    forgetAt: Date,
    createdAt: { type: Date, required: true },
  },
  { collection: 'followers', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

followerSchema.index({ email: 1 }, { unique: true })
followerSchema.index({ forgetAt: 1 }, { expireAfterSeconds: 0 })

export type FollowerModel = Model<Follower>

/** Defines the model on one instance's connection. */
export function defineFollower(connection: Connection): FollowerModel {
  return connection.model<Follower>('Follower', followerSchema)
}
