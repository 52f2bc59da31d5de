import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Collection } from 'mongoose'
import type { Remains } from '../../kernel/index.ts'
import type { RemovalDeps } from '../deps.ts'
import { openUp } from './open-up.ts'
import type { Recogniser } from './recognise.ts'

/** Holds the fingerprints themselves. */
const leftOut = new Set(['removalruns'])

/** Documents after which a runner says that it is still there. */
const sayEvery = 2000

/** Findings that a report names in one place: more say nothing new. */
const mostNamed = 50

interface Found {
  places: Remains['looked'][number]
  left: Remains['left'][number][]
}

/**
 * Looks through every document of every collection there is, by the driver, and through every file beside the store.
 * `goOn` is asked before each place; it throws when somebody else has taken over.
 */
export async function searchEverywhere(
  deps: RemovalDeps,
  { recogniser, caseId }: { recogniser: Recogniser; caseId: string },
  goOn: () => Promise<void>,
): Promise<Remains> {
  const found: Found[] = []
  const collections = await deps.connection.listCollections()
  for (const { name } of collections.toSorted((one, other) => one.name.localeCompare(other.name))) {
    if (leftOut.has(name) || name.startsWith('system.')) continue
    await goOn()
    found.push(await searchCollection(deps.connection.collection(name), { name, recogniser, caseId, goOn }))
  }
  await goOn()
  found.push(await searchFolder(deps.uploadsFolder, recogniser))
  return { looked: found.map(({ places }) => places), left: found.flatMap(({ left }) => left) }
}

async function searchCollection(
  collection: Collection,
  {
    name,
    recogniser,
    caseId,
    goOn,
  }: { name: string; recogniser: Recogniser; caseId: string; goOn: () => Promise<void> },
): Promise<Found> {
  const left: Found['left'] = []
  let things = 0
  for await (const document of collection.find({})) {
    things += 1
    if (things % sayEvery === 0) await goOn()
    const { _id } = document
    if (left.length < mostNamed && isIn(readable(document, { name, caseId }), recogniser))
      left.push({ place: name, id: String(_id) })
  }
  return { places: { place: name, things }, left }
}

/**
 * A case goes on naming what it was about by its ids, which lead nowhere any more. The case itself, and the mails about it,
 * know who has to be told that it is done; the case forgets them then.
 */
function readable(document: Record<string, unknown>, { name, caseId }: { name: string; caseId: string }): object {
  const { things, parties, to, toName, ...rest } = document
  const _id = String(document['_id'])
  if (name === 'removalcases') return { ...rest, ...(_id === caseId ? {} : { parties }), _id }
  const isToldOfIt = name === 'mails' && JSON.stringify(document['about'] ?? []).includes(caseId)
  return { ...rest, things, parties, ...(isToldOfIt ? {} : { to, toName }), _id }
}

/** Pictures are compared by the feature that keeps them; everything else is read here. */
async function searchFolder(folder: string, recogniser: Recogniser): Promise<Found> {
  const left: Found['left'] = []
  let things = 0
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    // Nothing was ever uploaded.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  })
  for (const entry of entries) {
    if (!entry.isFile()) continue
    things += 1
    const path = join(entry.parentPath, entry.name)
    const bytes = entry.name.endsWith('.webp') ? undefined : await readFile(path).catch(() => undefined)
    const isLeft = recogniser.inText(entry.name) || (bytes !== undefined && isIn(bytes, recogniser))
    if (isLeft && left.length < mostNamed) left.push({ place: 'uploads', id: path.slice(folder.length + 1) })
  }
  return { places: { place: 'uploads', things }, left }
}

function isIn(value: unknown, recogniser: Recogniser): boolean {
  for (const opened of openUp(value)) {
    if (opened.kind === 'text' ? recogniser.inText(opened.text) : recogniser.isFile(opened.bytes)) return true
  }
  return false
}
