import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  commonFigures,
  endScene,
  openScene,
  settle,
  surprisesOf,
  writeWhile,
  type Outcome,
  type Scene,
} from './scene.ts'

/** The store's process is stopped for ten seconds, as a machine that swaps or a disk that hangs stops it. */
export async function silence(): Promise<Outcome> {
  const scene = await openScene({ REQUEST_SECONDS: '5' })
  const { product, guest } = scene
  try {
    let waited = 0
    let page = ''
    const lost = await writeWhile(scene, async () => {
      await pause(3000)
      product.signalStore('SIGSTOP')
      const begun = performance.now()
      const shown = await guest.look('/')
      waited = performance.now() - begun
      page = `${shown.status} ${shown.$('h1').text()}`
      await pause(10_000 - waited)
      product.signalStore('SIGCONT')
      await product.recovers()
      await pause(3000)
    })
    const faults = await settle(scene, { isThorough: true })
    if (!page.startsWith('503')) faults.push(`a reader got ${page}`)
    const figures = {
      'a reader was told after, s': (waited / 1000).toFixed(1),
      'and read': page,
      ...commonFigures(scene, lost),
    }
    return { scenario: 'the store says nothing for 10 s', figures, faults: [...faults, ...surprisesOf(scene)] }
  } finally {
    product.signalStore('SIGCONT')
    await endScene(scene)
  }
}

const diskSize = '48m'

/** The disk of the data fills up while everybody writes, the server is killed on the full disk, and the disk is given room again. */
export async function fullDisk(): Promise<Outcome> {
  const scenario = 'the disk fills up'
  const folder = mkdtempSync(join(tmpdir(), 'candor-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskSize},mode=0700`, 'tmpfs', folder], {
    encoding: 'utf8',
  })
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true, force: true })
    return { scenario, figures: { skipped: `mount: ${mounted.stderr.trim()} (it needs root)` }, faults: [] }
  }
  try {
    return await onDisk(scenario, folder)
  } finally {
    spawnSync('umount', ['--lazy', folder])
    rmSync(folder, { recursive: true, force: true })
  }
}

async function onDisk(scenario: string, folder: string): Promise<Outcome> {
  const scene = await openScene({}, join(folder, 'site'))
  const { product, guest } = scene
  const faults: string[] = []
  try {
    const told: string[] = []
    const lost = await writeWhile(scene, async () => {
      await pause(1000)
      fill(folder)
      await pause(3000)
      for (const path of ['/', '/sign-in']) {
        const { status } = await guest.look(path)
        if (status !== 200) faults.push(`on a full disk ${path} answers ${status}`)
      }
      told.push(...(await startOnFullDisk(scene)))
      makeRoom(folder)
      if (!product.isRunning) await product.start()
      await product.recovers()
      await pause(2000)
    })
    faults.push(...(await settle(scene, { isThorough: true })))
    const figures = {
      ...commonFigures(scene, lost),
      'a start on the full disk': told.join(' '),
    }
    return { scenario, figures, faults: [...faults, ...surprisesOf(scene)] }
  } finally {
    await endScene(scene)
  }
}

/** Kills the server on the full disk and starts it there: it comes up and reads, or says in a sentence what is wrong. */
async function startOnFullDisk({ product }: Scene): Promise<string[]> {
  await product.kill()
  try {
    await product.start(15)
    return ['serves']
  } catch (error) {
    return [error instanceof Error ? error.message.trim() : String(error)]
  }
}

const ballast = (folder: string): string => join(folder, 'ballast')

/** Takes every block that is left. */
function fill(folder: string): void {
  mkdirSync(ballast(folder))
  for (let number = 0; number < 4096; number += 1) {
    const { bavail, bsize } = statfsSync(folder)
    const left = bavail * bsize
    if (left <= 0) return
    try {
      writeFileSync(join(ballast(folder), String(number)), Buffer.alloc(Math.min(left, 4 * 1024 * 1024)))
    } catch {
      // Somebody else took the last of it.
      return
    }
  }
}

function makeRoom(folder: string): void {
  rmSync(ballast(folder), { recursive: true, force: true })
}
