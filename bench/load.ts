import autocannon from 'autocannon'

/** What a process of its own puts on a server: one kind of request, over and over. */
export interface Load {
  url: string
  headers: Record<string, string>
  connections: number
  seconds: number
}

/** What came back. */
export interface Loaded {
  requestsPerSecond: number
  requests: number
  bytes: number
  latency: { p50: number; p99: number }
  /** How many responses there were of each status. */
  statuses: Record<string, number>
  errors: number
}

// Forked by run.ts, which sends one load at a time and waits for what came of it.
process.on('message', (load: Load) => {
  run(load).then(
    (loaded) => process.send?.(loaded),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})

async function run({ url, headers, connections, seconds }: Load): Promise<Loaded> {
  // `[<id>]` in the address becomes another text in each request, so that none is like the one before.
  const idReplacement = url.includes('[<id>]')
  const result = await autocannon({ url, headers, connections, duration: seconds, idReplacement, timeout: 10 })
  const statuses = Object.entries(result.statusCodeStats ?? {}).map(
    ([status, { count }]) => [status, count ?? 0] as const,
  )
  return {
    requestsPerSecond: result.requests.total / result.duration,
    requests: result.requests.total,
    bytes: result.throughput.total,
    latency: { p50: result.latency.p50, p99: result.latency.p99 },
    statuses: Object.fromEntries(statuses),
    errors: result.errors + result.timeouts,
  }
}
