import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'

/** An agent who has a request open now. */
export interface Viewer {
  /** Request and account. */
  _id: string
  requestId: string
  accountId: string
  /** They have begun to write. */
  isAnswering: boolean
  at: Date
}

const viewerSchema = new Schema<Viewer>(
  {
    _id: { type: String, required: true },
    requestId: { type: String, required: true },
    accountId: { type: String, required: true },
    isAnswering: { type: Boolean, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'requestviewers', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// Who has a request open; forgotten when they are gone.
viewerSchema.index({ requestId: 1, at: -1 })
viewerSchema.index({ at: 1 }, { expireAfterSeconds: 120 })

export type ViewerModel = Model<Viewer>

/** Defines the model on one instance's connection. */
export function defineViewer(connection: Connection): ViewerModel {
  return connection.model<Viewer>('RequestViewer', viewerSchema)
}

/** How long somebody counts as looking after they were last heard of, in milliseconds. */
export const presentFor = 45_000

export const viewerData: DataDeclaration = {
  collection: 'requestviewers',
  endedBy: [{ index: 'at' }],
  fields: [
    {
      field: 'accountId',
      what: 'Which agent has a request open now',
      why: 'So that two don’t answer at once',
      until: 'two minutes after they left it',
      seenBy: 'agents',
    },
  ],
}
