import { open, type Database, type RootDatabase } from 'lmdb'
import { chmodSync, closeSync, mkdirSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { ServerError } from '../errors.ts'
import { Changes, type TableName } from './changes.ts'

export type Table = Database<Buffer, Buffer>

/** One LMDB environment: every table below is written in the same transaction as the others. */
export interface Environment {
  root: RootDatabase<Buffer, Buffer>
  /** Namespace to its description (BSON), and counters under keys that start with a zero byte. */
  catalogue: Table
  /** Collection's number and record's number to the document's BSON. */
  documents: Table
  /** Index's number, sortable key and record's number to nothing; for `_id` without the record's number, which is the value. */
  entries: Table
  /** Session's id to what its last retryable write did. */
  sessions: Table
  /** What write jobs have changed and the journal does not hold yet. */
  changes: Changes
  /** While it is there, reads may miss what was acknowledged: they have to wait for it. Set and unset between turns of the event loop only. */
  settled: Promise<void> | undefined
  /** Both for write jobs only. */
  put(table: TableName, key: Buffer, value: Buffer): void
  remove(table: TableName, key: Buffer): void
}

const binary = { encoding: 'binary', keyEncoding: 'binary' } as const

/**
 * Opens the environment in `folder`, which is made when missing. `overlappingSync` makes a commit visible before it is
 * on the disk, while a power cut always falls back to the last commit that was flushed whole.
 * Throws ServerError with a sentence about the folder when it can't be used.
 */
export function openEnvironment(folder: string): Environment {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, 'data.lmdb')
    checkFile(path)
    const root = open<Buffer, Buffer>({
      ...{ path, ...binary, maxDbs: 8, separateFlushed: true },
      // Writes are gathered by the writer, not by LMDB's binding.
      eventTurnBatching: false,
    })
    chmodSync(path, 0o600)
    return withTables(root)
  } catch (error) {
    throw storageError(error, folder)
  }
}

function withTables(root: Environment['root']): Environment {
  const table = (name: TableName): Table => root.openDB<Buffer, Buffer>({ name, ...binary })
  const tables = {
    ...{ catalogue: table('catalogue'), documents: table('documents') },
    ...{ entries: table('entries'), sessions: table('sessions') },
  }
  const changes = new Changes()
  return {
    ...{ root, ...tables, changes, settled: undefined },
    put(name, key, value) {
      changes.put(name, key, value)
      tables[name].putSync(key, value)
    },
    remove(name, key) {
      changes.remove(name, key)
      tables[name].removeSync(key)
    },
  }
}

/** LMDB's own mark, in the first two pages; without it LMDB would read what is not its. */
const magic = 0xbeefc0de
const magicAt = 24

function checkFile(path: string): void {
  const head = Buffer.alloc(magicAt + 4)
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const length = readSync(file, head)
  closeSync(file)
  if (length === 0 || (length === head.length && head.readUInt32LE(magicAt) === magic)) return
  throw new Error(`${path} is not an LMDB file`)
}

/** An error of the disk or of LMDB, in a sentence that says what to look at. */
export function storageError(error: unknown, folder: string): ServerError {
  if (error instanceof ServerError) return error
  const text = error instanceof Error ? error.message : String(error)
  if (/ENOSPC|EDQUOT|No space left|Disk quota|MDB_MAP_FULL|MAP_FULL|Input\/output error/i.test(text)) {
    return new ServerError('OutOfDiskSpace', `The disk that holds ${folder} is full or does not take writes: ${text}`)
  }
  if (/EROFS|EACCES|EPERM|Read-only|Permission denied/i.test(text)) {
    return new ServerError('OperationFailed', `The folder ${folder} can't be written: ${text}`)
  }
  if (/MDB_CORRUPTED|MDB_INVALID|MDB_PAGE_NOTFOUND|MDB_VERSION|corrupt|not an LMDB/i.test(text)) {
    return new ServerError('OperationFailed', `The data in ${folder} is damaged, restore it from a copy: ${text}`)
  }
  return new ServerError('InternalError', `The store in ${folder} failed: ${text}`)
}
