import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'

/** Who has a handle, or had it a short while ago. Its `_id` is the handle's skeleton, so look-alikes meet. */
export interface HandleHolding {
  _id: string
  /** As it is written. */
  handle: string
  accountId: string
  /** Set once given up: until then it leads to the new one and is nobody else's. */
  until?: Date
}

const handleSchema = new Schema<HandleHolding>(
  {
    _id: { type: String, required: true },
    handle: { type: String, required: true, maxlength: 30 },
    accountId: { type: String, required: true },
    until: Date,
  },
  { collection: 'handles', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

handleSchema.index({ accountId: 1 })
handleSchema.index({ until: 1 }, { expireAfterSeconds: 0 })

export type HandleModel = Model<HandleHolding>

/** Defines the model on one instance's connection. */
export function defineHandle(connection: Connection): HandleModel {
  return connection.model<HandleHolding>('Handle', handleSchema)
}

export const handleData: DataDeclaration = {
  collection: 'handles',
  endedBy: [{ index: 'until' }],
  fields: [
    {
      field: 'handle',
      what: 'Present and former unique names',
      why: 'Addresses and mentions keep working',
      until: '90 days after it was given up',
      seenBy: 'everybody',
    },
  ],
}
