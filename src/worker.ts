import { readEnvironment } from './config/index.ts'
import { explain } from './explain.ts'
import { serveFrom } from './index.ts'

/** The standalone job process, for installations whose web processes run with RUN_JOBS=false. */
async function main(): Promise<void> {
  const { config } = readEnvironment()
  const candor = await serveFrom({ ...config, jobs: true })
  candor.start()
  // The jobs' timers don't hold the process; it stays until it is told to go.
  const stayAlive = setInterval(() => undefined, 60_000)
  const end = (): void => {
    clearInterval(stayAlive)
    candor.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  console.log('Candor runs its jobs.')
}

main().catch((error: unknown) => {
  console.error(explain(error))
  process.exit(1)
})
