import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileStore, KeyOf, StoredFile } from './file-store.ts'

/** Keeps files in a folder, spread over subfolders by the first two characters of their names. */
export function createDiskStore(folder: string, keyOf: KeyOf): FileStore {
  const pathOf = (name: string): string => join(folder, name.slice(0, 2), name)
  return {
    kind: 'disk',
    put: (name, bytes) => write(pathOf(name), bytes),
    async get(name) {
      try {
        return await readFile(pathOf(name))
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
    async read(name) {
      const path = pathOf(name)
      return (await timeOf(path)) && piecesOf(path)
    },
    async remove(name) {
      const path = pathOf(name)
      await rm(path, { force: true })
      const begun = (await namesIn(dirname(path))).filter((other) => other.startsWith(name))
      for (const other of begun) await rm(pathOf(other), { force: true })
    },
    list: () => list(folder, keyOf),
  }
}

async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path) as AsyncIterable<Buffer>
}

/** Written aside, forced to the disk and moved into place: a crash leaves a whole file or a stray one, never half of one. */
async function write(path: string, bytes: Buffer): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o750 })
  const aside = `${path}.${randomUUID()}.part`
  try {
    const file = await open(aside, 'wx', 0o640)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(aside, path)
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
  await syncFolder(folder)
}

/** Makes the new name last as well; Windows has no way to ask for it, and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Looks only at names of our own making: the folder may hold other things. */
async function* list(folder: string, keyOf: KeyOf): AsyncIterable<StoredFile> {
  const subfolders = (await namesIn(folder)).filter((name) => /^[\w-]{2}$/.test(name))
  for (const subfolder of subfolders) {
    for (const name of await namesIn(join(folder, subfolder))) {
      const key = keyOf(name)
      const isBegun = keyOf(name.replace(/\.[\da-f-]{36}\.part$/, '')) !== undefined
      const writtenAt = key !== undefined || isBegun ? await timeOf(join(folder, subfolder, name)) : undefined
      if (writtenAt) yield { name, writtenAt, ...(key === undefined ? {} : { key }) }
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

async function timeOf(path: string): Promise<Date | undefined> {
  try {
    return (await stat(path)).mtime
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}
