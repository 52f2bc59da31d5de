import { ServerError } from '../errors.ts'
import { storageError, type Environment } from './environment.ts'

interface Job {
  run: () => unknown
  journal: boolean
  resolve: (value: never) => void
  reject: (error: unknown) => void
}

interface Outcome {
  value?: unknown
  error?: ServerError
}

/** What has to happen around each transaction, for what is held in memory beside the tables. */
export interface TransactionHooks {
  /** Inside the transaction, after its jobs: writes what was counted meanwhile. */
  finish(): void
  /** The transaction came to nothing: memory has to be read again. */
  aborted(): void
}

/**
 * Runs write jobs one after the other, as many as have come in one LMDB transaction: while one commits, the next ones gather.
 * A job is synchronous, throws ServerError only before its first change, and is acknowledged after the commit;
 * with `journal` after the disk has it. Any other error ends the whole transaction without a trace.
 */
export class Writer {
  private readonly environment: Environment
  private readonly folder: string
  private readonly hooks: TransactionHooks
  private waiting: Job[] = []
  private running: Promise<void> | undefined

  constructor(environment: Environment, folder: string, hooks: TransactionHooks) {
    this.environment = environment
    this.folder = folder
    this.hooks = hooks
  }

  run<T>(job: () => T, options: { journal?: boolean } = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ run: job, journal: options.journal ?? false, resolve, reject })
      this.running ??= this.work()
    })
  }

  /** Resolves when everything that was asked for is on the disk. */
  async settle(): Promise<void> {
    while (this.running) await this.running
    await this.environment.root.flushed
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) {
      const jobs = this.waiting
      this.waiting = []
      await this.transact(jobs)
      // Lets requests in that have arrived meanwhile, so that they share the next transaction.
      await new Promise((resolve) => setImmediate(resolve))
    }
    this.running = undefined
  }

  private async transact(jobs: Job[]): Promise<void> {
    const outcomes: Outcome[] = []
    try {
      const committed = this.environment.root.childTransaction(() => {
        for (const job of jobs) outcomes.push(attempt(job))
        this.hooks.finish()
      })
      await committed
    } catch (error) {
      this.hooks.aborted()
      const failure = storageError(await causeOf(error), this.folder)
      for (const job of jobs) job.reject(failure)
      return
    }
    const flushed = jobs.some((job) => job.journal) ? Promise.resolve(this.environment.root.flushed) : undefined
    for (const [index, job] of jobs.entries()) {
      const outcome = outcomes[index]
      if (job.journal && flushed) void flushed.then(() => settleJob(job, outcome), job.reject)
      else settleJob(job, outcome)
    }
  }
}

/** LMDB's binding gives what made a commit fail as a promise, which rejects a moment later. */
async function causeOf(error: unknown): Promise<unknown> {
  const { commitError } = error as { commitError?: Promise<unknown> }
  try {
    await commitError
    return error
  } catch (cause) {
    return cause
  }
}

function attempt(job: Job): Outcome {
  try {
    return { value: job.run() }
  } catch (error) {
    if (error instanceof ServerError) return { error }
    throw error
  }
}

function settleJob(job: Job, outcome: Outcome | undefined): void {
  if (outcome?.error) job.reject(outcome.error)
  else job.resolve(outcome?.value as never)
}
