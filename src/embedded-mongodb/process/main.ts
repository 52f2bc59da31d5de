import { FolderInUse } from './lock.ts'
import { startServer, type ServerOptions } from './server.ts'

/** What the child process tells the one that started it, once. */
export type Report = { ready: true } | { inUse: true } | { failed: string }

/** The server's own process: its options are the first argument, as JSON. */
async function main(): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? '{}') as ServerOptions
  try {
    const server = await startServer(options)
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void server.stop())
    report({ ready: true })
    await server.stopped
  } catch (error) {
    report(
      error instanceof FolderInUse
        ? { inUse: true }
        : { failed: error instanceof Error ? error.message : String(error) },
    )
  }
}

/** After its report the child has nothing more to say: it lives on without the process that started it. */
function report(message: Report): void {
  process.send?.(message, () => {
    if (process.connected) process.disconnect()
  })
}

// A process that started this one may have died before it heard the report.
process.on('disconnect', () => undefined)
// Both are a file in the data folder: a full disk must not end the server because it takes no words about that either.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
await main()
process.exit(0)
