import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId, type DataDeclaration } from '../kernel/index.ts'
import {
  bases,
  becomings,
  blankPattern,
  outcomes,
  personBecomings,
  refusals,
  type Basis,
  type Becoming,
  type Outcome,
  type PersonBecoming,
  type Refusal,
} from './removals.words.ts'

/** A decision about a case: the first one, or the one about a party's appeal. Written once and never changed. */
export interface Decision {
  _id: string
  caseId: string
  /** `first`, or `appeal-<party>`. */
  round: string
  at: Date
  byId: string
  outcome: Outcome
  /** What becomes of each thing, in the order of the case. */
  things: { becomes: Becoming; passages: number }[]
  /** What becomes of everything else that is held of who asked; there where they wanted that gone. */
  person?: PersonBecoming
  /** Why what goes has to go; there where something does. */
  basis?: Basis
  /** Why what stays may stay; there where something does. */
  refusal?: Refusal
  /** The facts, in words for both sides. */
  explanation: string
  /** What is to be done at once, and what once nobody can appeal any more. */
  runIds: string[]
  carriedOutAt?: Date
}

const partSchema = new Schema<Decision['things'][number]>(
  { becomes: { type: String, enum: becomings, required: true }, passages: { type: Number, required: true } },
  { _id: false, strict: 'throw' },
)

function keepsSomething(this: Decision): boolean {
  return this.outcome !== 'granted'
}

function removesSomething(this: Decision): boolean {
  return this.outcome !== 'declined'
}

const decisionSchema = new Schema<Decision>(
  {
    _id: { type: String, default: newId, match: idPattern },
    caseId: { type: String, required: true, immutable: true },
    round: { type: String, required: true, immutable: true, maxlength: 20 },
    at: { type: Date, required: true, immutable: true },
    byId: { type: String, required: true, immutable: true },
    outcome: { type: String, enum: outcomes, required: true, immutable: true },
    things: { type: [partSchema], default: [], immutable: true },
    person: { type: String, enum: personBecomings, immutable: true },
    // No page and no command is the only guard: what lacks its ground or its explanation can't be stored.
    basis: { type: String, enum: bases, required: removesSomething, immutable: true },
    refusal: { type: String, enum: refusals, required: keepsSomething, immutable: true },
    explanation: {
      type: String,
      required: true,
      maxlength: 5000,
      validate: [
        { validator: (given: string) => given.trim().length >= 10, message: 'says too little' },
        { validator: (given: string) => !blankPattern.test(given), message: 'has a blank that nobody filled in' },
      ],
    },
    runIds: { type: [String], default: [], immutable: true },
    carriedOutAt: Date,
  },
  { collection: 'removaldecisions', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// One a round: of two who decide at the same moment, the second is told.
decisionSchema.index({ caseId: 1, round: 1 }, { unique: true })
// What a crash left half done.
decisionSchema.index({ carriedOutAt: 1, at: 1 })

export type DecisionModel = Model<Decision>

/** Defines the model on one instance's connection. */
export function defineDecision(connection: Connection): DecisionModel {
  return connection.model<Decision>('RemovalDecision', decisionSchema)
}

export const decisionData: DataDeclaration = {
  collection: 'removaldecisions',
  fields: [
    {
      field: 'explanation',
      what: 'The facts by which a request was decided',
      why: 'Both sides must be able to contest it',
      until: 'twelve months after the end of the case',
      seenBy: 'moderators; both sides',
    },
    {
      field: 'byId',
      what: 'Who of the staff decided',
      why: 'Somebody else has to decide about an appeal',
      until: 'twelve months after the end of the case',
      seenBy: 'moderators',
    },
  ],
}
