import { createReadStream, existsSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Erased } from '../kernel/index.ts'

/** What is gone for good: ids by kind of thing. */
export type GoneIds = Map<string, Set<string>>

/**
 * Writes what is gone as lines of kind and id, and nothing else of anything. Under its name only when it is whole, so that
 * what was there before is not lost to a crash. Gives the number of lines.
 */
export async function writeErased(path: string, gone: GoneIds): Promise<number> {
  const draft = `${path}.part`
  const file = await open(draft, 'w', 0o600)
  let count = 0
  try {
    for (const [kind, ids] of gone) {
      for (const id of ids) {
        await file.write(`${kind} ${id}\n`)
        count += 1
      }
    }
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  return count
}

/** What such a file tells; nothing where it is missing. Throws an Error for a line that is none. */
export async function readErased(path: string): Promise<GoneIds> {
  const gone: GoneIds = new Map()
  if (!existsSync(path)) return gone
  for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) {
    if (line === '') continue
    const [, kind, id] = /^([a-z-]+) (\S+)$/.exec(line) ?? []
    if (kind === undefined || id === undefined) throw new Error(`${path} holds a line that tells of nothing: ${line}`)
    add(gone, kind, id)
  }
  return gone
}

/** What the features know to be gone. */
export async function erasedNow(erased: readonly Erased[]): Promise<GoneIds> {
  const gone: GoneIds = new Map()
  for (const { kind, ids } of erased) for await (const id of ids()) add(gone, kind, id)
  return gone
}

/** All of several. */
export function together(...many: readonly GoneIds[]): GoneIds {
  const gone: GoneIds = new Map()
  for (const each of many) for (const [kind, ids] of each) for (const id of ids) add(gone, kind, id)
  return gone
}

/**
 * Erases again what is there again. Gives how many things of each kind. Throws an Error for a kind that nobody knows,
 * before anything is erased: such a file comes from a newer version.
 */
export async function eraseAgain(erased: readonly Erased[], gone: GoneIds): Promise<Map<string, number>> {
  const unknown = [...gone.keys()].find((kind) => !erased.some((each) => each.kind === kind))
  if (unknown !== undefined) throw new Error(`Nobody knows how to erase ${unknown}: it was written by a newer version.`)
  const counts = new Map<string, number>()
  for (const each of erased) {
    const count = await each.eraseAgain([...(gone.get(each.kind) ?? [])])
    if (count > 0) counts.set(each.kind, count)
  }
  return counts
}

function add(gone: GoneIds, kind: string, id: string): void {
  const ids = gone.get(kind) ?? new Set<string>()
  gone.set(kind, ids.add(id))
}
