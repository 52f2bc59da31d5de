import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'

/** A logout token that was used, by the hash of its issuer and `jti`, for as long as it could be used again. */
export interface UsedLogoutToken {
  _id: string
  expiresAt: Date
}

const schema = new Schema<UsedLogoutToken>(
  { _id: { type: String, required: true }, expiresAt: { type: Date, required: true } },
  { collection: 'usedlogouttokens', strict: 'throw', strictQuery: 'throw', versionKey: false },
)
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type LogoutTokenModel = Model<UsedLogoutToken>

/** Defines the model on one instance's connection. */
export function defineLogoutToken(connection: Connection): LogoutTokenModel {
  return connection.model<UsedLogoutToken>('UsedLogoutToken', schema)
}

export const logoutTokenData: DataDeclaration = { collection: 'usedlogouttokens', fields: [] }
