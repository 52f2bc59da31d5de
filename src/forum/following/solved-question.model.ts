import { Schema, type Connection, type Model } from 'mongoose'

/** A question that got an answer and no solution: its author is asked once whether it is solved. */
export interface SolvedQuestion {
  /** The topic's id. */
  _id: string
  dueAt: Date
  askedAt?: Date
  answer?: 'yes' | 'no'
}

const solvedQuestionSchema = new Schema<SolvedQuestion>(
  {
    _id: { type: String, required: true },
    dueAt: { type: Date, required: true },
    askedAt: Date,
    answer: { type: String, enum: ['yes', 'no'] },
  },
  { collection: 'solvedquestions', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// Those that nobody was asked yet, in the order they become due.
solvedQuestionSchema.index({ askedAt: 1, dueAt: 1 })

export type SolvedQuestionModel = Model<SolvedQuestion>

/** Defines the model on one instance's connection. */
export function defineSolvedQuestion(connection: Connection): SolvedQuestionModel {
  return connection.model<SolvedQuestion>('SolvedQuestion', solvedQuestionSchema)
}
