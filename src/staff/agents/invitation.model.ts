import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId, type DataDeclaration } from '../../kernel/index.ts'

/** Somebody who was asked to work here and hasn't answered yet. What is answered, taken back or over is gone. */
export interface AgentInvitation {
  _id: string
  /** Hash of the token in the mail. */
  tokenHash: string
  name: string
  /** Small letters. */
  email: string
  /** The mail that went there; missing until it stands in the outbox. */
  mailId?: string
  byId: string
  /** Who is just accepting it. */
  acceptedById?: string
  createdAt: Date
  expiresAt: Date
}

const invitationSchema = new Schema<AgentInvitation>(
  {
    _id: { type: String, default: newId, match: idPattern },
    tokenHash: { type: String, required: true },
    name: { type: String, required: true, maxlength: 80 },
    email: { type: String, required: true, maxlength: 254 },
    mailId: String,
    byId: { type: String, required: true },
    acceptedById: String,
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'agentinvitations', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

invitationSchema.index({ tokenHash: 1 }, { unique: true })
// The owner's list; a person's own when they leave.
invitationSchema.index({ createdAt: -1, _id: -1 })
invitationSchema.index({ email: 1 })
invitationSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type AgentInvitationModel = Model<AgentInvitation>

/** Defines the model on one instance's connection. */
export function defineAgentInvitation(connection: Connection): AgentInvitationModel {
  return connection.model<AgentInvitation>('AgentInvitation', invitationSchema)
}

export const agentInvitationData: DataDeclaration = {
  collection: 'agentinvitations',
  endedBy: [{ index: 'expiresAt' }],
  fields: [
    {
      field: 'name, email',
      what: 'Name and address of somebody invited as agent, given by the owner',
      why: 'To ask them once',
      until: 'they accept or erase it, the owner takes it back, 14 days at most',
      seenBy: 'the person; the owner',
    },
  ],
}
