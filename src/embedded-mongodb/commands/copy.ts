import { mkdir, readdir } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { ServerError } from '../errors.ts'
import { storageError } from '../storage/environment.ts'
import type { Command, Reply } from './command.ts'

/**
 * `{ copy: 1, to: <absolute path of a folder that does not exist or is empty> }`: a copy of the whole store as it is at one moment,
 * while others read and write. The folder can be opened as a data folder. Refused over connections that did not prove who they are
 * when users are asked for.
 */
export async function copy(command: Command): Promise<Reply> {
  const to = command.body['to']
  if (typeof to !== 'string' || !isAbsolute(to))
    throw new ServerError('BadValue', "The field 'to' must be an absolute path")
  const { store } = command.services
  try {
    await mkdir(dirname(to), { recursive: true })
    await mkdir(to, { recursive: true, mode: 0o700 })
    // Not only a store: a journal that was left there would be taken for the copy's own.
    if ((await readdir(to)).length > 0) throw new ServerError('BadValue', `The folder ${to} is not empty`)
    await store.writer.settle()
    await store.environment.root.backup(join(to, 'data.lmdb'), true)
  } catch (error) {
    throw storageError(error, to)
  }
  return { to, ok: 1 }
}

/** Resolves when all that has been acknowledged is on the disk. */
export async function fsync(command: Command): Promise<Reply> {
  await command.services.store.writer.sync()
  return { numFiles: 1, ok: 1 }
}
