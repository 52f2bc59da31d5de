import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../../kernel/index.ts'

/** That a mailbox was sent its one invitation. Whose it is can't be read from it, only asked about a known address. */
export interface InvitedAddress {
  /** Keyed hash of the mailbox. */
  _id: string
}

const invitedAddressSchema = new Schema<InvitedAddress>(
  { _id: { type: String, required: true } },
  { collection: 'invitedaddresses', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

export type InvitedAddressModel = Model<InvitedAddress>

/** Defines the model on one instance's connection. */
export function defineInvitedAddress(connection: Connection): InvitedAddressModel {
  return connection.model<InvitedAddress>('InvitedAddress', invitedAddressSchema)
}

export const invitedAddressData: DataDeclaration = {
  collection: 'invitedaddresses',
  fields: [
    {
      field: '_id',
      what: 'Keyed hash of an address that was invited as agent',
      why: 'Nobody is mailed an invitation twice, nor once more after they erased their address',
      until: 'the installation ends',
      seenBy: 'nobody',
    },
  ],
}
