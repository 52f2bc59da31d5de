import type { RemovableKind } from '../kernel/index.ts'
import type {
  Basis,
  Becoming,
  CaseGround,
  CaseState,
  Deed,
  Outcome,
  PersonBecoming,
  Refusal,
  Relation,
} from './removals.words.ts'

/** Message keys of closed words. */
export const groundKeys = {
  personal: 'removals:ground.personal',
  consent: 'removals:ground.consent',
  illegal: 'removals:ground.illegal',
  copyright: 'removals:ground.copyright',
  other: 'removals:ground.other',
  own: 'removals:ground.own',
} as const satisfies Record<CaseGround, string>

export const groundHintKeys = {
  personal: 'removals:groundHint.personal',
  consent: 'removals:groundHint.consent',
  illegal: 'removals:groundHint.illegal',
  copyright: 'removals:groundHint.copyright',
  other: 'removals:groundHint.other',
} as const satisfies Record<Exclude<CaseGround, 'own'>, string>

export const stateKeys = {
  unconfirmed: 'removals:state.unconfirmed',
  open: 'removals:state.open',
  removing: 'removals:state.removing',
  decided: 'removals:state.decided',
  appealed: 'removals:state.appealed',
  withdrawn: 'removals:state.withdrawn',
} as const satisfies Record<CaseState, string>

export const kindKeys = {
  post: 'removals:kind.post',
  photo: 'removals:kind.photo',
  name: 'removals:kind.name',
  handle: 'removals:kind.handle',
  about: 'removals:kind.about',
  mail: 'removals:kind.mail',
  testimonial: 'removals:kind.testimonial',
  'request-message': 'removals:kind.requestMessage',
} as const satisfies Record<RemovableKind, string>

export const outcomeKeys = {
  granted: 'removals:outcome.granted',
  part: 'removals:outcome.part',
  declined: 'removals:outcome.declined',
} as const satisfies Record<Outcome, string>

export const becomingKeys = {
  remove: 'removals:becomes.remove',
  part: 'removals:becomes.part',
  keep: 'removals:becomes.keep',
} as const satisfies Record<Becoming, string>

export const personKeys = {
  remove: 'removals:mail.person.remove',
  keep: 'removals:mail.person.keep',
} as const satisfies Record<PersonBecoming, string>

export const basisKeys = {
  personal: 'removals:basis.personal',
  consent: 'removals:basis.consent',
  illegal: 'removals:basis.illegal',
  copyright: 'removals:basis.copyright',
  terms: 'removals:basis.terms',
  own: 'removals:basis.own',
} as const satisfies Record<Basis, string>

export const refusalKeys = {
  expression: 'removals:refusal.expression',
  legalDuty: 'removals:refusal.legalDuty',
  publicHealth: 'removals:refusal.publicHealth',
  archive: 'removals:refusal.archive',
  legalClaims: 'removals:refusal.legalClaims',
  notIdentified: 'removals:refusal.notIdentified',
  excessive: 'removals:refusal.excessive',
  notFound: 'removals:refusal.notFound',
  incomplete: 'removals:refusal.incomplete',
  lawful: 'removals:refusal.lawful',
} as const satisfies Record<Refusal, string>

export const relationKeys = {
  self: 'removals:relation.self',
  child: 'removals:relation.child',
  representative: 'removals:relation.representative',
} as const satisfies Record<Relation, string>

export const deedKeys = {
  received: 'removals:deed.received',
  confirmed: 'removals:deed.confirmed',
  hidden: 'removals:deed.hidden',
  shown: 'removals:deed.shown',
  leftVisible: 'removals:deed.leftVisible',
  asked: 'removals:deed.asked',
  answered: 'removals:deed.answered',
  prolonged: 'removals:deed.prolonged',
  decided: 'removals:deed.decided',
  removed: 'removals:deed.removed',
  remains: 'removals:deed.remains',
  accepted: 'removals:deed.accepted',
  appealed: 'removals:deed.appealed',
  countered: 'removals:deed.countered',
  wentToCourt: 'removals:deed.wentToCourt',
  restored: 'removals:deed.restored',
  added: 'removals:deed.added',
  withdrawn: 'removals:deed.withdrawn',
  reminded: 'removals:deed.reminded',
} as const satisfies Record<Deed, string>
