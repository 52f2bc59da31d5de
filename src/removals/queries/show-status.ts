import { type MessageKey } from '../../kernel/index.ts'
import { referenceOf, thingPath } from '../addresses.ts'
import type { CaseThing, RemovalCase } from '../case.model.ts'
import { whyNoAppeal, whyNoCounter } from '../contest.ts'
import type { Decision } from '../decision.model.ts'
import type { RemovalDeps } from '../deps.ts'
import { noonOf } from '../due.ts'
import {
  basisKeys,
  becomingKeys,
  deedKeys,
  groundKeys,
  kindKeys,
  outcomeKeys,
  refusalKeys,
  stateKeys,
} from '../labels.words.ts'
import { loadByToken, type OwnCase, type PartyLink } from '../load-party.ts'
import { reversibleBases, type Deed } from '../removals.words.ts'

/** A thing of a case in one line, without its words. */
export interface ThingLine {
  kindKey: MessageKey
  writtenAt: Date
  /** Where it is, or was, by its id. */
  address?: string
  isHidden: boolean
  becomesKey?: MessageKey
}

export interface NoticeView {
  reference: string
  groundKey: MessageKey
  receivedAt: Date
  dueOn: Date
  things: ThingLine[]
  words?: string
  name?: string
}

export interface DecisionView {
  at: Date
  outcomeKey: MessageKey
  basisKey?: MessageKey
  refusalKey?: MessageKey
  explanation: string
  /** It is about an appeal. */
  isAppeal: boolean
  /** What goes is out of sight first, and erased when nobody can appeal any more. */
  isReversible: boolean
}

/** A case as one of its parties sees it: the other side's name and words are not in it. */
export interface StatusView extends NoticeView {
  isAsker: boolean
  isOwn: boolean
  state: RemovalCase['state']
  stateKey: MessageKey
  wishesHidden: boolean
  prolongedBecause?: string
  decisions: DecisionView[]
  messages: { at: Date; isOwn: boolean; text: string }[]
  events: { at: Date; key: MessageKey }[]
  report?: { at: Date; places: number; things: number; left: number }
  counter?: {
    at: Date
    name: string
    postalAddress: string
    phone: string
    words: string
    restoreOn: Date
    restoreBy: Date
    isInCourt: boolean
    isRestored: boolean
  }
  appealUntil?: Date
  authority?: string
  disputeBody?: string
  may: { write: boolean; withdraw: boolean; appeal: boolean; counter: boolean; court: boolean }
  /** Where its forms lead, below which each has a word of its own. */
  at: string
}

/** What a party sees at the address with their token. Throws NotFound. */
export async function showStatus(deps: RemovalDeps, link: PartyLink): Promise<StatusView> {
  const own = await loadByToken(deps, link)
  const { item, party, self } = own
  const decisions = await deps.decisions.find({ caseId: item._id }).sort({ at: 1 }).lean<Decision[]>()
  const isAsker = self.role === 'asker'
  const told = isAsker ? decisions.filter(({ runIds }) => runIds.length === 0 || item.state !== 'removing') : decisions
  const report = await reportOf(deps, item)
  const things = isAsker ? item.things : (self.things ?? []).flatMap((n) => item.things[n] ?? [])
  return {
    ...showNotice(deps, { ...item, things }),
    ...(isAsker && item.notice.words !== undefined ? { words: item.notice.words } : {}),
    ...(self.name === undefined ? {} : { name: self.name }),
    isAsker,
    isOwn: item.ground === 'own',
    state: item.state,
    stateKey: stateKeys[item.state],
    wishesHidden: item.wishesHidden,
    ...(isAsker && item.prolonged ? { prolongedBecause: item.prolonged.reason } : {}),
    decisions: item.ground === 'own' ? [] : told.map(toDecisionView),
    messages: item.messages
      .filter((message) => message.party === party)
      .map(({ at, from, text }) => ({ at, isOwn: from === 'party', text })),
    events: item.events
      .filter((event) => publicDeeds.has(event.deed) && (event.party === undefined || event.party === party))
      .map(({ at, deed }) => ({ at, key: deedKeys[deed] })),
    ...(report && isAsker ? { report } : {}),
    ...counterOf(own),
    ...(item.appealUntil ? { appealUntil: item.appealUntil } : {}),
    ...deps.waysOn,
    may: mayOf(own, deps.clock()),
    at: deps.link(`/removals/${item._id}/${link.token}`),
  } as StatusView
}

/** What both sides may know of the course of a case. */
const publicDeeds: ReadonlySet<Deed> = new Set([
  'received',
  'confirmed',
  'hidden',
  'shown',
  'asked',
  'answered',
  'prolonged',
  'decided',
  'removed',
  'appealed',
  'countered',
  'wentToCourt',
  'restored',
  'withdrawn',
])

/** The request itself, as who asked reads it once more before confirming it. */
export function showNotice(deps: Pick<RemovalDeps, 'link'>, item: RemovalCase): NoticeView {
  const { _id, ground, receivedAt, dueOn, things, notice, parties } = item
  return {
    reference: referenceOf(_id),
    groundKey: groundKeys[ground],
    receivedAt,
    dueOn: noonOf(dueOn),
    things: things.map((thing) => toLine(deps, thing)),
    ...(item.state === 'unconfirmed' && notice.words !== undefined ? { words: notice.words } : {}),
    ...(item.state === 'unconfirmed' && parties[0]?.name !== undefined ? { name: parties[0].name } : {}),
  }
}

/** A thing by its kind, its time and what becomes of it. */
export function toLine({ link }: Pick<RemovalDeps, 'link'>, thing: CaseThing): ThingLine {
  const path = thingPath(thing)
  return {
    kindKey: kindKeys[thing.kind],
    writtenAt: thing.writtenAt,
    isHidden: thing.isHidden ?? false,
    ...(path === undefined ? {} : { address: link(path) }),
    ...(thing.becomes === undefined ? {} : { becomesKey: becomingKeys[thing.becomes] }),
  }
}

/** A decision as both sides read it. */
export function toDecisionView({ at, outcome, basis, refusal, explanation, round }: Decision): DecisionView {
  return {
    at,
    outcomeKey: outcomeKeys[outcome],
    ...(basis === undefined ? {} : { basisKey: basisKeys[basis] }),
    ...(refusal === undefined ? {} : { refusalKey: refusalKeys[refusal] }),
    explanation,
    isAppeal: round !== 'first',
    isReversible: basis !== undefined && reversibleBases.includes(basis),
  }
}

/** The proof: how much was looked through after the last removal, and what was left. */
async function reportOf({ runs }: RemovalDeps, { _id }: RemovalCase): Promise<StatusView['report']> {
  const run = await runs
    .findOne({ caseId: _id, report: { $exists: true } })
    .sort({ createdAt: -1 })
    .lean()
  if (!run?.report) return undefined
  const { at, looked, left } = run.report
  const things = looked.reduce((sum, place) => sum + place.things, 0)
  return { at, places: looked.length, things, left: run.state === 'done' ? 0 : left.length }
}

/** The claimant gets the counter-notice as it is, with who made it: that is what the law wants. */
function counterOf({ item, party }: OwnCase): Pick<StatusView, 'counter'> {
  const { counter } = item
  if (!counter || (party !== 0 && party !== counter.party)) return {}
  const { at, name, postalAddress, phone, words, restoreOn, restoreBy, courtAt, restoredAt } = counter
  const days = { restoreOn: noonOf(restoreOn), restoreBy: noonOf(restoreBy) }
  const became = { isInCourt: courtAt !== undefined, isRestored: restoredAt !== undefined }
  return { counter: { at, name, postalAddress, phone, words, ...days, ...became } }
}

function mayOf(own: OwnCase, now: Date): StatusView['may'] {
  const { item, party } = own
  const isOver = item.clearedAt !== undefined || item.ground === 'own' || item.state === 'withdrawn'
  return {
    write: !isOver,
    withdraw: party === 0 && (item.state === 'open' || item.state === 'unconfirmed') && !isOver,
    appeal: whyNoAppeal(own, now) === undefined,
    counter: whyNoCounter(own) === undefined,
    court: party === 0 && item.counter !== undefined && !item.counter.courtAt && !item.counter.restoredAt,
  }
}
