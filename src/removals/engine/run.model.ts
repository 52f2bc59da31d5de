import { Schema, type Connection, type Model } from 'mongoose'
import {
  idPattern,
  newId,
  removableKinds,
  removalClasses,
  type DataDeclaration,
  type Fingerprint,
  type RemovableKind,
  type RemovalClass,
} from '../../kernel/index.ts'

/** Written but not decided yet; to be begun; under way; something was left; done; not to be done any more. */
export const runStates = ['drafted', 'ready', 'removing', 'remains', 'done', 'cancelled'] as const
export type RunState = (typeof runStates)[number]

/** One thing to do, which may be done twice. */
export interface RunStep {
  kind: RemovableKind
  thingId: string
  deed: 'hide' | 'erase' | 'redact' | 'show'
  /** Only until it is done: they are what has to go. */
  passages?: string[]
  doneAt?: Date
}

/** Where was looked, how much there was, and what was found. */
export interface Report {
  at: Date
  looked: { place: string; things: number }[]
  left: { place: string; id: string }[]
  /** Words that are too few to be told from anybody's: only the features themselves could look for them. */
  tooShort: number
}

/** Somebody said of something that was found that it is not what was removed. */
export interface Accepted {
  place: string
  id: string
  byId: string
  at: Date
  reason: string
}

/** A plan of the removal engine, and how far it came. */
export interface Run {
  _id: string
  caseId: string
  state: RunState
  /** Not before. */
  startsAt: Date
  /** The job leaves it alone until then, since it failed or something was left; people may look at any time. */
  restsUntil?: Date
  /** Copies of people's data that may hold what is gone were taken back. */
  exportsDroppedAt?: Date
  why: RemovalClass
  steps: RunStep[]
  /** After the steps everything goes that is held of who asked. */
  forgetsAsker?: boolean
  askerForgottenAt?: Date
  /** Taken before the first step, gone when nothing is left. */
  fingerprints?: Fingerprint[]
  accepted: Accepted[]
  report?: Report
  /** How often it was begun, how often that failed, and how often looked for what is left. */
  begun: number
  failures: number
  verified: number
  leasedUntil?: Date
  /** Which runner has it; whoever lost the lease writes nothing more. */
  lease?: string
  createdAt: Date
  doneAt?: Date
}

const part = { _id: false, strict: 'throw' } as const

const stepSchema = new Schema<RunStep>(
  {
    kind: { type: String, enum: removableKinds, required: true },
    thingId: { type: String, required: true },
    deed: { type: String, enum: ['hide', 'erase', 'redact', 'show'], required: true },
    passages: { type: [String], default: undefined },
    doneAt: Date,
  },
  part,
)

const fingerprintSchema = new Schema<Fingerprint>(
  {
    kind: { type: String, enum: ['text', 'name', 'id', 'file'], required: true },
    value: { type: String, required: true },
  },
  part,
)

const placeSchema = new Schema({ place: { type: String, required: true }, id: { type: String, required: true } }, part)

const reportSchema = new Schema<Report>(
  {
    at: { type: Date, required: true },
    looked: [new Schema({ place: { type: String, required: true }, things: { type: Number, required: true } }, part)],
    left: [placeSchema],
    tooShort: { type: Number, required: true },
  },
  part,
)

const acceptedSchema = new Schema<Accepted>(
  {
    place: { type: String, required: true },
    id: { type: String, required: true },
    byId: { type: String, required: true },
    at: { type: Date, required: true },
    reason: { type: String, required: true, maxlength: 500 },
  },
  part,
)

const runSchema = new Schema<Run>(
  {
    _id: { type: String, default: newId, match: idPattern },
    caseId: { type: String, required: true },
    state: { type: String, enum: runStates, required: true },
    startsAt: { type: Date, required: true },
    restsUntil: Date,
    exportsDroppedAt: Date,
    why: { type: String, enum: removalClasses, required: true },
    steps: { type: [stepSchema], required: true },
    forgetsAsker: Boolean,
    askerForgottenAt: Date,
    fingerprints: { type: [fingerprintSchema], default: undefined },
    accepted: { type: [acceptedSchema], default: [] },
    report: reportSchema,
    begun: { type: Number, default: 0 },
    failures: { type: Number, default: 0 },
    verified: { type: Number, default: 0 },
    leasedUntil: Date,
    lease: String,
    createdAt: { type: Date, required: true },
    doneAt: Date,
  },
  { collection: 'removalruns', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

runSchema.index({ state: 1, startsAt: 1 })
runSchema.index({ caseId: 1, createdAt: 1 })

export type RunModel = Model<Run>

/** Defines the model on one instance's connection. */
export function defineRun(connection: Connection): RunModel {
  return connection.model<Run>('RemovalRun', runSchema)
}

export const runData: DataDeclaration = {
  collection: 'removalruns',
  fields: [
    {
      field: 'fingerprints, steps',
      what: 'Words by which what is left of something removed can be recognised',
      why: 'To prove that nothing is left',
      until: 'the proof is there',
      seenBy: 'nobody',
    },
  ],
}
