import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedMongodb, type EmbeddedMongodb } from '../../src/embedded-mongodb/index.ts'

/** Tells the processes that run test files beside each other where the server of the run is. */
const sharedAt = 'CANDOR_TEST_STORE'

let folder: string | undefined
let embedded: Promise<EmbeddedMongodb> | undefined

/**
 * The address of a database of one's own: on the server that MONGODB_URI names when it is set, else on one embedded
 * server that all tests of the run share.
 */
export async function freshDatabase(): Promise<string> {
  const name = `candor-test-${randomUUID().slice(0, 8)}`
  const named = process.env['MONGODB_URI']
  if (named) {
    const uri = new URL(named)
    uri.pathname = `/${name}`
    return uri.href
  }
  const uri = process.env[sharedAt] ?? (await startStore())
  return uri.replace(/\/candor(\?|$)/, `/${name}$1`)
}

/** Starts the server that all tests of the run share, also those in other processes started from here. */
export async function shareStore(): Promise<void> {
  if (!process.env['MONGODB_URI']) process.env[sharedAt] = await startStore()
}

/** Ends the shared server; called once after the whole run. */
export async function endStore(): Promise<void> {
  if (!embedded) return
  await (await embedded).close()
  if (folder) rmSync(folder, { recursive: true, force: true })
}

async function startStore(): Promise<string> {
  folder ??= mkdtempSync(join(tmpdir(), 'candor-test-'))
  embedded ??= startEmbeddedMongodb({ folder })
  return (await embedded).uri
}
