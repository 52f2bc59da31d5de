import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../../kernel/index.ts'

/** A mail that was taken in. The whole of it is kept under its id in a bucket, for agents. */
export interface InboundMail {
  /** Made of sender and Message-ID, so that a mail that is handed over twice is one. */
  _id: string
  messageId: string
  /** Keyed hash of the sender's address. */
  fromHash: string
  size: number
  receivedAt: Date
  /** Until it is a message: where that was cut off and nobody hands it over again, it goes. */
  isWaiting?: boolean
}

const inboundMailSchema = new Schema<InboundMail>(
  {
    _id: { type: String, required: true },
    messageId: { type: String, required: true, maxlength: 300 },
    fromHash: { type: String, required: true },
    size: { type: Number, required: true },
    receivedAt: { type: Date, required: true },
    isWaiting: Boolean,
  },
  { collection: 'inboundmails', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// What was cut off.
inboundMailSchema.index({ receivedAt: 1 }, { partialFilterExpression: { isWaiting: true } })
// How many came from one address lately.
inboundMailSchema.index({ fromHash: 1, receivedAt: -1 })

export type InboundMailModel = Model<InboundMail>

/** Defines the model on one instance's connection. */
export function defineInboundMail(connection: Connection): InboundMailModel {
  return connection.model<InboundMail>('InboundMail', inboundMailSchema)
}

/** The bucket that holds whole mails. */
export const inboundBucket = 'inboundraw'

const shared = { until: 'with the message that it became; after 7 days where it became none', seenBy: 'agents' }
/** The job that erases what was cut off. */
export const leftoversJob = 'inbound-leftovers'
const endedBy = [{ job: leftoversJob }]

export const inboundData: readonly DataDeclaration[] = [
  {
    collection: 'inboundmails',
    endedBy,
    fields: [
      {
        ...shared,
        field: 'messageId, fromHash',
        what: 'That a mail came, and a keyed hash of its sender’s address',
        why: 'To take each mail once, and not too many from one address',
      },
    ],
  },
  { collection: `${inboundBucket}.files`, fields: [] },
  {
    collection: `${inboundBucket}.chunks`,
    endedBy,
    fields: [
      {
        ...shared,
        field: 'data',
        what: 'The whole mail, with what was left out of the message',
        why: 'To look up what a message doesn’t show',
      },
    ],
  },
]
