import { setTimeout as pause } from 'node:timers/promises'
import {
  commonFigures,
  endScene,
  middleAndMost,
  openScene,
  settle,
  surprisesOf,
  writeWhile,
  type Outcome,
  type Scene,
} from './scene.ts'

const ways = ['the server', 'the store', 'both', 'in the start'] as const
type Way = (typeof ways)[number]

/**
 * Kills the server, its store, or both in the middle of everybody's writing, or the server in the middle of a start; again
 * and again, at a moment chosen by chance.
 */
export async function kills(rounds: number): Promise<Outcome> {
  const scene = await openScene()
  const starts: number[] = []
  const faults: string[] = []
  let lost = 0
  try {
    for (let round = 0; round < rounds && faults.length === 0; round += 1) {
      const way = ways[round % ways.length] ?? 'both'
      lost += await writeWhile(scene, async () => {
        await pause(500 + Math.random() * 1500)
        starts.push(
          await killOnce(scene, way).catch((error: unknown) => {
            throw new Error(`round ${round + 1} (${way})`, { cause: error })
          }),
        )
        await pause(150)
      })
      const isThorough = (round + 1) % 10 === 0 || round + 1 === rounds
      if (isThorough) console.log(`killed ${round + 1} times`)
      faults.push(...(await settle(scene, { isThorough })).map((fault) => `round ${round + 1} (${way}): ${fault}`))
    }
    const figures = {
      rounds,
      ...commonFigures(scene, lost),
      'ready again after, ms (middle / most)': middleAndMost(starts),
    }
    return { scenario: 'killed', figures, faults: [...faults, ...surprisesOf(scene)] }
  } finally {
    await endScene(scene)
  }
}

/** Kills, and waits until the product is ready again. Gives how long that took, in milliseconds. */
async function killOnce({ product }: Scene, way: Way): Promise<number> {
  if (way === 'the store') {
    product.signalStore('SIGKILL')
    return product.recovers()
  }
  if (way === 'both') product.signalStore('SIGKILL')
  await product.kill()
  if (way === 'in the start') {
    product.spawn()
    await pause(Math.random() * 1500)
    await product.kill()
  }
  return product.start()
}
