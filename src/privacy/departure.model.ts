import { Schema, type Connection, type Model } from 'mongoose'
import { newId, treatments, type DataDeclaration, type Treatment } from '../kernel/index.ts'
import { departureStateNames, type DepartureState } from './departure.words.ts'

/** One kind of things and what becomes of it; `doneAt` once that is carried out for good. */
export interface DepartureStep {
  kind: string
  treatment: Treatment
  doneAt?: Date
}

/** Somebody's leaving, as it was asked for: the plan that is carried out step by step. */
export interface Departure {
  _id: string
  state: DepartureState
  /** Missing once everything is done: then nothing tells any more who it was. */
  accountId?: string
  email?: string
  keepsName: boolean
  steps: DepartureStep[]
  askedAt: Date
  /** When it can't be undone any more and is settled. */
  settleAt: Date
  doneAt?: Date
  /** The process that settles it has it until then. */
  leasedUntil?: Date
  /** Hash of the code of the status page, where an outside party asked. */
  codeHash?: string
}

const stepSchema = new Schema<DepartureStep>(
  {
    kind: { type: String, required: true },
    treatment: { type: String, enum: treatments, required: true },
    doneAt: Date,
  },
  { _id: false, strict: 'throw' },
)

const departureSchema = new Schema<Departure>(
  {
    _id: { type: String, default: newId },
    state: { type: String, enum: departureStateNames, required: true },
    accountId: String,
    email: { type: String, maxlength: 254 },
    keepsName: { type: Boolean, required: true },
    steps: { type: [stepSchema], required: true },
    askedAt: { type: Date, required: true },
    settleAt: { type: Date, required: true },
    doneAt: Date,
    leasedUntil: Date,
    codeHash: String,
  },
  { collection: 'departures', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

departureSchema.index({ accountId: 1 }, { unique: true, partialFilterExpression: { accountId: { $exists: true } } })
departureSchema.index({ state: 1, settleAt: 1 })
departureSchema.index({ codeHash: 1 }, { sparse: true })

export type DepartureModel = Model<Departure>

/** Defines the model on one instance's connection. */
export function defineDeparture(connection: Connection): DepartureModel {
  return connection.model<Departure>('Departure', departureSchema)
}

export const departureData: DataDeclaration = {
  collection: 'departures',
  endedBy: [{ job: 'departures' }],
  fields: [
    {
      field: 'accountId, email',
      what: 'Whose leaving it is',
      why: 'To carry it out, or to undo it',
      until: 'it is carried out',
      seenBy: 'nobody',
    },
  ],
}
