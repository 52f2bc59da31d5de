import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'

export const addressLinkKinds = ['prove', 'undo', 'sign-in'] as const
export type AddressLinkKind = (typeof addressLinkKinds)[number]

/** A link that was mailed: what it is for, once, for a while. Only the hash of its token is kept. */
export interface AddressLink {
  _id: string
  kind: AddressLinkKind
  accountId: string
  /** prove: the address to prove. undo: the address to put back. sign-in: the address it went to. */
  email: string
  expiresAt: Date
  createdAt: Date
}

const addressLinkSchema = new Schema<AddressLink>(
  {
    _id: { type: String, required: true },
    kind: { type: String, enum: addressLinkKinds, required: true },
    accountId: { type: String, required: true },
    email: { type: String, required: true, maxlength: 254 },
    expiresAt: { type: Date, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: 'addresslinks', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

addressLinkSchema.index({ accountId: 1, kind: 1 })
addressLinkSchema.index({ email: 1 })
addressLinkSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type AddressLinkModel = Model<AddressLink>

/** Defines the model on one instance's connection. */
export function defineAddressLink(connection: Connection): AddressLinkModel {
  return connection.model<AddressLink>('AddressLink', addressLinkSchema)
}

export const addressLinkData: DataDeclaration = {
  collection: 'addresslinks',
  endedBy: [{ index: 'expiresAt' }],
  fields: [
    {
      field: 'email',
      what: 'An address waiting to be proven, or one that was replaced',
      why: 'Confirming and undoing a change',
      until: '24 hours, 7 days for undoing',
      seenBy: 'the person',
    },
  ],
}
