import { type Actor, type FoundThing, type MessageKey } from '../../kernel/index.ts'
import { referenceOf } from '../addresses.ts'
import type { CaseThing, RemovalCase } from '../case.model.ts'
import type { Decision } from '../decision.model.ts'
import type { RemovalDeps } from '../deps.ts'
import { noonOf, dayOf, daysBetween } from '../due.ts'
import type { Run } from '../engine/run.model.ts'
import { deedKeys, groundKeys, relationKeys, stateKeys } from '../labels.words.ts'
import type { StaffCase } from '../load-case.ts'
import { isConcerned, mayDecide, mayDecideAppeal } from '../removals.policy.ts'
import { markOf, piecesOf } from '../pieces.ts'
import { toThingView, type ThingView } from './show-form.ts'
import { toDecisionView, toLine, type DecisionView, type ThingLine } from './show-status.ts'

/** A thing in its context, as whoever decides sees it: hidden or not. */
export interface CaseThingView extends ThingLine {
  n: number
  /** Missing once it is gone. */
  thing?: ThingView
  /** What it answers. */
  before?: string
  author?: { name: string; address?: string }
  /** Parts of it that can be taken out; missing where it only goes as a whole. */
  pieces?: string[]
  seen?: string
  /** Other requests about the same thing. */
  others: { reference: string; address: string; stateKey: MessageKey }[]
}

export interface CaseView {
  id: string
  reference: string
  groundKey: MessageKey
  stateKey: MessageKey
  receivedAt: Date
  dueOn: Date
  daysLeft: number
  prolongedBecause?: string
  wishesHidden: boolean
  /** Who asked wants everything gone that is held of them. */
  wantsAll: boolean
  isLeftVisible: boolean
  isHidden: boolean
  asker: { name?: string; email?: string; isMember: boolean }
  notice: {
    words?: string
    relationKey?: MessageKey
    reference?: string
    postalAddress?: string
    phone?: string
    signature?: string
    inGoodFaith: boolean
    underPerjury: boolean
  }
  things: CaseThingView[]
  parties: {
    n: number
    isAsker: boolean
    name: string
    canBeReached: boolean
    messages: { at: Date; isStaff: boolean; text: string }[]
  }[]
  decisions: (DecisionView & { by?: string })[]
  appeal?: { at: Date; isAsker: boolean; words: string }
  counter?: { at: Date; name: string; words: string; restoreOn: Date; isInCourt: boolean; isRestored: boolean }
  runs: RunView[]
  events: { at: Date; key: MessageKey; by?: string; note?: string }[]
  /** Message key that says why this reader decides nothing here. */
  whyNot?: MessageKey
  may: { hide: boolean; show: boolean; leave: boolean; ask: boolean; prolong: boolean; decide: boolean; add: boolean }
  at: string
}

export interface RunView {
  id: string
  isDone: boolean
  isWaiting: boolean
  startsAt: Date
  steps: number
  stepsDone: number
  begun: number
  report?: {
    at: Date
    looked: { place: string; things: number }[]
    left: { place: string; id: string; address?: string }[]
    tooShort: number
  }
  accepted: { place: string; id: string; reason: string }[]
}

/**
 * Everything about a case, for those who decide. Whoever it is about themselves sees how far it is, and nothing of who
 * asked and what was said.
 */
export async function showCase(deps: RemovalDeps, actor: Actor, given: StaffCase): Promise<CaseView> {
  const item = isConcerned(actor, given) ? withoutWords(given) : given
  const decisions = await deps.decisions.find({ caseId: item._id }).sort({ at: 1 }).lean<Decision[]>()
  const runs = await deps.runs
    .find({ caseId: item._id, state: { $ne: 'drafted' } }, { fingerprints: 0, 'steps.passages': 0 })
    .sort({ createdAt: 1 })
    .lean<Run[]>()
  const people = await deps.accounts.people([
    ...item.events.map(({ byId }) => byId),
    ...decisions.map(({ byId }) => byId),
  ])
  const name = (id: string | undefined): { by?: string } => {
    const by = id === undefined ? undefined : people.get(id)?.name
    return by === undefined ? {} : { by }
  }
  const decision = item.state === 'appealed' ? mayDecideAppeal(actor, item) : mayDecide(actor, item)
  return {
    ...factsOf(deps, item),
    things: await thingsOf(deps, item),
    decisions: decisions.map((each) => ({ ...toDecisionView(each), ...name(each.byId) })),
    runs: runs.map((run) => toRunView(deps, run)),
    events: item.events.map(({ at, deed, byId, note }) => ({
      at,
      key: deedKeys[deed],
      ...name(byId),
      ...(note !== undefined && deed === 'reminded' ? { note } : {}),
    })),
    ...(decision.allowed ? {} : { whyNot: decision.reason }),
    may: mayOf(item, { isAllowed: decision.allowed, now: deps.clock() }),
  }
}

/** Who asked stays unknown to the other side (EU DSA Art. 17(3)(b)). */
function withoutWords({ counter: _counter, prolonged: _prolonged, ...item }: StaffCase): StaffCase {
  return {
    ...item,
    notice: {},
    messages: [],
    appeals: [],
    parties: item.parties.map(({ role, accountId }) => ({
      role,
      locale: 'en',
      ...(accountId === undefined ? {} : { accountId }),
    })),
  }
}

function factsOf({ link, clock }: RemovalDeps, item: RemovalCase) {
  const { _id: id, ground, state, receivedAt, dueOn, prolonged, notice, parties, appeals, counter, timeZone } = item
  const asker = parties[0]
  const waiting = appeals.find(({ decidedAt }) => decidedAt === undefined)
  const { relation, inGoodFaith = false, underPerjury = false, ...written } = notice
  return {
    id,
    reference: referenceOf(id),
    groundKey: groundKeys[ground],
    stateKey: stateKeys[state],
    receivedAt,
    dueOn: noonOf(dueOn),
    daysLeft: daysBetween(dayOf(clock(), timeZone), dueOn),
    ...(prolonged ? { prolongedBecause: prolonged.reason } : {}),
    wishesHidden: item.wishesHidden,
    wantsAll: item.wantsAll ?? false,
    isLeftVisible: item.leftVisibleAt !== undefined,
    isHidden: item.things.some(({ isHidden }) => isHidden),
    asker: {
      ...(asker?.name === undefined ? {} : { name: asker.name }),
      ...(asker?.email === undefined ? {} : { email: asker.email }),
      isMember: asker?.accountId !== undefined,
    },
    notice: { ...written, ...(relation ? { relationKey: relationKeys[relation] } : {}), inGoodFaith, underPerjury },
    parties: parties.map(({ role, name, email }, n) => ({
      n,
      isAsker: role === 'asker',
      name: name ?? '',
      canBeReached: email !== undefined,
      messages: item.messages
        .filter(({ party }) => party === n)
        .map(({ at, from, text }) => ({ at, isStaff: from === 'staff', text })),
    })),
    ...(waiting ? { appeal: { at: waiting.at, isAsker: waiting.party === 0, words: waiting.words } } : {}),
    ...(counter
      ? {
          counter: {
            at: counter.at,
            name: counter.name,
            words: counter.words,
            restoreOn: noonOf(counter.restoreOn),
            isInCourt: counter.courtAt !== undefined,
            isRestored: counter.restoredAt !== undefined,
          },
        }
      : {}),
    at: link(`/staff/removals/${id}`),
  }
}

async function thingsOf(deps: RemovalDeps, item: RemovalCase): Promise<CaseThingView[]> {
  const found = await Promise.all(item.things.map(({ kind, id }) => deps.removables[kind].find(id)))
  const people = await deps.accounts.people(found.map((thing) => thing?.accountId))
  const others = await othersOf(deps, item)
  return item.things.map((thing, n) => {
    const there = found[n]
    const author = people.get(there?.accountId ?? '')
    return {
      n,
      ...toLine(deps, thing),
      others: others.get(keyOf(thing)) ?? [],
      ...(there ? inContext(deps, there, { id: item._id, n }) : {}),
      ...(author
        ? { author: { name: author.name, ...(author.address === undefined ? {} : { address: author.address }) } }
        : {}),
    }
  })
}

const keyOf = ({ kind, id }: Pick<CaseThing, 'kind' | 'id'>): string => `${kind} ${id}`

/** Other requests that are read about all things of one. */
const mostOthers = 100

/** The latest other requests about the things of a case, by kind and id. */
async function othersOf(
  { cases, link }: RemovalDeps,
  { _id: own, things }: RemovalCase,
): Promise<Map<string, CaseThingView['others']>> {
  const found = await cases
    .find(
      { _id: { $ne: own }, state: { $ne: 'unconfirmed' }, 'things.id': { $in: things.map(({ id }) => id) } },
      { state: 1, 'things.kind': 1, 'things.id': 1 },
    )
    .sort({ receivedAt: -1 })
    .limit(mostOthers)
    .lean<Pick<RemovalCase, '_id' | 'state' | 'things'>[]>()
  const others = new Map<string, CaseThingView['others']>()
  for (const { _id, state, things: theirs } of found) {
    const other = { reference: referenceOf(_id), address: link(`/staff/removals/${_id}`), stateKey: stateKeys[state] }
    for (const thing of theirs) others.set(keyOf(thing), [...(others.get(keyOf(thing)) ?? []), other])
  }
  return others
}

function inContext(
  deps: RemovalDeps,
  found: FoundThing,
  { id, n }: { id: string; n: number },
): Pick<CaseThingView, 'thing' | 'before' | 'pieces' | 'seen'> {
  const canBeCut = deps.removables[found.kind].redact !== undefined && found.preview.kind === 'text'
  const text = found.preview.kind === 'text' ? found.preview.text : ''
  return {
    thing: toThingView(found, deps.link(`/staff/removals/${id}/things/${n}/picture`)),
    ...(found.before === undefined ? {} : { before: found.before }),
    ...(canBeCut ? { pieces: piecesOf(text), seen: markOf(text) } : {}),
  }
}

function toRunView({ link }: RemovalDeps, run: Run): RunView {
  const accepted = run.accepted.map(({ place, id, reason }) => ({ place, id, reason }))
  const isAccepted = (left: { place: string; id: string }): boolean =>
    accepted.some(({ place, id }) => place === left.place && id === left.id)
  return {
    id: run._id,
    isDone: run.state === 'done',
    isWaiting: run.state === 'ready' && run.begun === 0,
    startsAt: run.startsAt,
    steps: run.steps.length,
    stepsDone: run.steps.filter(({ doneAt }) => doneAt !== undefined).length,
    begun: run.begun,
    accepted,
    ...(run.report
      ? {
          report: {
            at: run.report.at,
            looked: run.report.looked,
            tooShort: run.report.tooShort,
            left: run.report.left
              .filter((left) => !isAccepted(left))
              .map(({ place, id }) => ({ place, id, ...(place === 'posts' ? { address: link(`/posts/${id}`) } : {}) })),
          },
        }
      : {}),
  }
}

function mayOf(item: RemovalCase, { isAllowed, now }: { isAllowed: boolean; now: Date }): CaseView['may'] {
  const isOpen = isAllowed && item.state === 'open'
  const isHidden = item.things.some((thing) => thing.isHidden)
  return {
    hide: isOpen && !isHidden && item.things.length > 0,
    show: isOpen && isHidden,
    leave: isOpen && item.wishesHidden && !isHidden && item.leftVisibleAt === undefined && item.things.length > 0,
    ask: isAllowed && item.clearedAt === undefined && item.ground !== 'own' && item.state !== 'withdrawn',
    prolong: isOpen && !item.prolonged && now <= item.dueAt,
    decide: isOpen || (isAllowed && item.state === 'appealed'),
    add: isOpen,
  }
}
