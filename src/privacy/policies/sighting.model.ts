import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../../kernel/index.ts'
import { policyNames, type PolicyName } from './policies.words.ts'

/** That somebody was shown a change and said so. */
export interface Sighting {
  /** `<account> <policy> <version>`. */
  _id: string
  accountId: string
  policy: PolicyName
  version: number
  seenAt: Date
}

const sightingSchema = new Schema<Sighting>(
  {
    _id: { type: String, required: true },
    accountId: { type: String, required: true },
    policy: { type: String, enum: policyNames, required: true },
    version: { type: Number, required: true },
    seenAt: { type: Date, required: true },
  },
  { collection: 'policysightings', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

sightingSchema.index({ accountId: 1, seenAt: 1 })

export type SightingModel = Model<Sighting>

/** Defines the model on one instance's connection. */
export function defineSighting(connection: Connection): SightingModel {
  return connection.model<Sighting>('PolicySighting', sightingSchema)
}

export const sightingData: DataDeclaration = {
  collection: 'policysightings',
  fields: [
    {
      field: 'accountId, policy, version, seenAt',
      what: 'Which changes of our policies somebody has seen, and when',
      why: 'To stop telling them; proof that they were told',
      until: 'they leave',
      seenBy: 'the person; the owner',
    },
  ],
}
