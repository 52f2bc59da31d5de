import { ServerError } from '../errors.ts'
import { storageError, type Environment } from './environment.ts'
import type { Journal } from './journal.ts'
import { applyFrame, writePosition } from './recovery.ts'
import { SharedTransaction } from './transaction.ts'

interface Job {
  run: () => unknown
  resolve: (value: never) => void
  reject: (error: unknown) => void
}

interface Outcome {
  value?: unknown
  error?: ServerError
}

/** What has to happen around write jobs, for what is held in memory beside the tables. */
export interface TransactionHooks {
  /** After jobs: writes what was counted meanwhile. */
  finish(): void
  /** The last jobs came to nothing: memory has to be read again. */
  aborted(): void
}

interface Parts {
  environment: Environment
  journal: Journal
  folder: string
  commitAfter: number | undefined
}

/** A transaction is committed this long after it was begun, in milliseconds, or when it has changed so much. */
const longestTransaction = 200
const largestTransaction = 4 * 1024 * 1024
/** After a commit that failed: how long until the next attempt. */
const pauseAfterFailure = 1000

/**
 * Runs write jobs one after the other. All that have come in in one turn of the event loop are written to the journal together and
 * acknowledged then. The data file gets the changes of many such turns in one transaction.
 * A job is synchronous and throws ServerError only before its first change. Any other error undoes what was run together with it.
 */
export class Writer {
  private readonly environment: Environment
  private readonly journal: Journal
  private readonly folder: string
  private readonly hooks: TransactionHooks
  private readonly transaction: SharedTransaction
  private readonly commitAfter: number
  private waiting: Job[] = []
  private running: Promise<void> | undefined
  private forgetting: Promise<void> = Promise.resolve()
  private timer: NodeJS.Timeout | undefined
  private settling: { resolve: () => void; reject: (error: ServerError) => void }[] = []
  private isDue = false
  private isClosed = false
  private changed = 0
  /** The first segment of the journal that no commit holds. */
  private uncommitted: number
  /** Why the last commit came to nothing. Until one succeeds, writes are refused. */
  private failure: ServerError | undefined

  constructor(parts: Parts, hooks: TransactionHooks) {
    this.commitAfter = parts.commitAfter ?? longestTransaction
    this.environment = parts.environment
    this.journal = parts.journal
    this.folder = parts.folder
    this.hooks = hooks
    this.transaction = new SharedTransaction(parts.environment.root)
    this.uncommitted = parts.journal.rotate()
  }

  run<T>(job: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ run: job, resolve, reject })
      this.running ??= this.work()
    })
  }

  /** Resolves when everything that was asked for before is in the data file. Throws ServerError when that can't be written. */
  async settle(): Promise<void> {
    await this.run(() => undefined)
    await new Promise<void>((resolve, reject) => {
      this.settling.push({ resolve, reject })
      this.isDue = true
      this.running ??= this.work()
    })
  }

  /** Resolves when the disk has everything that was acknowledged before. Throws ServerError. */
  async sync(): Promise<void> {
    try {
      await this.journal.sync()
    } catch (error) {
      // Only when the data file has what the journal lost does the disk have anything for sure.
      this.isDue = true
      this.running ??= this.work()
      throw storageError(error, this.folder)
    }
  }

  /** Ends for good. What the data file does not take stays in the journal. */
  async close(): Promise<void> {
    await this.settle().catch(() => undefined)
    this.isClosed = true
    await this.running
    clearTimeout(this.timer)
    await this.transaction.discard()
    await this.forgetting
  }

  private async work(): Promise<void> {
    await nextTurn()
    while (this.waiting.length > 0 || this.isDue) {
      if (this.waiting.length > 0) await this.runWaiting()
      // In a turn of its own: those who were answered may go on reading in this one.
      await nextTurn()
      if (this.isDue) await this.commit()
    }
    this.running = undefined
  }

  private async runWaiting(): Promise<void> {
    const refusal = await this.begin()
    const jobs = this.waiting
    this.waiting = []
    if (refusal) {
      for (const job of jobs) job.reject(refusal)
      return
    }
    let outcomes: Outcome[]
    try {
      outcomes = jobs.map(attempt)
      this.hooks.finish()
      this.record()
    } catch (error) {
      await this.restore()
      for (const job of jobs) job.reject(storageError(error, this.folder))
      return
    }
    for (const [index, job] of jobs.entries()) settleJob(job, outcomes[index])
  }

  /** Makes sure that there is a transaction. Gives the reason for which nothing can be written. */
  private async begin(): Promise<ServerError | undefined> {
    if (this.isClosed) return new ServerError('InterruptedAtShutdown', 'the server is stopping')
    if (this.failure) return this.failure
    if (this.transaction.isOpen) return undefined
    try {
      await this.transaction.open()
    } catch (error) {
      return storageError(error, this.folder)
    }
    this.commitWithin(this.commitAfter)
    return undefined
  }

  private commitWithin(milliseconds: number): void {
    this.timer = setTimeout(() => {
      this.isDue = true
      this.running ??= this.work()
    }, milliseconds)
  }

  private record(): void {
    const { changes } = this.environment
    if (changes.isEmpty) return
    const frame = changes.take()
    this.journal.append(frame)
    this.changed += frame.length
    if (this.changed > largestTransaction) this.isDue = true
  }

  /** Brings the transaction into the data file. What can't be written stays in the journal, and further writes are refused. */
  private async commit(): Promise<void> {
    this.isDue = false
    clearTimeout(this.timer)
    if (this.transaction.isOpen) await this.unsettled(() => this.commitTransaction())
    for (const { resolve, reject } of this.settling.splice(0)) {
      if (this.failure) reject(this.failure)
      else resolve()
    }
  }

  private async commitTransaction(): Promise<void> {
    if (this.changed === 0) {
      await this.transaction.discard()
      return
    }
    const next = this.journal.rotate()
    try {
      writePosition(this.environment, next)
      await this.transaction.commit()
    } catch (error) {
      this.failure = storageError(error, this.folder)
      await this.reopen()
      this.commitWithin(pauseAfterFailure)
      return
    }
    this.uncommitted = next
    this.changed = 0
    this.failure = undefined
    this.forgetting = this.forgetting.then(() => this.forget(next))
  }

  /** Segments go when the disk has what they hold. When it does not take it they stay: the next commit tries again. */
  private async forget(before: number): Promise<void> {
    const root = this.environment.root as Syncable
    const error = await new Promise((resolve) => root.sync(resolve))
    if (!error) await this.journal.forget(before)
  }

  /** Back to what the journal holds, without what the last jobs did. */
  private async restore(): Promise<void> {
    this.environment.changes.take()
    await this.unsettled(async () => {
      await this.transaction.discard()
      await this.reopen()
      this.hooks.aborted()
    })
  }

  /** A new transaction with what was acknowledged since the last commit. If even that fails the process ends: its successor recovers. */
  private async reopen(): Promise<void> {
    await this.transaction.open()
    for (const frame of this.journal.frames(this.uncommitted)) applyFrame(this.environment, frame)
  }

  private async unsettled(task: () => Promise<void>): Promise<void> {
    const running = task()
    this.environment.settled = running
    await running
    this.environment.settled = undefined
  }
}

/** Flushes all commits that are visible; the binding's types leave it out. */
type Syncable = Environment['root'] & { sync(done: (error?: Error) => void): void }

/** Lets requests in that have arrived meanwhile, so that they share what comes next. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
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
