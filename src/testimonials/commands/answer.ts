import { Conflict, Invalid } from '../../kernel/index.ts'
import type { TestimonialDeps } from '../deps.ts'
import { liveConsent } from '../ledger/live.ts'
import type { ConsentRecord } from '../ledger/record.model.ts'
import type { Testimonial } from '../testimonial.model.ts'
import { testimonialStates } from '../testimonial.states.ts'
import { lapseTime, type NameForm, type Purpose } from '../testimonials.words.ts'
import { bump, load, markLeft, step, write } from './change.ts'
import { newLink } from './ask.ts'
import { note, record } from './record.ts'

/** By what a person shows that a testimonial is theirs: the link that was mailed, or their account. */
export interface Way {
  id: string
  /** Missing for who is signed in. */
  tokenHash?: string
}

export interface Yes {
  /** The version that was on the page. */
  version: number
  nameForm: NameForm
  withPhoto: boolean
  purposes: readonly Purpose[]
}

/**
 * Consent is given, by the mailed link alone. The ledger is written before the testimonial: it alone decides what may be
 * shown. Throws Conflict when another version is asked about by now or it is too late; Invalid without a purpose.
 */
export async function giveConsent(deps: TestimonialDeps, way: Required<Way>, yes: Yes): Promise<Testimonial> {
  const item = await asked(deps, way.id, yes.version)
  if (yes.purposes.length === 0) throw new Invalid({ purposes: 'rules:testimonial.purposes' })
  const { nameForm, withPhoto, purposes } = yes
  await record(deps, item, { act: 'given', nameForm, withPhoto, purposes, tokenHash: way.tokenHash })
  const given = await step(deps, item, 'give')({ deed: 'given', set: { nameForm, confirmedAt: deps.clock() } })
  const { token } = await newLink(deps, item._id)
  await deps.letters.receipt(given, { address: deps.fullAddress(`/consent/${token}`), purposes })
  return given
}

/** A no. It is final: nobody asks again. */
export async function declineConsent(deps: TestimonialDeps, way: Required<Way>, version: number): Promise<void> {
  const item = await asked(deps, way.id, version)
  await note(deps, item, { act: 'declined', tokenHash: way.tokenHash })
  await step(deps, item, 'decline')({ deed: 'declined' })
  await deps.mail.cancelAbout({ kind: 'testimonial', id: item._id })
}

/**
 * Takes a testimonial back, for good and everywhere. First into the ledger: from then on no query shows it. Then the kept
 * pages are told. Whoever asks after this resolved, in whatever process, doesn't see it. Once withdrawn, doing it again
 * changes nothing.
 */
export async function withdraw(deps: TestimonialDeps, way: Way): Promise<void> {
  const item = await load(deps, way.id)
  if (item.state === 'withdrawn') return bump(deps, item._id)
  // Throws where there is nothing that could be withdrawn.
  testimonialStates.step(item.state, 'withdraw')
  await note(deps, item, { act: 'withdrawn', tokenHash: way.tokenHash })
  await bump(deps, item._id)
  await settleWithdrawn(deps, item)
  await bump(deps, item._id)
  await deps.mail.cancelAbout({ kind: 'testimonial', id: item._id })
  await deps.letters.withdrawn(item)
}

/** Marketing may be changing it at this moment: the ledger has the last word, and the state follows whatever it was. */
async function settleWithdrawn(deps: TestimonialDeps, item: Testimonial): Promise<void> {
  const entry = { at: deps.clock(), deed: 'withdrawn', version: item.version } as const
  await deps.testimonials.updateOne(
    { _id: item._id, state: { $in: testimonialStates.before('withdraw') } },
    {
      $set: { state: 'withdrawn' },
      $unset: { publishAt: 1 },
      $push: { log: { $each: [entry], $slice: -200 } },
    },
  )
  await markLeft(deps, item._id)
  await deps.testimonials.updateOne({ _id: item._id }, { $unset: { shownFrom: 1 } })
}

/** Takes the photo back and leaves the text. */
export async function withdrawPhoto(deps: TestimonialDeps, way: Way): Promise<void> {
  const item = await load(deps, way.id)
  if (!item.photo) return
  await note(deps, item, { act: 'photo-withdrawn', tokenHash: way.tokenHash })
  await bump(deps, item._id)
  await write(deps, item, { deed: 'photo-withdrawn', unset: { photo: 1 } })
  await deps.photos.deleteMany({ testimonialId: item._id })
  await bump(deps, item._id)
}

/** Says that a consent still holds. Throws Conflict where none does. */
export async function confirmConsent(deps: TestimonialDeps, way: Way): Promise<void> {
  const item = await load(deps, way.id)
  const records = await deps.ledger.records.find({ testimonialId: way.id }).sort({ _id: 1 }).lean<ConsentRecord[]>()
  if (!liveConsent(records)) throw new Conflict('rules:states.notPossible')
  await note(deps, item, { act: 'confirmed', tokenHash: way.tokenHash })
  const set = { confirmedAt: deps.clock(), isUnconfirmed: false }
  await write(deps, item, { deed: 'confirmed', set, unset: { askedAgainAt: 1 } })
}

/** A testimonial that is being asked about, in this version and in time. */
async function asked(deps: TestimonialDeps, id: string, version: number): Promise<Testimonial> {
  const item = await load(deps, id)
  const isLate = item.requestedAt !== undefined && isOver(item.requestedAt, deps.clock())
  if (item.state !== 'requested' || item.version !== version || isLate) throw new Conflict('rules:states.notPossible')
  return item
}

/** Whether the time for an answer is over. */
function isOver(requestedAt: Date, now: Date): boolean {
  return now.getTime() >= requestedAt.getTime() + lapseTime
}
