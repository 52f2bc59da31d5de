import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { mongo, type Connection } from 'mongoose'
import { ConfigError, type Config } from '../config/index.ts'
import { openDatabase } from '../database/index.ts'
import type { Erased } from '../kernel/index.ts'
import { dump } from './dump.ts'
import { erasedNow, writeErased } from './erased-file.ts'
import { parts, type Manifest } from './format.ts'

interface Source {
  connection: Connection
  config: Pick<Config, 'mongodbUri' | 'dataFolder' | 'uploadsFolder'>
  erased: readonly Erased[]
}

/**
 * Writes a backup while others read and write: documents, files on disk, the secret that was made here, and what is gone
 * for good, each readable by its owner alone. Throws ConfigError for a folder that holds something.
 */
export async function makeBackup(source: Source, folder: string): Promise<Manifest> {
  const { config, erased } = source
  const to = resolve(folder)
  await mkdir(to, { recursive: true, mode: 0o700 })
  if ((await readdir(to)).length > 0) throw new ConfigError(`${folder} holds something: name a folder that is empty.`)
  const at = new Date().toISOString()
  const dumped = await dumpTo(source, join(to, parts.documents))
  // After the documents: a file that came meanwhile belongs to none of them, and a sweep takes it away.
  if (existsSync(config.uploadsFolder))
    await cp(config.uploadsFolder, join(to, parts.uploads), { recursive: true, preserveTimestamps: true })
  const secret = join(config.dataFolder, parts.secret)
  if (existsSync(secret)) await cp(secret, join(to, parts.secret))
  await writeErased(join(to, parts.erased), await erasedNow(erased))
  const manifest: Manifest = { format: 1, at, ...dumped }
  // Last: a folder without it was cut off.
  await writeFile(join(to, parts.manifest), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
  return manifest
}

type Dumped = Pick<Manifest, 'isOfOneMoment' | 'documents'>

async function dumpTo({ connection, config }: Source, to: string): Promise<Dumped> {
  if (config.mongodbUri === undefined) return dumpCopy(connection, to)
  const session = connection.getClient().startSession({ snapshot: true })
  try {
    return { isOfOneMoment: true, documents: await dump(connection, { to, session }) }
  } catch (error) {
    if (!hasNoSnapshots(error)) throw error
    return { isOfOneMoment: false, documents: await dump(connection, { to }) }
  } finally {
    await session.endSession()
  }
}

/** Standalone servers, and what only speaks like a server, read no snapshots. */
function hasNoSnapshots(error: unknown): boolean {
  return error instanceof mongo.MongoServerError || error instanceof mongo.MongoCompatibilityError
}

/** The embedded store copies itself as it is at one moment; what is written out is read from the copy. */
async function dumpCopy(connection: Connection, to: string): Promise<Dumped> {
  const place = await mkdtemp(join(dirname(to), 'copy-'))
  const copy = join(place, 'store')
  try {
    await connection.getClient().db('admin').command({ copy: 1, to: copy })
    const database = await openDatabase({ dataFolder: copy })
    try {
      return { isOfOneMoment: true, documents: await dump(database.connection, { to }) }
    } finally {
      await database.close()
    }
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}
