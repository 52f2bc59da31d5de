import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'

/**
 * A link that was mailed to who gave a testimonial. It never ends: by it consent is withdrawn. What can be answered by it
 * depends on the testimonial. Only the hash of its token is kept.
 */
export interface ConsentLink {
  _id: string
  testimonialId: string
  createdAt: Date
}

const consentLinkSchema = new Schema<ConsentLink>(
  {
    _id: { type: String, required: true },
    testimonialId: { type: String, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: 'consentlinks', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

consentLinkSchema.index({ testimonialId: 1 })

export type ConsentLinkModel = Model<ConsentLink>

/** Defines the model on one instance's connection. */
export function defineConsentLink(connection: Connection): ConsentLinkModel {
  return connection.model<ConsentLink>('ConsentLink', consentLinkSchema)
}

export const consentLinkData: DataDeclaration = { collection: 'consentlinks', fields: [] }
