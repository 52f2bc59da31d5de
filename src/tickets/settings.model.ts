import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'

/** One of the things that requests are about. */
export interface RequestCategory {
  id: string
  name: string
}

/** How requests are handled here: one document, changed by the owner. */
export interface RequestSettings {
  _id: string
  categories: RequestCategory[]
  /** A new request is given to the agent whose turn it is. */
  isRoundRobin: boolean
  /** Who got the latest one. */
  lastAgentId?: string
  /** Days after which a solved request is erased; missing: never. */
  retentionDays?: number
}

const categorySchema = new Schema<RequestCategory>(
  { id: { type: String, required: true }, name: { type: String, required: true, maxlength: 60 } },
  { _id: false, strict: 'throw' },
)

const settingsSchema = new Schema<RequestSettings>(
  {
    _id: { type: String, required: true },
    categories: { type: [categorySchema], default: [] },
    isRoundRobin: { type: Boolean, default: false },
    lastAgentId: String,
    retentionDays: { type: Number, min: 1, max: 3650 },
  },
  { collection: 'requestsettings', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

export type SettingsModel = Model<RequestSettings>

/** The one document. */
export const settingsId = 'requests'

/** Defines the model on one instance's connection. */
export function defineSettings(connection: Connection): SettingsModel {
  return connection.model<RequestSettings>('RequestSettings', settingsSchema)
}

export const settingsData: DataDeclaration = {
  collection: 'requestsettings',
  fields: [
    {
      field: 'lastAgentId',
      what: 'Which agent was given the latest request',
      why: 'To give the next one to the next agent',
      until: 'the next request is given to somebody',
      seenBy: 'nobody',
    },
  ],
}
