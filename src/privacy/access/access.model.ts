import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId, type DataDeclaration } from '../../kernel/index.ts'
import { accessStateNames, keptDays, type AccessState } from './access.words.ts'

/** Somebody without an account asks what is held of them. The clock runs from the moment it came, by whatever way. */
export interface AccessRequest {
  _id: string
  state: AccessState
  /** Small letters. */
  email: string
  locale: string
  /** What they want to know beside a copy; empty for a copy alone. */
  question: string
  /** Typed into our form, or sent by mail and entered by somebody who works here. */
  via: 'form' | 'mail'
  receivedAt: Date
  dueAt: Date
  confirmedAt?: Date
  /** Hash of the token in the mail that asks whether the address is theirs; gone once it is. */
  tokenHash?: string
  /** The copy that is made for them. */
  exportId?: string
  copySentAt?: Date
  answeredAt?: Date
  /** What they were told why not. */
  reason?: string
  forgetAt: Date
}

const accessSchema = new Schema<AccessRequest>(
  {
    _id: { type: String, default: newId, match: idPattern },
    state: { type: String, enum: accessStateNames, required: true },
    email: { type: String, required: true, maxlength: 254 },
    locale: { type: String, required: true, maxlength: 35 },
    question: { type: String, default: '', maxlength: 2000 },
    via: { type: String, enum: ['form', 'mail'], required: true },
    receivedAt: { type: Date, required: true },
    dueAt: { type: Date, required: true },
    confirmedAt: Date,
    tokenHash: String,
    exportId: String,
    copySentAt: Date,
    answeredAt: Date,
    reason: { type: String, maxlength: 2000 },
    forgetAt: { type: Date, required: true },
  },
  { collection: 'accessrequests', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// The list of staff: what is open, by due date.
accessSchema.index({ state: 1, dueAt: 1, _id: 1 })
accessSchema.index({ tokenHash: 1 }, { sparse: true })
accessSchema.index({ exportId: 1 }, { sparse: true })
accessSchema.index({ email: 1 })
accessSchema.index({ forgetAt: 1 }, { expireAfterSeconds: 0 })

export type AccessModel = Model<AccessRequest>

/** Defines the model on one instance's connection. */
export function defineAccess(connection: Connection): AccessModel {
  return connection.model<AccessRequest>('AccessRequest', accessSchema)
}

export const accessData: DataDeclaration = {
  collection: 'accessrequests',
  endedBy: [{ index: 'forgetAt' }],
  fields: [
    {
      field: 'email, question, reason',
      what: 'Who without an account asked what is held of them, what they want to know, and what they were told',
      why: 'To answer, and to show that it was answered in time',
      until: `7 days where the address was not confirmed; ${keptDays} days after the answer`,
      seenBy: 'the owner',
    },
  ],
}
