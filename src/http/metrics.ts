import { createHash, timingSafeEqual } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Request, Response } from 'express'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Config } from '../config/index.ts'
import { NotFound } from '../kernel/index.ts'
import { createGate } from './gate.ts'

/** A number that is found out when somebody asks, or one for each value of a label. */
export interface Reading {
  name: string
  help: string
  /** What the values are told apart by; needed where `read` gives several. */
  label?: string
  /** Whether it is asked of the store, and so left out while that doesn't answer. */
  isStored?: boolean
  read: () => number | Readonly<Record<string, number>> | Promise<number | Readonly<Record<string, number>>>
}

/** One answered request. The route is the pattern of an address, never the address. */
export interface Answered {
  method: string
  route: string
  status: number
  seconds: number
}

/** What tells whether the process is well, in the format of Prometheus. Nothing in it is about a person. */
export interface Metrics {
  note(answered: Answered): void
  /** Answers with all of them. Throws NotFound for who may not read them. */
  serve(request: Request, response: Response): Promise<void>
  close(): void
}

interface Options {
  config: Pick<Config, 'metricsToken' | 'metricsNetworks'>
  readings: readonly Reading[]
  /** Milliseconds until the store answered a ping; undefined where it doesn't. */
  pingStore: () => Promise<number | undefined>
}

/** Seconds: from a page that was kept to one that people give up on. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Metrics of one instance; undefined where no setting says who may read them. */
export function createMetrics({ config, readings, pingStore }: Options): Metrics | undefined {
  const mayRead = createReaders(config)
  if (!mayRead) return undefined
  const registry = new Registry()
  const registers = [registry]
  const durations = new Histogram({
    name: 'candor_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer, by pattern of address and class of status',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers,
  })
  const readAll = createGauges(readings, { registers, pingStore })
  const watched = watchProcess(registers)
  return {
    note({ method, route, status, seconds }) {
      durations.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds)
    },
    async serve(request, response) {
      if (!mayRead(request)) throw new NotFound('not for them')
      watched.look()
      await readAll()
      response.set({ 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' }).end(await registry.metrics())
    },
    close: () => watched.close(),
  }
}

/** Who has the token, or comes from a listed address; undefined where neither is set. */
function createReaders({
  metricsToken,
  metricsNetworks,
}: Options['config']): ((request: Request) => boolean) | undefined {
  if (metricsToken === undefined && metricsNetworks.length === 0) return undefined
  const isListed = metricsNetworks.length > 0 ? createGate(metricsNetworks) : () => false
  return (request) => isListed(request.ip) || (metricsToken !== undefined && hasToken(request, metricsToken))
}

function hasToken({ headers }: Request, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${token}`))
}

interface Around {
  registers: Registry[]
  pingStore: Options['pingStore']
}

function createGauges(readings: readonly Reading[], { registers, pingStore }: Around): () => Promise<void> {
  const storeUp = new Gauge({ name: 'candor_store_up', help: '1 while the database answers', registers })
  const storeTime = new Gauge({
    name: 'candor_store_answer_seconds',
    help: 'Time that a ping of the database took',
    registers,
  })
  const gauges = readings.map((reading) => {
    const { name, help, label } = reading
    return { reading, gauge: new Gauge({ name, help, labelNames: label === undefined ? [] : [label], registers }) }
  })
  return async () => {
    const time = await pingStore()
    storeUp.set(time === undefined ? 0 : 1)
    forget(storeTime)
    if (time !== undefined) storeTime.set(time / 1000)
    await Promise.all(
      gauges.map(async ({ reading, gauge }) => {
        // A number from before an outage would say that all is well.
        forget(gauge, reading.label)
        if (time === undefined && reading.isStored) return
        const values = await reading.read()
        if (typeof values === 'number') gauge.set(values)
        else for (const [value, number] of Object.entries(values)) gauge.set({ [reading.label ?? '']: value }, number)
      }),
    )
  }
}

function forget(gauge: Gauge, label?: string): void {
  gauge.reset()
  // Without a label it is 0 now, which is a number as well.
  if (label === undefined) gauge.remove()
}

/** The event loop's lag since it was last asked for, and what the process takes. */
function watchProcess(registers: Registry[]): { look: () => void; close: () => void } {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const lag = new Gauge({
    name: 'candor_event_loop_lag_seconds',
    help: 'How late the event loop came to its timers since it was last asked for',
    labelNames: ['quantile'],
    registers,
  })
  const memory = new Gauge({ name: 'process_resident_memory_bytes', help: 'Memory of the process', registers })
  const processor = new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Time of the processor that the process has taken',
    registers,
  })
  const begun = new Gauge({ name: 'process_start_time_seconds', help: 'When the process began, since 1970', registers })
  begun.set(Math.round(Date.now() / 1000 - process.uptime()))
  return {
    look() {
      const inSeconds = (nanoseconds: number): number => (Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0)
      lag.set({ quantile: '0.5' }, inSeconds(delay.percentile(50)))
      lag.set({ quantile: '0.99' }, inSeconds(delay.percentile(99)))
      lag.set({ quantile: '1' }, inSeconds(delay.max))
      delay.reset()
      memory.set(process.memoryUsage.rss())
      const { user, system } = process.cpuUsage()
      processor.reset()
      processor.inc((user + system) / 1e6)
    },
    close: () => void delay.disable(),
  }
}
