import { Conflict } from '../../kernel/index.ts'
import type { TestimonialDeps } from '../deps.ts'
import type { Testimonial } from '../testimonial.model.ts'
import { lapseTime, reminderTimes, yearlyPatience, yearlyTime } from '../testimonials.words.ts'
import { newLink, remind, sendRequest } from './ask.ts'
import { bump, step, write } from './change.ts'
import { clearPhotos } from './keep-photo.ts'
import { note } from './record.ts'
import { erase } from './remove.ts'

/** How many of each kind one run takes; the next run goes on. */
const most = 500

/** A request whose mail is older than this and not counted was cut off by a crash. */
const crashPatience = 5 * 60 * 1000

/** Does what time brings: reminders, the end of requests, scheduled publications, the yearly question. Ends erasures that were cut off. */
export async function tend(deps: TestimonialDeps): Promise<void> {
  await each(deps, { state: 'requested', requestedAt: { $lte: ago(deps, lapseTime) } }, (item) => lapse(deps, item))
  for (const [index, time] of [...reminderTimes.entries()].reverse()) {
    const filter = { state: 'requested', mailsSent: index + 1, requestedAt: { $lte: ago(deps, time) } }
    await each(deps, filter, (item) => remind(deps, item))
  }
  const unsent = { state: 'requested', mailsSent: 0, requestedAt: { $lte: ago(deps, crashPatience) } }
  await each(deps, unsent, (item) => sendRequest(deps, item))
  await each(deps, { state: 'published', publishAt: { $lte: deps.clock() } }, (item) => appear(deps, item))
  await askYearly(deps)
  await clearPhotos(deps)
  await each(deps, { state: 'removed', email: { $exists: true } }, (item) => erase(deps, item._id))
}

/** The state first: an answer that comes at this moment stands, and no line of the ledger takes it back. */
async function lapse(deps: TestimonialDeps, item: Testimonial): Promise<void> {
  await step(deps, item, 'expire')({ deed: 'lapsed' })
  await note(deps, item, { act: 'lapsed' })
  await deps.mail.cancelAbout({ kind: 'testimonial', id: item._id })
}

/** Pages that were kept before its time are made anew; whether it may be shown is looked at then. */
async function appear(deps: TestimonialDeps, item: Testimonial): Promise<void> {
  await write(deps, item, { deed: 'published', unset: { publishAt: 1, ...(item.shownFrom ? { leftAt: 1 } : {}) } })
  await bump(deps, item._id)
}

async function askYearly(deps: TestimonialDeps): Promise<void> {
  const standing = { state: { $in: ['given', 'published', 'unpublished'] } }
  const notAsked = { ...standing, confirmedAt: { $lte: ago(deps, yearlyTime) }, askedAgainAt: { $exists: false } }
  await each(deps, notAsked, async (item) => {
    const asked = await write(deps, item, { deed: 'asked-yearly', set: { askedAgainAt: deps.clock() } })
    const { token } = await newLink(deps, item._id)
    await deps.letters.yearly(asked, deps.fullAddress(`/consent/${token}`))
  })
  // The first condition only bounds the index scan: who was asked gave or confirmed a year before that.
  const asked = { confirmedAt: { $lte: ago(deps, yearlyTime + yearlyPatience) } }
  const silent = { ...standing, ...asked, askedAgainAt: { $lte: ago(deps, yearlyPatience) }, isUnconfirmed: false }
  await each(deps, silent, async (item) => {
    await write(deps, item, { deed: 'unconfirmed', set: { isUnconfirmed: true } })
  })
}

async function each(
  { testimonials }: TestimonialDeps,
  filter: object,
  work: (item: Testimonial) => Promise<unknown>,
): Promise<void> {
  const due = await testimonials
    .find({ ...filter, hiddenFor: { $size: 0 } })
    .limit(most)
    .lean<Testimonial[]>()
  for (const item of due) {
    try {
      await work(item)
    } catch (error) {
      // Changed at this very moment by its person or by marketing: what is due is looked at again with the next run.
      if (!(error instanceof Conflict)) throw error
    }
  }
}

function ago({ clock }: TestimonialDeps, milliseconds: number): Date {
  return new Date(clock().getTime() - milliseconds)
}
