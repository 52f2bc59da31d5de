import type { Connection } from 'mongoose'
import { defineReading, type ReadingModel } from './reading.model.ts'
import { defineVote, type VoteModel } from './vote.model.ts'

/** What people mark: votes on posts, how far they have read. */
export interface MarkModels {
  votes: VoteModel
  readings: ReadingModel
}

/** Defines the models on one instance's connection. */
export function defineMarks(connection: Connection): MarkModels {
  return { votes: defineVote(connection), readings: defineReading(connection) }
}
