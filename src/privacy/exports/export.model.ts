import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId, type DataDeclaration } from '../../kernel/index.ts'
import { exportStateNames, type ExportState } from './exports.words.ts'

/** Everything held of somebody, packed for them; what is packed stands in parts. */
export interface DataExport {
  _id: string
  /** Whose it is: an account, or the holder of an address who has none. */
  accountId?: string
  email?: string
  locale: string
  state: ExportState
  /** Until it is made and its person is told: there is one of these for each account. */
  isUnderWay?: boolean
  askedAt: Date
  readyAt?: Date
  /** When this row goes, and what was packed at the latest. */
  expiresAt: Date
  /** In bytes. */
  length?: number
  partCount?: number
  attempts: number
  /** The process that makes it has it until then. */
  leasedUntil?: Date
}

/** A piece of a packed export. */
export interface ExportPart {
  /** `<id of the export> <number from 0>`. */
  _id: string
  exportId: string
  bytes: Buffer
  expiresAt: Date
}

const exportSchema = new Schema<DataExport>(
  {
    _id: { type: String, default: newId, match: idPattern },
    accountId: String,
    email: { type: String, maxlength: 254 },
    locale: { type: String, required: true, maxlength: 35 },
    state: { type: String, enum: exportStateNames, required: true },
    isUnderWay: Boolean,
    askedAt: { type: Date, required: true },
    readyAt: Date,
    expiresAt: { type: Date, required: true },
    length: Number,
    partCount: Number,
    attempts: { type: Number, required: true },
    leasedUntil: Date,
  },
  { collection: 'dataexports', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

exportSchema.index({ accountId: 1, askedAt: -1 })
exportSchema.index({ email: 1 }, { partialFilterExpression: { email: { $exists: true } } })
// What waits to be made, oldest first.
exportSchema.index({ isUnderWay: 1, askedAt: 1 }, { partialFilterExpression: { isUnderWay: true } })
exportSchema.index(
  { accountId: 1, isUnderWay: 1 },
  { unique: true, partialFilterExpression: { isUnderWay: true, accountId: { $exists: true } } },
)
exportSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

const partSchema = new Schema<ExportPart>(
  {
    _id: { type: String, required: true },
    exportId: { type: String, required: true },
    bytes: { type: Buffer, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'dataexportparts', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

partSchema.index({ exportId: 1 })
partSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type DataExportModel = Model<DataExport>
export type ExportPartModel = Model<ExportPart>

/** Defines both models on one instance's connection. */
export function defineExports(connection: Connection): { exports: DataExportModel; parts: ExportPartModel } {
  return {
    exports: connection.model<DataExport>('DataExport', exportSchema),
    parts: connection.model<ExportPart>('DataExportPart', partSchema),
  }
}

export const exportData: readonly DataDeclaration[] = [
  {
    collection: 'dataexports',
    endedBy: [{ index: 'expiresAt' }, { job: 'data-exports' }],
    fields: [
      {
        field: 'accountId, email, askedAt',
        what: 'Who asked for a copy of their data, and when',
        why: 'To make it, and to hand it to them alone',
        until: '7 days after it was ready, or they leave',
        seenBy: 'the person',
      },
    ],
  },
  {
    collection: 'dataexportparts',
    endedBy: [{ index: 'expiresAt' }, { job: 'data-exports' }],
    fields: [
      {
        field: 'bytes',
        what: 'The copy itself, packed',
        why: 'To wait until the person fetches it',
        until: '7 days after it was ready, the next copy, or they leave',
        seenBy: 'the person',
      },
    ],
  },
]
