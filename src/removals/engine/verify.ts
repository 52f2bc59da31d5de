import { removableKinds, type Remains } from '../../kernel/index.ts'
import { finishRemoving } from '../commands/finish-removing.ts'
import { tellRemains } from '../commands/tell-remains.ts'
import type { RemovalDeps } from '../deps.ts'
import { recogniser } from './recognise.ts'
import type { Report, Run } from './run.model.ts'
import { scrubCases } from './scrub-cases.ts'
import { searchEverywhere } from './search-store.ts'

/** How long the job waits before it looks once more for what was left, in milliseconds: each look reads the whole store. */
const looksAgainAfter = 60 * 60 * 1000

/**
 * Looks for what is left of what a plan removed: each feature in its own places, then every document and file there is.
 * Nothing left closes the plan, and its fingerprints go; something keeps the case open and calls staff. Gives whether
 * nothing was left.
 */
export async function verify(
  deps: RemovalDeps,
  run: Run,
  goOn: (change?: { $set?: object; $unset?: object }) => Promise<void>,
): Promise<boolean> {
  const { fingerprints = [] } = run
  const known = recogniser(fingerprints)
  await scrubCases(deps, known)
  const found: Remains[] = []
  for (const kind of removableKinds) {
    await goOn()
    found.push(await deps.removables[kind].whatIsLeft(fingerprints))
  }
  found.push(await searchEverywhere(deps, { recogniser: known, caseId: run.caseId }, goOn))
  const report = reportOf(found, { at: deps.clock(), tooShort: known.tooShort })
  const accepted = new Set(run.accepted.map(asOne))
  const left = report.left.filter((place) => !accepted.has(asOne(place)))
  const verified = { report, verified: run.verified + 1 }
  if (left.length > 0) {
    const restsUntil = new Date(deps.clock().getTime() + looksAgainAfter)
    await goOn({ $set: { ...verified, state: 'remains', restsUntil } })
    await tellRemains(deps, run, left.length)
    return false
  }
  await goOn({ $set: verified })
  await finishRemoving(deps, run)
  await goOn({ $set: { state: 'done', doneAt: deps.clock() }, $unset: { fingerprints: 1 } })
  return true
}

const asOne = ({ place, id }: { place: string; id: string }): string => `${place} ${id}`

/** Places that several looked at count once. */
function reportOf(found: readonly Remains[], { at, tooShort }: { at: Date; tooShort: number }): Report {
  const looked = new Map<string, number>()
  const left = new Map<string, Report['left'][number]>()
  for (const remains of found) {
    for (const { place, things } of remains.looked) looked.set(place, Math.max(things, looked.get(place) ?? 0))
    for (const place of remains.left) left.set(asOne(place), place)
  }
  return {
    at,
    looked: [...looked].map(([place, things]) => ({ place, things })).sort((a, b) => a.place.localeCompare(b.place)),
    left: [...left.values()],
    tooShort,
  }
}
