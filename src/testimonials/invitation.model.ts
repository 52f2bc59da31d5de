import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'

/** A link by which somebody is invited to give a testimonial. The token stands here: marketing copies the link from its page. */
export interface Invitation {
  /** The token. */
  _id: string
  /** For marketing to tell invitations apart; nobody else sees it. */
  label: string
  /** How many testimonials it still takes. */
  usesLeft: number
  expiresAt: Date
  createdAt: Date
}

const invitationSchema = new Schema<Invitation>(
  {
    _id: { type: String, required: true },
    label: { type: String, required: true, maxlength: 80 },
    usesLeft: { type: Number, required: true, min: 0 },
    expiresAt: { type: Date, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: 'testimonialinvitations', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// One that is over goes by itself; the index also serves the list of those that are open.
invitationSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type InvitationModel = Model<Invitation>

/** Defines the model on one instance's connection. */
export function defineInvitation(connection: Connection): InvitationModel {
  return connection.model<Invitation>('TestimonialInvitation', invitationSchema)
}

export const invitationData: DataDeclaration = {
  collection: 'testimonialinvitations',
  endedBy: [{ index: 'expiresAt' }],
  fields: [],
}
