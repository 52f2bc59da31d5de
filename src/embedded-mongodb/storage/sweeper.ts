import type { Cursors } from '../commands/cursors.ts'
import { deleteExpired } from './expiry.ts'
import type { Store } from './store.ts'

/** As often as MongoDB looks for expired documents. */
const period = 60_000

/** Removes what has had its time: documents of TTL indexes, cursors that nobody reads, the memory of old sessions. */
export class Sweeper {
  private readonly store: Store
  private readonly cursors: Cursors
  private readonly timer: NodeJS.Timeout
  private running: Promise<void> | undefined

  constructor(store: Store, cursors: Cursors) {
    this.store = store
    this.cursors = cursors
    this.timer = setInterval(() => void this.sweep(), period)
    void this.sweep()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  sweep(): Promise<void> {
    return (this.running ??= this.sweepAll().finally(() => (this.running = undefined)))
  }

  private async sweepAll(): Promise<void> {
    try {
      await this.cursors.sweep(Date.now())
      await deleteExpired(this.store, new Date())
      await this.store.writer.run(() => this.store.retries.sweep(new Date()))
    } catch {
      // A disk that can't be written is told to those who write; the next round tries again.
    }
  }
}
