import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'

/** Lets whoever holds a token act as a person from inside a frame, while the session lasts in which they said so. */
export interface Grant {
  /** SHA-256 of the token, which only the frame that made it has. */
  _id: string
  accountId: string
  sessionId: string
  /** When that session began: an account's sessions of before a certain time may be worth nothing. */
  startedAt: Date
  /** Origin of the site whose page holds the frame. */
  site: string
  expiresAt: Date
}

const schema = new Schema<Grant>(
  {
    _id: { type: String, required: true },
    accountId: { type: String, required: true },
    sessionId: { type: String, required: true },
    startedAt: { type: Date, required: true },
    site: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'framegrants', strict: 'throw', strictQuery: 'throw', versionKey: false },
)
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type GrantModel = Model<Grant>

/** Defines the model on one instance's connection. */
export function defineGrant(connection: Connection): GrantModel {
  return connection.model<Grant>('FrameGrant', schema)
}

export const grantData: DataDeclaration = {
  collection: 'framegrants',
  endedBy: [{ index: 'expiresAt' }],
  fields: [
    {
      field: 'accountId, sessionId, site',
      what: 'That a person lets a discussion on a site act for them, and in which of their sessions they said so',
      why: 'To write there without a cookie',
      until: 'an hour, or signed out',
      seenBy: 'nobody',
    },
  ],
}
