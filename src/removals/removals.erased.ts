import { removableKinds, type Erased, type RemovableKind } from '../kernel/index.ts'
import type { RemovalDeps } from './deps.ts'
import type { Run } from './engine/run.model.ts'

/**
 * Things that were erased on somebody's request, and those out of which passages were taken. Which passages is known to
 * nobody any more: where a backup has the thing as it was before, all of it goes.
 */
export function erasedOnRequest(deps: RemovalDeps): Erased {
  return {
    kind: 'removal',
    async *ids() {
      for await (const { steps } of deps.runs.find(carriedOut, { steps: 1 }).lean<Pick<Run, 'steps'>>().cursor()) {
        for (const { kind, thingId, deed } of steps) if (isFinal(deed)) yield `${kind}:${thingId}`
      }
    },
    async eraseAgain(ids) {
      let erased = 0
      for (const id of ids) if (await eraseOne(deps, id)) erased += 1
      return erased
    },
  }
}

const carriedOut = { state: { $in: ['ready', 'removing', 'remains', 'done'] } } as const

const isFinal = (deed: Run['steps'][number]['deed']): boolean => deed === 'erase' || deed === 'redact'

async function eraseOne({ runs, removables }: RemovalDeps, id: string): Promise<boolean> {
  const [name = '', ...rest] = id.split(':')
  const kind = removableKinds.find((each) => each === name)
  const thingId = rest.join(':')
  if (kind === undefined || (await wasDone(runs, kind, thingId))) return false
  const isThere = (await removables[kind].find(thingId)) !== undefined
  await removables[kind].erase(thingId)
  return isThere
}

/** The backup was made after it: what is there now, such as a new name, is not what had to go. */
async function wasDone(runs: RemovalDeps['runs'], kind: RemovableKind, thingId: string): Promise<boolean> {
  const step = { kind, thingId, deed: { $in: ['erase', 'redact'] }, doneAt: { $exists: true } }
  return (await runs.exists({ steps: { $elemMatch: step } })) !== null
}
