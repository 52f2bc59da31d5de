import { tokenHash } from '../../accounts/index.ts'
import type { Departure } from '../departure.model.ts'
import type { PrivacyDeps } from '../deps.ts'

/** What became of an erasure that an outside party asked for, by the code of its status page; undefined for no such code. */
export async function departureState(
  deps: PrivacyDeps,
  code: string,
): Promise<{ askedAt: Date; doneAt?: Date } | undefined> {
  const found = await deps.departures.findOne({ codeHash: tokenHash(code) }).lean<Departure>()
  if (!found) return undefined
  return { askedAt: found.askedAt, ...(found.doneAt ? { doneAt: found.doneAt } : {}) }
}
