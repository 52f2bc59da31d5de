import { Invalid, NotFound } from '../../kernel/index.ts'
import type { CaseThing, RemovalCase } from '../case.model.ts'
import type { RemovalDeps } from '../deps.ts'
import { markOf, piecesOf } from '../pieces.ts'
import { becomings, type Becoming } from '../removals.words.ts'

type Fields = Readonly<Record<string, string>>

/**
 * What a decision's form says of each thing: ticked pieces by their numbers, further passages by their words. Throws
 * Invalid for a thing that nothing is said of, and when its text isn't any more the one that was shown.
 */
export async function readJudgements(
  deps: RemovalDeps,
  id: string,
  fields: Fields,
): Promise<{ becomes: Becoming; passages: string[] }[]> {
  const item = await deps.cases.findById(id).lean<RemovalCase>()
  if (!item) throw new NotFound('no such case')
  return Promise.all(item.things.map((thing, n) => readOne(deps, thing, { n, fields })))
}

async function readOne(
  deps: RemovalDeps,
  thing: CaseThing,
  { n, fields }: { n: number; fields: Fields },
): Promise<{ becomes: Becoming; passages: string[] }> {
  const becomes = becomings.find((known) => known === fields[`becomes-${n}`])
  if (!becomes) throw new Invalid({ [`becomes-${n}`]: 'removals:rules.becomesMissing' })
  if (becomes !== 'part') return { becomes, passages: [] }
  const found = await deps.removables[thing.kind].find(thing.id)
  const text = found?.preview.kind === 'text' ? found.preview.text : ''
  if (fields[`seen-${n}`] !== markOf(text)) throw new Invalid({ form: 'removals:rules.textChanged' })
  const pieces = piecesOf(text)
  const ticked = pieces.filter((_piece, k) => fields[`piece-${n}-${k}`] === 'on')
  const typed = (fields[`words-${n}`] ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return { becomes, passages: [...new Set([...ticked, ...typed])] }
}
