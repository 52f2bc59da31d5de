import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId, type DataDeclaration } from '../kernel/index.ts'
import { auditActions, auditDays, auditThings, type AuditAction, type AuditThing } from './audit.words.ts'

/** What somebody who works here did, when, and to what: ids and closed words only, never what people wrote. */
export interface AuditEntry {
  _id: string
  at: Date
  actorId: string
  action: AuditAction
  thing: { kind: AuditThing; id: string }
  /** Whose account it concerns. */
  about?: string
  /** Ids, numbers and words of closed lists that say more. */
  details: Readonly<Record<string, string | number | boolean>>
}

const thing = new Schema(
  { kind: { type: String, enum: auditThings, required: true }, id: { type: String, required: true } },
  { _id: false, strict: 'throw' },
)

const entrySchema = new Schema<AuditEntry>(
  {
    _id: { type: String, default: newId, match: idPattern },
    at: { type: Date, required: true, immutable: true },
    actorId: { type: String, required: true, immutable: true },
    action: { type: String, enum: auditActions, required: true, immutable: true },
    thing: { type: thing, required: true, immutable: true },
    about: { type: String, immutable: true },
    details: { type: Schema.Types.Mixed, default: {}, immutable: true },
  },
  { collection: 'audit', strict: 'throw', strictQuery: 'throw', versionKey: false, minimize: false },
)

// The list and each of its filters, newest first; the first one also finds what is old enough to go.
entrySchema.index({ at: -1, _id: -1 })
entrySchema.index({ actorId: 1, at: -1, _id: -1 })
entrySchema.index({ about: 1, at: -1, _id: -1 })
entrySchema.index({ action: 1, at: -1, _id: -1 })
entrySchema.index({ 'thing.id': 1, at: -1, _id: -1 })

export type EntryModel = Model<AuditEntry>

/** Defines the model on one instance's connection. */
export function defineEntry(connection: Connection): EntryModel {
  return connection.model<AuditEntry>('AuditEntry', entrySchema)
}

export const auditData: DataDeclaration = {
  collection: 'audit',
  endedBy: [{ job: 'audit-age' }],
  fields: [
    {
      field: 'actorId',
      what: 'Who of the staff did it',
      why: 'Power over what others wrote has to be answered for',
      until: `${auditDays} days old`,
      seenBy: 'the owner',
    },
    {
      field: 'about',
      what: 'Whose account it concerned',
      why: 'To answer a person who asks what was done to them',
      until: `${auditDays} days old`,
      seenBy: 'the owner; the person, in their export',
    },
  ],
}
