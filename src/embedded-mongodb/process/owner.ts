import { setTimeout as sleep } from 'node:timers/promises'
import { startChild } from './child.ts'
import { Lease } from './lease.ts'
import { readNotice, type Listening } from './notice.ts'
import type { ServerOptions } from './server.ts'

const patience = 15_000
const longestPause = 5_000

/** Keeps a server running for a data folder as long as it is not closed. */
export class Owner {
  private readonly options: ServerOptions
  private readonly onError: (error: Error) => void
  private lease: Lease | undefined
  private closed = false
  listening: Listening | undefined

  constructor(options: ServerOptions, onError: (error: Error) => void) {
    this.options = options
    this.onError = onError
  }

  /** Finds the server that serves the folder, or starts one. Throws when neither can be done. */
  async start(): Promise<Listening> {
    const until = performance.now() + patience
    for (;;) {
      const lease = await this.find()
      if (lease) return this.hold(lease)
      const report = await startChild(this.options)
      if ('failed' in report) throw new Error(`The embedded store could not start: ${report.failed}`)
      // In use: another process has started one at the same time, or the last one has not quite ended.
      if ('inUse' in report) await sleep(20)
      if (performance.now() > until) throw new Error(`The embedded store in ${this.options.folder} does not answer`)
    }
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    const pid = readNotice(this.options.folder)?.pid
    const ended = await this.lease?.end()
    if (ended?.stops && pid) await waitForEnd(pid)
  }

  private async find(): Promise<Lease | undefined> {
    const notice = readNotice(this.options.folder)
    this.listening = notice?.listening
    return notice && notice.pid > 0 ? await Lease.open(notice.listening) : undefined
  }

  private hold(lease: Lease): Listening {
    this.lease = lease
    lease.unref()
    lease.onLost(() => void this.restore())
    if (!this.listening) throw new Error('a lease without a place')
    return this.listening
  }

  /** The server has died: another one at the same place, so that drivers find it by themselves. */
  private async restore(): Promise<void> {
    for (let pause = 10; !this.closed; pause = Math.min(pause * 2, longestPause)) {
      try {
        await this.start()
        return
      } catch (error) {
        this.onError(error instanceof Error ? error : new Error(String(error)))
        await sleep(pause, undefined, { ref: false })
      }
    }
  }
}

async function waitForEnd(pid: number): Promise<void> {
  const until = performance.now() + 5000
  while (performance.now() < until) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await sleep(5)
  }
}
