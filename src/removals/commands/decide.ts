import { mongo } from 'mongoose'
import { allow, Conflict, Invalid, newId, type Actor, type Member } from '../../kernel/index.ts'
import type { CaseThing, RemovalCase } from '../case.model.ts'
import type { Decision } from '../decision.model.ts'
import type { RemovalDeps } from '../deps.ts'
import type { RunStep } from '../engine/run.model.ts'
import { appealEnd } from '../due.ts'
import { mayDecide, mayDecideAppeal } from '../removals.policy.ts'
import {
  blankPattern,
  reversibleBases,
  type Basis,
  type Becoming,
  type Outcome,
  type PersonBecoming,
  type Refusal,
} from '../removals.words.ts'
import { carryOutDecision } from './carry-out-decision.ts'
import { loadCase, type StaffCase } from '../load-case.ts'
import { record } from './record.ts'

/** What becomes of one thing; the passages are there where parts of it go. */
export interface Judgement {
  becomes: Becoming
  passages: readonly string[]
}

export interface NewDecision {
  id: string
  /** In the order of the case's things. */
  things: readonly Judgement[]
  /** Everything that is held of who asked; there where they wanted that gone. */
  person?: PersonBecoming | undefined
  basis?: Basis | undefined
  refusal?: Refusal | undefined
  explanation: string
}

/**
 * Decides about a request, or about the appeal that waits. The plan is written first, then the decision, which is the
 * one moment that counts; all that follows is carried out from the two and can be cut off anywhere. Throws NotFound,
 * NotAllowed, Conflict, and Invalid where a ground, an explanation or a passage is missing.
 */
export async function decide(deps: RemovalDeps, actor: Actor, input: NewDecision): Promise<Decision> {
  const item = await loadCase(deps, input.id)
  const round = roundOf(actor, item)
  const person = personOf(item, input)
  const outcome = outcomeOf([...input.things.map(({ becomes }) => becomes), ...(person === undefined ? [] : [person])])
  requireReasons(item, outcome, input)
  await requirePassages(deps, item, input.things)
  const { id: byId } = actor as Member
  const runIds = await draftRuns(deps, item, input)
  const decision: Decision = {
    _id: newId(),
    caseId: item._id,
    round,
    at: deps.clock(),
    byId,
    outcome,
    things: input.things.map(({ becomes, passages }) => ({ becomes, passages: passages.length })),
    ...(person === undefined ? {} : { person }),
    ...(outcome === 'declined' || input.basis === undefined ? {} : { basis: input.basis }),
    ...(outcome === 'granted' || input.refusal === undefined ? {} : { refusal: input.refusal }),
    explanation: input.explanation,
    runIds,
  }
  await commit(deps, decision)
  await carryOutDecision(deps, decision._id)
  await record(deps, actor, { action: 'removal.decide', id: item._id, details: { outcome, round } })
  return decision
}

/** The appeal that waits comes before everything else. */
function roundOf(actor: Actor, item: StaffCase): string {
  if (item.state === 'appealed') {
    allow(mayDecideAppeal(actor, item))
    const waiting = item.appeals.find(({ decidedAt }) => decidedAt === undefined)
    if (!waiting) throw new Conflict('removals:rules.decided')
    return `appeal-${waiting.party}`
  }
  allow(mayDecide(actor, item))
  if (item.state !== 'open') throw new Conflict('removals:rules.decided')
  return 'first'
}

/** All goes, nothing does, or some of it. */
function outcomeOf(becoming: readonly Becoming[]): Outcome {
  const kinds = new Set(becoming)
  if (kinds.size === 0 || (kinds.size === 1 && kinds.has('keep'))) return 'declined'
  return kinds.size === 1 && kinds.has('remove') ? 'granted' : 'part'
}

/** What becomes of the person's data, where that was asked for. */
const personOf = ({ wantsAll }: RemovalCase, { person }: NewDecision): PersonBecoming | undefined =>
  wantsAll ? person : undefined

/** Nothing is refused, and nothing removed, without its ground and the facts. */
function requireReasons(item: RemovalCase, outcome: Outcome, input: NewDecision): void {
  const { things, basis, refusal, explanation } = input
  const faults: Record<string, string> = {}
  if (things.length !== item.things.length) faults['form'] = 'removals:rules.eachThing'
  if (item.wantsAll && input.person === undefined) faults['person'] = 'removals:rules.becomesMissing'
  if (outcome !== 'declined' && basis === undefined) faults['basis'] = 'removals:rules.basisMissing'
  if (outcome !== 'granted' && refusal === undefined) faults['refusal'] = 'removals:rules.refusalMissing'
  if (explanation.trim().length < 10) faults['explanation'] = 'removals:rules.explanationMissing'
  else if (blankPattern.test(explanation)) faults['explanation'] = 'removals:rules.blankLeft'
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
}

/** What is taken out must be chosen, and must stand in the thing as it is now. */
async function requirePassages(
  { removables }: RemovalDeps,
  item: RemovalCase,
  things: readonly Judgement[],
): Promise<void> {
  for (const [n, { becomes, passages }] of things.entries()) {
    const thing = item.things[n]
    if (becomes !== 'part' || !thing) continue
    const field = `words-${n}`
    const found = removables[thing.kind].redact ? await removables[thing.kind].find(thing.id) : undefined
    if (found?.preview.kind !== 'text') throw new Invalid({ [field]: 'removals:rules.noParts' })
    if (passages.length === 0) throw new Invalid({ [field]: 'removals:rules.passagesMissing' })
    const text = folded(found.preview.text)
    if (!passages.every((passage) => text.includes(folded(passage))))
      throw new Invalid({ [field]: 'removals:rules.passageNotFound' })
  }
}

const folded = (text: string): string => text.replace(/\s+/gu, ' ').trim()

/** What goes for good at once, and what is only out of sight until nobody can appeal any more. Gives the plans' ids. */
async function draftRuns(deps: RemovalDeps, item: RemovalCase, input: NewDecision): Promise<string[]> {
  const { basis = 'terms' } = input
  const going = input.things.flatMap(({ becomes, passages }, n) => {
    const thing = item.things[n]
    return thing && becomes !== 'keep' ? [{ thing, becomes, passages }] : []
  })
  const isLater = (becomes: Becoming): boolean => becomes === 'remove' && reversibleBases.includes(basis)
  const now = going.filter(({ becomes }) => !isLater(becomes))
  const later = going.filter(({ becomes }) => isLater(becomes))
  const ids: string[] = []
  const at = deps.clock()
  for (const [things, startsAt] of [
    [now, at],
    [later, appealEnd(at, item.timeZone)],
  ] as const) {
    const forgetsAsker = things === now && personOf(item, input) === 'remove'
    if (things.length === 0 && !forgetsAsker) continue
    const run = await deps.runs.create({
      caseId: item._id,
      state: 'drafted',
      startsAt,
      why: basis === 'terms' ? 'other' : basis === 'own' ? 'author' : basis,
      steps: stepsOf(things),
      ...(forgetsAsker ? { forgetsAsker } : {}),
      createdAt: at,
    })
    ids.push(run._id)
  }
  return ids
}

/** Everything out of sight first: that is done in a moment, however long the rest takes. */
function stepsOf(things: readonly { thing: CaseThing; becomes: Becoming; passages: readonly string[] }[]): RunStep[] {
  const to = ({ kind, id }: CaseThing, deed: RunStep['deed']): RunStep => ({ kind, thingId: id, deed })
  return [
    ...things.map(({ thing }) => to(thing, 'hide')),
    ...things.flatMap(({ thing, becomes, passages }) =>
      becomes === 'remove'
        ? [to(thing, 'erase')]
        : [{ ...to(thing, 'redact'), passages: [...passages] }, to(thing, 'show')],
    ),
  ]
}

async function commit({ decisions, runs }: RemovalDeps, decision: Decision): Promise<void> {
  try {
    await decisions.create(decision)
  } catch (error) {
    await runs.deleteMany({ _id: { $in: decision.runIds }, state: 'drafted' })
    if (error instanceof mongo.MongoServerError && error.code === 11000) throw new Conflict('removals:rules.decided')
    throw error
  }
}
