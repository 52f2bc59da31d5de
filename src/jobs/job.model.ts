import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'

/** When a job runs next, and who runs it now. One document for each job, shared by all processes. */
export interface JobState {
  /** The job's name. */
  _id: string
  nextRunAt: Date
  /** The process that runs it keeps it until then, and says so again and again; one that dies lets go by the passing of time. */
  leasedUntil?: Date
  lastEndedAt?: Date
  /** The name of the error of the last run; missing when it went well. */
  lastError?: string
}

const jobSchema = new Schema<JobState>(
  {
    _id: { type: String, required: true },
    nextRunAt: { type: Date, required: true },
    leasedUntil: Date,
    lastEndedAt: Date,
    lastError: { type: String, maxlength: 200 },
  },
  { collection: 'jobs', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

export type JobModel = Model<JobState>

/** Defines the model on one instance's connection. */
export function defineJob(connection: Connection): JobModel {
  return connection.model<JobState>('Job', jobSchema)
}

export const jobData: DataDeclaration = { collection: 'jobs', fields: [] }
