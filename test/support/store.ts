import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedMongodb, type EmbeddedMongodb } from '../../src/embedded-mongodb/index.ts'

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
  folder ??= mkdtempSync(join(tmpdir(), 'candor-test-'))
  embedded ??= startEmbeddedMongodb({ folder })
  const { uri } = await embedded
  return uri.replace(/\/candor(\?|$)/, `/${name}$1`)
}

/** Ends the shared server; called once after the whole run. */
export async function endStore(): Promise<void> {
  if (!embedded) return
  await (await embedded).close()
  if (folder) rmSync(folder, { recursive: true, force: true })
}
