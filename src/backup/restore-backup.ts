import { existsSync } from 'node:fs'
import { cp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Connection } from 'mongoose'
import { ConfigError, type Config } from '../config/index.ts'
import { openDatabase } from '../database/index.ts'
import type { Erased } from '../kernel/index.ts'
import { eraseAgain, erasedNow, readErased, together, writeErased, type GoneIds } from './erased-file.ts'
import { parts, type Manifest } from './format.ts'
import { load } from './load.ts'
import { endRestore, isBeingRestored, markRestore } from './marker.ts'

/** What a restore needs of the product, which is put together twice: on what is there, and on what was brought back. */
export interface Product {
  erased: readonly Erased[]
  /** Holds back mails that waited when the backup was made: they may have been sent since. Gives how many. */
  holdBackMails: () => Promise<number>
  /** Rebuilds what is derived. */
  reconcile: () => Promise<unknown>
}

export interface RestoreOptions {
  config: Config
  /** The backup's folder. */
  from: string
  /** A newer file of what is gone, where the database that knew it is lost. */
  erasedFile?: string | undefined
  withProduct: <Result>(work: (product: Product) => Promise<Result>) => Promise<Result>
}

export interface Restored {
  at: string
  documents: number
  /** Things that were gone for good, came back with the backup, and are gone again; by kind. */
  goneAgain: ReadonlyMap<string, number>
  mailsHeldBack: number
}

/**
 * Puts a backup in the place of everything that is there. What is known to be gone for good, here, in the backup or in the
 * given file, is erased again before the restore ends, and no server starts before it has ended. Run again after it was
 * cut off, it begins anew. Throws ConfigError where there is no whole backup, or something still runs.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { config, from, withProduct } = options
  const manifest = await readManifest(from)
  const kept = join(config.dataFolder, 'erased-before-restore.txt')
  const gone = await collectGone(options, kept)
  // From here on the database may know less than we do.
  await writeErased(kept, gone)
  await copyFiles(config, from)
  const documents = await replaceDocuments(config, join(from, parts.documents))
  const done = await withProduct(async ({ erased, holdBackMails, reconcile }) => {
    const mailsHeldBack = await holdBackMails()
    const goneAgain = await eraseAgain(erased, gone)
    await reconcile()
    return { goneAgain, mailsHeldBack }
  })
  await withDatabase(config, endRestore)
  await rm(kept, { force: true })
  return { at: manifest.at, documents, ...done }
}

async function readManifest(from: string): Promise<Pick<Manifest, 'at'>> {
  const path = join(from, parts.manifest)
  if (!existsSync(path)) throw new ConfigError(`${from} holds no whole backup: ${parts.manifest} is missing.`)
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Omit<Manifest, 'format'> & { format: number }
  if (manifest.format > 1) throw new ConfigError(`${from} was written by a newer version.`)
  return manifest
}

async function collectGone({ config, from, erasedFile, withProduct }: RestoreOptions, kept: string): Promise<GoneIds> {
  if (erasedFile !== undefined && !existsSync(erasedFile)) throw new ConfigError(`${erasedFile} is not there.`)
  const told = [join(from, parts.erased), kept, ...(erasedFile === undefined ? [] : [erasedFile])]
  const files = await Promise.all(told.map(readErased))
  return together(...files, await goneHere(config, withProduct))
}

/** What the database that is replaced knows; after a restore that was cut off it is half another one. */
async function goneHere(config: Config, withProduct: RestoreOptions['withProduct']): Promise<GoneIds> {
  const isHalf = await withDatabase(config, async (connection) => {
    const lately = { lastEndedAt: { $gt: new Date(Date.now() - stillRunning) } }
    if ((await connection.collection('jobs').countDocuments(lately, { limit: 1 })) > 0)
      throw new ConfigError('A server has just worked on this database: stop all, and try again in half a minute.')
    return isBeingRestored(connection)
  })
  if (isHalf) return new Map()
  return withProduct(({ erased }) => erasedNow(erased))
}

/** A server runs jobs every few seconds, in milliseconds. */
const stillRunning = 20_000

async function copyFiles(config: Config, from: string): Promise<void> {
  const uploads = join(from, parts.uploads)
  if (existsSync(uploads)) await cp(uploads, config.uploadsFolder, { recursive: true, preserveTimestamps: true })
  const secret = join(from, parts.secret)
  // Hashes of addresses are made with it.
  if (existsSync(secret)) await cp(secret, join(config.dataFolder, parts.secret))
}

async function replaceDocuments(config: Config, from: string): Promise<number> {
  return withDatabase(config, async (connection) => {
    await markRestore(connection, new Date())
    return load(connection, from)
  })
}

async function withDatabase<Result>(
  config: Config,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase(config)
  try {
    return await work(database.connection)
  } finally {
    await database.close()
  }
}
