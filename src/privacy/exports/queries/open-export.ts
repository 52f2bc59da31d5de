import { Gone, NotFound, type Actor } from '../../../kernel/index.ts'
import { exportIdOf } from '../address.ts'
import type { ExportDeps } from '../deps.ts'
import type { DataExport } from '../export.model.ts'

/** A packed export, read part by part. */
export interface OpenedExport {
  length: number
  madeAt: Date
  pieces: AsyncIterable<Uint8Array>
}

/**
 * The export behind a file name, for its owner: the account that is signed in, or, where it belongs to an address
 * alone, whoever was mailed the name. Throws NotFound for anybody else, Gone once it is over.
 */
export async function openExport(
  deps: ExportDeps,
  { actor, fileName }: { actor: Actor; fileName: string },
): Promise<OpenedExport> {
  const id = exportIdOf(fileName, deps.secret)
  const found = id === undefined ? null : await deps.exports.findById(id).lean<DataExport>()
  if (!found || !isTheirs(found, actor)) throw new NotFound('no such export')
  const { state, length, partCount, readyAt, expiresAt } = found
  if (state === 'asked' || state === 'making' || state === 'failed') throw new NotFound('not there yet')
  if (state === 'gone' || expiresAt <= deps.clock() || length === undefined || partCount === undefined) throw new Gone()
  return { length, madeAt: readyAt ?? found.askedAt, pieces: partsOf(deps, found._id, partCount) }
}

function isTheirs({ accountId }: DataExport, actor: Actor): boolean {
  return accountId === undefined || (actor.kind === 'member' && actor.id === accountId)
}

async function* partsOf({ parts }: ExportDeps, id: string, count: number): AsyncGenerator<Uint8Array> {
  for (let number = 0; number < count; number += 1) {
    const part = await parts.findById(`${id} ${number}`)
    if (!part) throw new Gone()
    yield part.bytes
  }
}
