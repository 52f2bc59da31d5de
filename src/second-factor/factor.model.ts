import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'

/** What somebody who works here has beside their sign-in: a secret that their authenticator shares, and codes for when it is lost. */
export interface Factor {
  /** The account's id: each has one at most. */
  _id: string
  /** The shared secret, sealed by the instance's own. */
  secret: string
  begunAt: Date
  /** Missing until a code has shown that the authenticator has the secret. */
  confirmedAt?: Date
  /** The time step of the last code that was taken: none is taken twice (RFC 6238, 5.2). */
  lastStep?: number
  /** Keyed hashes of the recovery codes that are left. */
  recovery: string[]
}

const factorSchema = new Schema<Factor>(
  {
    _id: { type: String, required: true },
    secret: { type: String, required: true, maxlength: 200 },
    begunAt: { type: Date, required: true },
    confirmedAt: Date,
    lastStep: Number,
    recovery: { type: [String], required: true },
  },
  { collection: 'secondfactors', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

export type FactorModel = Model<Factor>

/** Defines the model on one instance's connection. */
export function defineFactor(connection: Connection): FactorModel {
  return connection.model<Factor>('SecondFactor', factorSchema)
}

export const factorData: DataDeclaration = {
  collection: 'secondfactors',
  fields: [
    {
      field: '_id, secret, recovery, lastStep, begunAt, confirmedAt',
      what: 'The sealed secret that their authenticator shares, hashes of recovery codes, and when the last code was used',
      why: 'So that a stolen sign-in alone doesn’t open the console',
      until: 'they take it away, it is reset, or they leave',
      seenBy: 'nobody; the owner sees whether there is one',
    },
  ],
}
