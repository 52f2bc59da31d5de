import type { OutgoingMail, Translator } from '../mail/index.ts'
import type { CaseThing, Party, RemovalCase } from './case.model.ts'
import type { Decision } from './decision.model.ts'
import { noonOf } from './due.ts'
import { basisKeys, becomingKeys, kindKeys, outcomeKeys, personKeys, refusalKeys } from './labels.words.ts'
import { reversibleBases } from './removals.words.ts'

export interface ToParty {
  party: number
  to: Party
}

/** Where somebody turns to who doesn't agree, as the owner named them. */
export interface WaysOn {
  authority?: string | undefined
  disputeBody?: string | undefined
}

/** What the words of mails depend on. */
export interface LetterOptions {
  translator: Translator
  waysOn: WaysOn
  siteName: string
  referenceOf: (id: string) => string
  /** Full addresses: of a party's page, of the page that proves an address, of a case for staff, of a thing. */
  partyAddress: (id: string, party: number) => string
  confirmationAddress: (id: string) => string
  staffAddress: (id: string) => string
  thingAddress: (thing: CaseThing) => string | undefined
}

export type Words = Pick<OutgoingMail, 'subject' | 'blocks'>

/** Somebody of the staff wrote: the words stand on the page. */
export function messageWords(options: LetterOptions, id: string, { party, to }: ToParty): Words {
  const t = options.translator(to.locale)
  return {
    subject: t('removals:mail.message.subject', { reference: options.referenceOf(id) }),
    blocks: [
      { kind: 'text', text: t('removals:mail.message.text') },
      { kind: 'action', label: t('removals:mail.toAnswer'), address: options.partyAddress(id, party) },
    ],
  }
}

/** The answer takes longer, and why. */
export function prolongedWords(options: LetterOptions, item: RemovalCase, to: Party): Words {
  const t = options.translator(to.locale)
  return {
    subject: t('removals:mail.prolonged.subject', { reference: options.referenceOf(item._id) }),
    blocks: [
      { kind: 'text', text: t('removals:mail.prolonged.text', { due: noon(item.dueOn) }) },
      { kind: 'quote', text: item.prolonged?.reason ?? '' },
      { kind: 'text', text: t('removals:mail.prolonged.contest', waysOf(options, t)) },
      { kind: 'action', label: t('removals:mail.toStatus'), address: options.partyAddress(item._id, 0) },
    ],
  }
}

/** To who asked, what was decided, why, and how to contest it. */
export function decisionWords(
  options: LetterOptions,
  item: RemovalCase,
  { decision, party, to }: ToParty & { decision: Decision },
): Words {
  const t = options.translator(to.locale)
  const things = [
    ...item.things.map((thing, n) => line(options, to, { thing, becomes: decision.things[n]?.becomes })),
    ...(decision.person && party === 0 ? [t(personKeys[decision.person])] : []),
  ]
  return {
    subject: t('removals:mail.decision.subject', {
      reference: options.referenceOf(item._id),
      outcome: t(outcomeKeys[decision.outcome]),
    }),
    blocks: [
      { kind: 'text', text: t(outcomeKeys[decision.outcome]) },
      ...(things.length > 0 ? [{ kind: 'list', items: things } as const] : []),
      ...reasonsOf(t, decision),
      { kind: 'quote', text: decision.explanation },
      ...(decision.outcome === 'declined' ? [] : [{ kind: 'text', text: goneText(t, decision) } as const]),
      ...(decision.outcome === 'granted'
        ? []
        : [{ kind: 'text', text: t('removals:mail.decision.contest', waysOf(options, t)) } as const]),
      { kind: 'action', label: t('removals:mail.toStatus'), address: options.partyAddress(item._id, party) },
    ],
  }
}

/** What was done, for what scope and how long, on which facts, after whose notice, by whom, on what ground, and how to contest it. */
export function statementWords(
  options: LetterOptions,
  id: string,
  { things, decision, party, to }: ToParty & { things: readonly CaseThing[]; decision?: Decision },
): Words {
  const t = options.translator(to.locale)
  const lines = things.map((thing) => line(options, to, { thing, becomes: decision ? thing.becomes : undefined }))
  const isOwnWish = decision?.basis === 'own'
  return {
    subject: t(decision ? 'removals:mail.statement.subject' : 'removals:mail.statement.hiddenSubject', {
      reference: options.referenceOf(id),
    }),
    blocks: [
      { kind: 'text', text: t(decision ? 'removals:mail.statement.lead' : 'removals:mail.statement.hiddenLead') },
      { kind: 'list', items: lines },
      ...(decision
        ? [
            ...reasonsOf(t, { ...decision, outcome: 'granted' }),
            { kind: 'quote', text: decision.explanation } as const,
            { kind: 'text', text: scopeText(t, decision) } as const,
          ]
        : []),
      { kind: 'text', text: t(isOwnWish ? 'removals:mail.statement.byOwn' : 'removals:mail.statement.byNotice') },
      { kind: 'text', text: t('removals:mail.statement.byPerson') },
      {
        kind: 'text',
        text: t(decision ? 'removals:mail.statement.contest' : 'removals:mail.statement.answer', waysOf(options, t)),
      },
      { kind: 'action', label: t('removals:mail.toStatus'), address: options.partyAddress(id, party) },
    ],
  }
}

/** To the claimant, the counter-notice as it is. */
export function counterWords(options: LetterOptions, { _id, counter }: RemovalCase, to: Party): Words {
  const t = options.translator(to.locale)
  const {
    name = '',
    postalAddress = '',
    phone = '',
    signature = '',
    words = '',
    restoreOn = '',
    restoreBy = '',
  } = counter ?? {}
  return {
    subject: t('removals:mail.counter.subject', { reference: options.referenceOf(_id) }),
    blocks: [
      { kind: 'text', text: t('removals:mail.counter.lead') },
      { kind: 'list', items: [name, postalAddress, phone] },
      { kind: 'quote', text: words, by: signature },
      { kind: 'text', text: t('removals:mail.counter.restore', { from: noon(restoreOn), by: noon(restoreBy) }) },
      { kind: 'action', label: t('removals:mail.counter.action'), address: options.partyAddress(_id, 0) },
    ],
  }
}

/** To both sides: it is back. */
export function restoredWords(options: LetterOptions, { _id }: RemovalCase, { party, to }: ToParty): Words {
  const t = options.translator(to.locale)
  return {
    subject: t('removals:mail.restored.subject', { reference: options.referenceOf(_id) }),
    blocks: [
      { kind: 'text', text: t('removals:mail.restored.text') },
      { kind: 'action', label: t('removals:mail.toStatus'), address: options.partyAddress(_id, party) },
    ],
  }
}

type Say = ReturnType<Translator>

/** One thing in a line: what it is, of when, what became of it, and where it is by its id. */
function line(
  options: LetterOptions,
  to: Party,
  { thing, becomes }: { thing: CaseThing; becomes?: CaseThing['becomes'] },
): string {
  const t = options.translator(to.locale)
  const address = options.thingAddress(thing)
  const what = t('removals:mail.thing', { kind: t(kindKeys[thing.kind]), at: thing.writtenAt.getTime() })
  const became = becomes === undefined ? '' : `: ${t(becomingKeys[becomes])}`
  return `${what}${became}${address === undefined ? '' : ` (${address})`}`
}

function reasonsOf(
  t: Say,
  { outcome, basis, refusal }: Pick<Decision, 'outcome' | 'basis' | 'refusal'>,
): { kind: 'text'; text: string }[] {
  return [
    ...(outcome !== 'declined' && basis ? [{ kind: 'text' as const, text: t(basisKeys[basis]) }] : []),
    ...(outcome !== 'granted' && refusal ? [{ kind: 'text' as const, text: t(refusalKeys[refusal]) }] : []),
  ]
}

const isReversible = ({ basis }: Decision): boolean => basis !== undefined && reversibleBases.includes(basis)

const goneText = (t: Say, decision: Decision): string =>
  t(isReversible(decision) ? 'removals:mail.decision.hidden' : 'removals:mail.decision.gone')

const scopeText = (t: Say, decision: Decision): string =>
  t(isReversible(decision) ? 'removals:mail.statement.scopeHidden' : 'removals:mail.statement.scopeGone')

const waysOf = ({ waysOn }: LetterOptions, t: Say): { authority: string; disputeBody: string } => ({
  authority: waysOn.authority ?? t('removals:waysOn.authority'),
  disputeBody: waysOn.disputeBody ?? t('removals:waysOn.disputeBody'),
})

/** A day as messages take it. */
export const noon = (day: string): number => noonOf(day).getTime()
