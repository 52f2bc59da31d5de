import type { Connection } from 'mongoose'
import type { Clock } from '../kernel/index.ts'
import { defineJob, type JobModel, type JobState } from './job.model.ts'

/** Something that is done again and again, by one process at a time. Must bear being cut off and begun anew. */
export interface Job {
  name: string
  /** Milliseconds from the end of one run to the beginning of the next. */
  every: number
  /** Milliseconds that a run may take; after them another process may begin anew beside it. */
  lease: number
  run: () => Promise<void>
}

export interface JobRunner {
  /** Looks for due jobs now and then until stopped. */
  start(): void
  /** Runs each due job once. Gives the names of those that ran. */
  runDue(): Promise<string[]>
  /** How many jobs wait although they are due, are run by somebody now, and failed the last time. */
  count(): Promise<{ waiting: number; running: number; failed: number }>
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
/** How long a run counts as alive without a word, and how often it gives one, in milliseconds. */
const breath = { lasts: 60_000, every: 20_000 }

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
    count: () => countJobs(model, clock()),
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

async function countJobs(model: JobModel, now: Date): ReturnType<JobRunner['count']> {
  const states = await model.find().lean<JobState[]>()
  const isRunning = ({ leasedUntil }: JobState): boolean => leasedUntil !== undefined && leasedUntil > now
  return {
    waiting: states.filter((state) => state.nextRunAt <= now && !isRunning(state)).length,
    running: states.filter(isRunning).length,
    failed: states.filter(({ lastError }) => lastError !== undefined).length,
  }
}

async function runIfDue(
  model: JobModel,
  job: Job,
  { clock, onError }: Pick<Options, 'clock' | 'onError'>,
): Promise<boolean> {
  const lease = await take(model, job, clock())
  if (!lease) return false
  const life = keepAlive(model, job, { lease, clock })
  let lastError: string | undefined
  try {
    await job.run()
  } catch (error) {
    lastError = error instanceof Error ? error.name : 'unknown'
    onError(job.name, error)
  }
  const held = await life.end()
  const endedAt = clock()
  await model.updateOne(
    // A run that took longer than its lease may have been taken over: then the end is the other's to write.
    { _id: job.name, leasedUntil: held },
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
 * Holds the job for as long as the run lasts, a little at a time: of a process that dies in the middle, others take over
 * within a minute, however long the run may take.
 */
function keepAlive(
  model: JobModel,
  job: Job,
  { lease, clock }: { lease: Date; clock: Clock },
): { end: () => Promise<Date> } {
  const latest = lease.getTime() - leaseOf(job) + job.lease
  let held = lease
  let breathing: Promise<unknown> = Promise.resolve()
  const breathe = async (): Promise<void> => {
    const next = new Date(Math.min(clock().getTime() + leaseOf(job), latest))
    const { modifiedCount } = await model.updateOne(
      { _id: job.name, leasedUntil: held },
      { $set: { leasedUntil: next } },
    )
    if (modifiedCount === 1) held = next
  }
  const timer = setInterval(() => {
    // Where the store doesn't answer, the next breath tries again.
    breathing = breathing.then(breathe).catch(() => undefined)
  }, breath.every).unref()
  return {
    async end() {
      clearInterval(timer)
      await breathing
      return held
    },
  }
}

/** How much the clocks of an installation's processes may differ, in milliseconds. */
const tolerance = 60_000

const leaseOf = ({ lease }: Job): number => Math.min(lease, breath.lasts)

/**
 * Takes the job when it is due and nobody holds it: gives until when. A job that was never run is due after its first
 * interval. A time further ahead than it can be was written by a clock that was wrong, and counts as over.
 */
async function take(model: JobModel, job: Job, now: Date): Promise<Date | undefined> {
  const first: JobState = { _id: job.name, nextRunAt: new Date(now.getTime() + job.every) }
  await model.updateOne({ _id: job.name }, { $setOnInsert: { nextRunAt: first.nextRunAt } }, { upsert: true })
  const lease = new Date(now.getTime() + leaseOf(job))
  const isOver = (field: 'nextRunAt' | 'leasedUntil', longest: number): object[] => [
    { [field]: { $lte: now } },
    { [field]: { $gt: new Date(now.getTime() + longest + tolerance) } },
  ]
  const taken = await model.updateOne(
    {
      _id: job.name,
      $and: [
        { $or: isOver('nextRunAt', job.every) },
        { $or: [{ leasedUntil: { $exists: false } }, ...isOver('leasedUntil', leaseOf(job))] },
      ],
    },
    { $set: { leasedUntil: lease } },
  )
  return taken.modifiedCount === 1 ? lease : undefined
}
