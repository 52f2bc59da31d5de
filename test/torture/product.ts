import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { readNotice } from '../../src/embedded-mongodb/process/notice.ts'
import { freePort } from '../support/running.ts'

/** A line of the server's log, as far as it is looked at here. */
export interface LogLine {
  level: number
  msg?: string
  /** A job that failed, and how. */
  job?: string
  error?: string
  status?: number
  route?: string
  err?: { kind?: string; code?: unknown; stack?: string }
}

/** The built server as people run it, on loopback, with a data folder of its own. */
export class Product {
  readonly folder: string
  readonly port: number
  readonly url: string
  /** For `Person`: the page's address and how it is reached are one. */
  readonly reachedAt: string
  readonly mountPath = ''
  readonly log: LogLine[] = []
  /** What it said outside of its log: a start that was refused. */
  said = ''
  readonly #settings: Readonly<Record<string, string>>
  #child: ChildProcess | undefined

  private constructor(port: number, folder: string, settings: Readonly<Record<string, string>>) {
    this.port = port
    this.folder = folder
    this.url = `http://localhost:${port}`
    this.reachedAt = this.url
    this.#settings = settings
  }

  /** Chooses a port; nothing runs yet. `folder`: where the data is to be, else a new one. */
  static async at(settings: Readonly<Record<string, string>> = {}, folder?: string): Promise<Product> {
    const where = folder ?? mkdtempSync(join(tmpdir(), 'candor-torture-'))
    return new Product(await freePort(), where, settings)
  }

  /** The variables by which it is set. */
  get environment(): Readonly<Record<string, string>> {
    return {
      PORT: String(this.port),
      DATA_FOLDER: join(this.folder, 'data'),
      UPLOADS_FOLDER: join(this.folder, 'uploads'),
      ...this.#settings,
    }
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Begins a start, and waits for nothing. */
  spawn(): void {
    const child = spawn(process.execPath, [fileURLToPath(new URL('../../dist/server.js', import.meta.url))], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...this.environment },
    })
    for (const stream of [child.stdout, child.stderr]) this.listen(stream)
    this.#child = child
  }

  /** Starts and waits until it is ready. Gives how long that took, in milliseconds. Throws with what it said when it ends before. */
  async start(seconds = 30): Promise<number> {
    const begun = performance.now()
    this.spawn()
    const end = Date.now() + seconds * 1000
    while (!(await this.isReady())) {
      if (!this.isRunning) throw new Error(`the server did not start: ${this.said}`)
      if (Date.now() > end) throw new Error(`the server is not ready after ${seconds} s: ${this.said}`)
      await pause(25)
    }
    return performance.now() - begun
  }

  async isReady(): Promise<boolean> {
    const { status } = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(() => ({
      status: 0,
    }))
    return status === 200
  }

  /** Waits until it is ready again by itself. Gives how long that took, in milliseconds. */
  async recovers(seconds = 30): Promise<number> {
    const begun = performance.now()
    while (!(await this.isReady())) {
      if (performance.now() - begun > seconds * 1000) throw new Error(`not ready again after ${seconds} s`)
      await pause(25)
    }
    return performance.now() - begun
  }

  /** Ends the process without a word, as a crash of the machine or the out-of-memory killer does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Ends it as a deployment does. Gives its exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM')
  }

  /** The number of the process that serves the embedded store; undefined when there is none. */
  storePid(): number | undefined {
    return readNotice(join(this.folder, 'data'))?.pid
  }

  /** Sends a signal to the embedded store's process. Gives whether there was one. */
  signalStore(signal: NodeJS.Signals): boolean {
    const pid = this.storePid()
    if (pid === undefined) return false
    try {
      process.kill(pid, signal)
      return true
    } catch {
      // It has ended already.
      return false
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child
    if (!child || !this.isRunning) return child?.exitCode ?? null
    const ended = once(child, 'exit')
    child.kill(signal)
    const [code] = (await ended) as [number | null]
    return code
  }

  /** Keeps what a process says of itself. */
  listen(stream: NodeJS.ReadableStream): void {
    let rest = ''
    stream.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (line.startsWith('{"level"')) this.log.push(JSON.parse(line) as LogLine)
        else this.said = `${this.said}${line}\n`.slice(-2000)
      }
    })
  }
}
