import type { Loaded } from '../load.ts'
import { cpuOf, type Used } from './cpu.ts'
import type { Loader, Serving } from './processes.ts'
import { reference, type Row } from './rows.ts'

/** What one row gave in one round. `cpu` is microseconds a request. */
export interface Sample extends Loaded {
  cpu: Used | undefined
}

/** The medians of a row over all rounds; ratios are taken within each round, so that they compare the same minute. */
export interface Measured {
  name: string
  goal?: number
  requestsPerSecond: number
  /** Requests a second to those of the Express string. */
  ratio: number
  /** The server's processor time of a request of the Express string to that of this row: 0.5 is twice as much. */
  cpuRatio: number | undefined
  p50: number
  p99: number
  bytesPerRequest: number
  cpu: Used | undefined
  samples: Sample[]
}

export interface Plan {
  rounds: number
  seconds: number
  /** How many requests a row is warmed up with at least, before anything counts: until then V8 is still compiling. */
  warmUpRequests: number
  connections: number
}

// Slow rows are not warmed up for ever.
const mostWarmUps = 6

type Servers = Readonly<Record<Row['of'], Serving>>

/** Measures all rows in turn, as many rounds as planned, every second round backwards. */
export async function measure(
  rows: readonly Row[],
  plan: Plan,
  { loader, servers }: { loader: Loader; servers: Servers },
): Promise<Measured[]> {
  const samples = new Map<string, Sample[]>(rows.map(({ name }) => [name, []]))
  for (const row of rows) {
    let requests = 0
    for (let time = 0; time < mostWarmUps && requests < plan.warmUpRequests; time += 1)
      requests += (await sample(row, plan, { loader, servers })).requests
  }
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const row of round % 2 === 0 ? rows : rows.toReversed()) {
      samples.get(row.name)?.push(await sample(row, plan, { loader, servers }))
    }
  }
  const base = samples.get(reference) ?? []
  return rows.map((row) => summary(row, samples.get(row.name) ?? [], base))
}

async function sample(
  row: Row,
  { connections, seconds }: Plan,
  { loader, servers }: { loader: Loader; servers: Servers },
): Promise<Sample> {
  const { origin, pid } = servers[row.of]
  const before = cpuOf(pid)
  const loaded = await loader.run({ url: origin + row.path, headers: row.headers ?? {}, connections, seconds })
  const after = cpuOf(pid)
  const wrong = Object.keys(loaded.statuses).filter((status) => status !== String(row.status))
  if (wrong.length > 0 || loaded.errors > 0)
    throw new Error(`«${row.name}» was answered with ${JSON.stringify(loaded.statuses)} and ${loaded.errors} errors`)
  return {
    ...loaded,
    cpu: before && after && loaded.requests > 0 ? perRequest(before, after, loaded.requests) : undefined,
  }
}

function perRequest(before: Used, after: Used, requests: number): Used {
  const micros = (milliseconds: number): number => (milliseconds * 1000) / requests
  return { server: micros(after.server - before.server), below: micros(after.below - before.below) }
}

function summary(row: Row, samples: readonly Sample[], base: readonly Sample[]): Measured {
  const middle = (of: (sample: Sample) => number): number => median(samples.map(of))
  const ratios = samples.map((each, round) => each.requestsPerSecond / (base[round]?.requestsPerSecond ?? NaN))
  const cpuRatios = samples.map(({ cpu }, round) => (base[round]?.cpu?.server ?? NaN) / (cpu?.server ?? NaN))
  const hasCpu = samples.every(({ cpu }) => cpu !== undefined)
  return {
    name: row.name,
    ...(row.goal === undefined ? {} : { goal: row.goal }),
    requestsPerSecond: middle((each) => each.requestsPerSecond),
    ratio: median(ratios),
    cpuRatio: hasCpu ? median(cpuRatios) : undefined,
    p50: middle(({ latency }) => latency.p50),
    p99: middle(({ latency }) => latency.p99),
    bytesPerRequest: middle(({ bytes, requests }) => bytes / requests),
    cpu: hasCpu
      ? { server: middle(({ cpu }) => cpu?.server ?? NaN), below: middle(({ cpu }) => cpu?.below ?? NaN) }
      : undefined,
    samples: [...samples],
  }
}

/** The middle one, or the mean of the two in the middle. NaN when there is none. */
function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const upper = sorted[half] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? NaN) + upper) / 2
}
