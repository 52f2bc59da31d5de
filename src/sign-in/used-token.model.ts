import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'

/** A token that works once and was used, by the hash of its issuer and `jti`, for as long as it could be used again. */
export interface UsedToken {
  _id: string
  expiresAt: Date
}

const schema = new Schema<UsedToken>(
  { _id: { type: String, required: true }, expiresAt: { type: Date, required: true } },
  { collection: 'usedtokens', strict: 'throw', strictQuery: 'throw', versionKey: false },
)
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type UsedTokenModel = Model<UsedToken>

/** Defines the model on one instance's connection. */
export function defineUsedToken(connection: Connection): UsedTokenModel {
  return connection.model<UsedToken>('UsedToken', schema)
}

export const usedTokenData: DataDeclaration = {
  collection: 'usedtokens',
  endedBy: [{ index: 'expiresAt' }],
  fields: [],
}
