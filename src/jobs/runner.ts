import type { Connection } from 'mongoose'
import type { Clock } from '../kernel/index.ts'
import { defineJob, type JobModel, type JobState } from './job.model.ts'

/** Something that is done again and again, by one process at a time. Must bear being cut off and begun anew. */
export interface Job {
  name: string
  /** Milliseconds from the end of one run to the beginning of the next. */
  every: number
  /** Milliseconds after which a run that was not heard of again counts as dead. */
  lease: number
  run: () => Promise<void>
}

export interface JobRunner {
  /** Looks for due jobs now and then until stopped. */
  start(): void
  /** Runs each due job once. Gives the names of those that ran. */
  runDue(): Promise<string[]>
  /** Stops looking and waits for a run under way. */
  stop(): Promise<void>
}

interface Options {
  connection: Connection
  clock: Clock
  jobs: readonly Job[]
  /** Told of every failed run; the job is tried again at its next time. */
  onError: (job: string, error: unknown) => void
}

/** How often a process looks for due jobs, in milliseconds. */
const lookEvery = 5_000

/** Runs jobs so that each is run by one of all processes at a time: who extends the lease first has it. */
export function createJobRunner({ connection, clock, jobs, onError }: Options): JobRunner {
  const model = defineJob(connection)
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<unknown> = Promise.resolve()
  const runDue = async (): Promise<string[]> => {
    const ran: string[] = []
    for (const job of jobs) if (await runIfDue(model, job, { clock, onError })) ran.push(job.name)
    return ran
  }
  const look = (): void => {
    underWay = runDue()
      .catch((error: unknown) => onError('schedule', error))
      .finally(() => {
        if (timer) timer = setTimeout(look, lookEvery).unref()
      })
  }
  return {
    runDue,
    start() {
      timer ??= setTimeout(look, 1000).unref()
    },
    async stop() {
      clearTimeout(timer)
      timer = undefined
      await underWay
    },
  }
}

async function runIfDue(
  model: JobModel,
  job: Job,
  { clock, onError }: Pick<Options, 'clock' | 'onError'>,
): Promise<boolean> {
  const lease = await take(model, job, clock())
  if (!lease) return false
  let lastError: string | undefined
  try {
    await job.run()
  } catch (error) {
    lastError = error instanceof Error ? error.name : 'unknown'
    onError(job.name, error)
  }
  const endedAt = clock()
  await model.updateOne(
    // A run that took longer than its lease may have been taken over: then the end is the other's to write.
    { _id: job.name, leasedUntil: lease },
    {
      $set: {
        nextRunAt: new Date(endedAt.getTime() + job.every),
        lastEndedAt: endedAt,
        ...(lastError ? { lastError } : {}),
      },
      $unset: { leasedUntil: 1, ...(lastError ? {} : { lastError: 1 }) },
    },
  )
  return true
}

/**
 * Takes the job when it is due and nobody holds it: gives until when. A job that was never run is due after its first
 * interval.
 */
async function take(model: JobModel, job: Job, now: Date): Promise<Date | undefined> {
  const first: JobState = { _id: job.name, nextRunAt: new Date(now.getTime() + job.every) }
  await model.updateOne({ _id: job.name }, { $setOnInsert: { nextRunAt: first.nextRunAt } }, { upsert: true })
  const lease = new Date(now.getTime() + job.lease)
  const taken = await model.updateOne(
    {
      _id: job.name,
      nextRunAt: { $lte: now },
      $or: [{ leasedUntil: { $exists: false } }, { leasedUntil: { $lte: now } }],
    },
    { $set: { leasedUntil: lease } },
  )
  return taken.modifiedCount === 1 ? lease : undefined
}
