import type { RemovableKind } from '../kernel/index.ts'

/** What somebody says is wrong with a thing; `own` is an author's wish to have what is theirs gone, which needs no reason. */
export const grounds = ['personal', 'consent', 'illegal', 'copyright', 'other'] as const
export const allGrounds = [...grounds, 'own'] as const
export type AskedGround = (typeof grounds)[number]
export type CaseGround = (typeof allGrounds)[number]

/** What a case can be in; case.states.ts says how it comes from one to another. */
export const caseStateNames = ['unconfirmed', 'open', 'removing', 'decided', 'appealed', 'withdrawn'] as const
export type CaseState = (typeof caseStateNames)[number]

/** What becomes of one thing: all of it goes, passages of it go, or it stays. */
export const becomings = ['remove', 'part', 'keep'] as const
export type Becoming = (typeof becomings)[number]

/** What becomes of everything that is held of who asked. */
export const personBecomings = ['remove', 'keep'] as const
export type PersonBecoming = (typeof personBecomings)[number]

/** What becomes of a request. */
export const outcomes = ['granted', 'part', 'declined'] as const
export type Outcome = (typeof outcomes)[number]

/** The legal or contractual ground of a removal. */
export const bases = ['personal', 'consent', 'illegal', 'copyright', 'terms', 'own'] as const
export type Basis = (typeof bases)[number]

/** Those that somebody decides on. */
export const staffBases = bases.filter((basis) => basis !== 'own')

/** Bases of which a person must be able to win an appeal: what goes for them is out of sight first and erased when nobody can appeal any more. */
export const reversibleBases: readonly Basis[] = ['illegal', 'copyright', 'terms']

/**
 * Why a request is refused: GDPR Art. 17(3) for the first five, Art. 11(2), Art. 12(5); not found; the notice lacks what
 * it must hold (EU DSA Art. 16(2), 17 U.S.C. 512(c)(3)).
 */
export const refusals = [
  'expression',
  'legalDuty',
  'publicHealth',
  'archive',
  'legalClaims',
  'notIdentified',
  'excessive',
  'notFound',
  'incomplete',
  'lawful',
] as const
export type Refusal = (typeof refusals)[number]

/** Who asks for the removal of personal data. */
export const relations = ['self', 'child', 'representative'] as const
export type Relation = (typeof relations)[number]

/** What the log of a case tells, in the order of its life. */
export const deeds = [
  'received',
  'confirmed',
  'hidden',
  'shown',
  'leftVisible',
  'asked',
  'answered',
  'prolonged',
  'decided',
  'removed',
  'remains',
  'accepted',
  'appealed',
  'countered',
  'wentToCourt',
  'restored',
  'added',
  'withdrawn',
  'reminded',
] as const
export type Deed = (typeof deeds)[number]

/** Days before the due one on which those who decide are reminded. */
export const reminderDays = [7, 3, 0] as const

/** Months from a decision within which it can be contested (EU DSA Art. 20(1)). */
export const appealMonths = 6

/** Months by which an answer may be put off, once (GDPR Art. 12(3)). */
export const prolongationMonths = 2

/** Days that an address has to be confirmed; then nothing of the request is kept. */
export const confirmationDays = 30

/** Business days after a counter-notice: nothing is put back before, and it has to be by then (17 U.S.C. 512(g)(2)(C)). */
export const counterDays = { from: 10, by: 14 } as const

/** Months after the end of a case that it says who asked and why; what is counted stays. */
export const keptMonths = 12

/** Kinds of which one may have written many. */
export const ownKinds = ['post', 'testimonial', 'request-message'] as const satisfies readonly RemovableKind[]
export type OwnKind = (typeof ownKinds)[number]

/** Things of one request; and of one that removes what is one's own. */
export const mostThings = 20
export const mostOwn = 1000

/** More than these are not carried out while somebody waits for a page. */
export const mostAtOnce = 25

/** Stands in a template where whoever decides has to write something. */
export const blankPattern = /\[\[[^\]]*\]\]/
