import { Schema, type Connection, type Model } from 'mongoose'

/** That something was sent to an address whose holder never showed that it is theirs. */
export interface MailedAddress {
  /** Keyed hash of the mailbox. */
  _id: string
  mailedAt: Date
}

const mailedAddressSchema = new Schema<MailedAddress>(
  { _id: { type: String, required: true }, mailedAt: { type: Date, required: true } },
  { collection: 'mailedaddresses', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

mailedAddressSchema.index({ mailedAt: 1 })

export type MailedAddressModel = Model<MailedAddress>

/** Defines the model on one instance's connection. */
export function defineMailedAddress(connection: Connection): MailedAddressModel {
  return connection.model<MailedAddress>('MailedAddress', mailedAddressSchema)
}
