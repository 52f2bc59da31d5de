import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId, type DataDeclaration } from '../../kernel/index.ts'
import { faults, type Fault } from './agents.words.ts'

/** A row of a file, as it is numbered there, with what is wrong with it. */
export interface ImportRow {
  row: number
  name: string
  email: string
  faults: Fault[]
  /** The earlier row with the same address. */
  sameAs?: number
}

/** A file that was read and waits for its owner to confirm it. Nobody in it knows of it yet. */
export interface AgentImport {
  _id: string
  byId: string
  rows: ImportRow[]
  expiresAt: Date
}

const rowSchema = new Schema<ImportRow>(
  {
    row: { type: Number, required: true },
    name: { type: String, default: '', maxlength: 200 },
    email: { type: String, default: '', maxlength: 300 },
    faults: { type: [String], enum: Object.keys(faults), required: true },
    sameAs: Number,
  },
  { _id: false, strict: 'throw' },
)

const importSchema = new Schema<AgentImport>(
  {
    _id: { type: String, default: newId, match: idPattern },
    byId: { type: String, required: true },
    rows: { type: [rowSchema], required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'agentimports', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

importSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type AgentImportModel = Model<AgentImport>

/** Defines the model on one instance's connection. */
export function defineAgentImport(connection: Connection): AgentImportModel {
  return connection.model<AgentImport>('AgentImport', importSchema)
}

export const agentImportData: DataDeclaration = {
  collection: 'agentimports',
  endedBy: [{ index: 'expiresAt' }],
  fields: [
    {
      field: 'rows',
      what: 'Names and addresses of people to be invited as agents, as the owner’s file has them',
      why: 'To look at what was read before anybody is mailed',
      until: 'it is confirmed or given up, an hour at most',
      seenBy: 'the owner who sent the file',
    },
  ],
}
