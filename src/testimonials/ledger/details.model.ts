import { Schema, type Connection as Store, type Model } from 'mongoose'
import type { DataDeclaration } from '../../kernel/index.ts'
import { connections, nameForms, type Connection, type NameForm } from '../testimonials.words.ts'

/** The personal side of a record: exactly what was shown and to whom it was sent. Erased when its person is. */
export interface ConsentDetails {
  _id: string
  testimonialId: string
  /** Salt of this record's hashes. */
  salt: string
  text: string
  name: string
  nameForm: NameForm
  role: string
  company: string
  stars?: number
  connection: Connection
  quote: 'whole' | 'cut' | 'none'
  /** SHA-256 of the photo that was shown with it. */
  photoBytesHash?: string
  /** Where the question was sent, in which mail and when. */
  address: string
  messageId?: string
  mailedAt?: Date
}

const detailsSchema = new Schema<ConsentDetails>(
  {
    _id: { type: String, required: true },
    testimonialId: { type: String, required: true },
    salt: { type: String, required: true },
    text: { type: String, required: true },
    name: { type: String, default: '' },
    nameForm: { type: String, enum: nameForms, required: true },
    role: { type: String, default: '' },
    company: { type: String, default: '' },
    stars: Number,
    connection: { type: String, enum: connections, required: true },
    quote: { type: String, enum: ['whole', 'cut', 'none'], required: true },
    photoBytesHash: String,
    address: { type: String, default: '' },
    messageId: String,
    mailedAt: Date,
  },
  { collection: 'consentdetails', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

detailsSchema.index({ testimonialId: 1 })

export type ConsentDetailsModel = Model<ConsentDetails>

/** Defines the model on one instance's connection. */
export function defineConsentDetails(connection: Store): ConsentDetailsModel {
  return connection.model<ConsentDetails>('ConsentDetails', detailsSchema)
}

export const consentDetailsData: DataDeclaration = {
  collection: 'consentdetails',
  fields: [
    {
      field: 'text, name, role, company, stars, connection, photoBytesHash, address, messageId, mailedAt',
      what: 'What somebody was shown and asked for, where the question was sent, and when',
      why: 'Proof of consent (GDPR Art. 7(1))',
      until: 'the testimonial is removed, or they leave',
      seenBy: 'marketing; the person',
    },
  ],
}
