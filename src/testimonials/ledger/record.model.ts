import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../../kernel/index.ts'
import { consentActs, purposes, type ConsentAct, type Purpose } from '../testimonials.words.ts'

/**
 * One line of the ledger. Nothing in it is personal by itself: what was shown, to whom it was sent and the mail's id stand
 * in its details, and here only as salted hashes. Lines are added and never changed.
 */
export interface ConsentRecord {
  /** Its number: 1, 2, 3 and so on without a gap. Unique, so that two processes can't both write the next one. */
  _id: number
  at: Date
  act: ConsentAct
  testimonialId: string
  version: number
  /** Of what was shown; see content.ts. */
  contentHash?: string
  /** Of the photo that was consented to; missing where none was. */
  photoHash?: string
  purposes: Purpose[]
  /** Version of the words of the question. */
  wording: string
  locale: string
  /** Hash of the token by which it was answered. */
  tokenHash?: string
  detailsId?: string
  detailsHash?: string
  /** Hash of the record before. */
  previous: string
  hash: string
}

const hash = { type: String, match: /^[0-9a-f]{64}$/ } as const

const recordSchema = new Schema<ConsentRecord>(
  {
    _id: { type: Number, required: true },
    at: { type: Date, required: true },
    act: { type: String, enum: consentActs, required: true },
    testimonialId: { type: String, required: true },
    version: { type: Number, required: true },
    contentHash: hash,
    photoHash: hash,
    purposes: { type: [String], enum: purposes, default: [] },
    wording: { type: String, required: true },
    locale: { type: String, required: true },
    tokenHash: String,
    detailsId: String,
    detailsHash: hash,
    previous: { ...hash, required: true },
    hash: { ...hash, required: true },
  },
  { collection: 'consents', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// What was said about one testimonial, in its order: read for everything that is shown.
recordSchema.index({ testimonialId: 1, _id: 1 })

export type ConsentRecordModel = Model<ConsentRecord>

/** Defines the model on one instance's connection. */
export function defineConsentRecord(connection: Connection): ConsentRecordModel {
  return connection.model<ConsentRecord>('ConsentRecord', recordSchema)
}

export const consentRecordData: DataDeclaration = { collection: 'consents', fields: [] }

/** How far the ledger goes, kept apart from it: lines that are cut off its end are missed by it. */
export interface LedgerHead {
  _id: string
  last: number
}

const headSchema = new Schema<LedgerHead>(
  { _id: { type: String, required: true }, last: { type: Number, required: true } },
  { collection: 'consentheads', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

export type LedgerHeadModel = Model<LedgerHead>

/** Defines the model on one instance's connection. */
export function defineLedgerHead(connection: Connection): LedgerHeadModel {
  return connection.model<LedgerHead>('LedgerHead', headSchema)
}

export const ledgerHeadData: DataDeclaration = { collection: 'consentheads', fields: [] }
