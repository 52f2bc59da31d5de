import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Product } from './product.ts'
import { commonFigures, endScene, sceneOn, settle, surprisesOf, writeWhile, type Outcome } from './scene.ts'

const hour = 60 * 60 * 1000
/** Where the clock is put, one after the other, in milliseconds from the right time. */
const jumps = { 'six hours ahead': 6 * hour, 'back again': 0, 'two hours back': -2 * hour, 'right again': 0 }

/**
 * The server's clock is put ahead, back, and right again while everybody writes. The server is the same one from its sources,
 * because a built one reads the machine's clock.
 */
export async function movedClock(): Promise<Outcome> {
  const product = await Product.at()
  const server = fork(fileURLToPath(new URL('./server-with-clock.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...product.environment },
  })
  if (server.stdout) product.listen(server.stdout)
  await once(server, 'message')
  const scene = await sceneOn(product)
  try {
    const lost = await writeWhile(scene, async () => {
      await pause(1000)
      for (const offset of Object.values(jumps)) {
        server.send(offset)
        await pause(2500)
      }
    })
    const faults = await settle(scene, { isThorough: true })
    const figures = { jumps: Object.keys(jumps).join(', '), ...commonFigures(scene, lost) }
    return { scenario: 'the clock jumps', figures, faults: [...faults, ...surprisesOf(scene)] }
  } finally {
    await end(server)
    await endScene(scene)
  }
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  server.kill('SIGTERM')
  await once(server, 'exit')
}
