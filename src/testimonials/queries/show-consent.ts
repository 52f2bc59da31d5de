import { shownName } from '../content.ts'
import type { TestimonialDeps } from '../deps.ts'
import { contentOf, coveredPhoto, covers } from '../facts.ts'
import { purposeKeys } from '../labels.words.ts'
import type { ConsentDetails } from '../ledger/details.model.ts'
import { liveConsent } from '../ledger/live.ts'
import type { ConsentRecord } from '../ledger/record.model.ts'
import { toCard, type Card } from '../public/card.ts'
import type { Testimonial } from '../testimonial.model.ts'
import { lapseTime, nameForms, purposes, type NameForm } from '../testimonials.words.ts'

/** A testimonial as its person sees it by their link. */
export interface ConsentView {
  /** What the page is about: a question, a consent that stands, something under work, or the end. */
  stage: 'question' | 'standing' | 'working' | 'declined' | 'expired' | 'withdrawn'
  version: number
  /** How it would look; with a consent that stands, how it does. */
  card: Card
  /** What was consented to before, where this is asked about something else now. */
  before?: Card
  names: { form: NameForm; shown?: string }[]
  hasPhoto: boolean
  /** Message keys of the places that the standing consent covers. */
  purposeKeys: string[]
  isAskedAgain: boolean
  /** Last day on which the question can be answered. */
  until?: Date
  /** Whether everybody sees it now, here or in widgets. */
  isPublic: boolean
  /** Whether it has a page of its own here now: a consent for widgets alone gives it none. */
  hasPage: boolean
}

/** What the person behind a testimonial sees and may say. `photo` is where they see their photo. */
export async function showConsent(
  { ledger, clock }: TestimonialDeps,
  item: Testimonial,
  photo: string,
): Promise<ConsentView> {
  const records = await ledger.records.find({ testimonialId: item._id }).sort({ _id: 1 }).lean<ConsentRecord[]>()
  const live = liveConsent(records)
  const isCovered = purposes.filter((purpose) => covers(live, item, purpose))
  const stage = stageOf(item, { isStanding: isCovered.length > 0, now: clock() })
  const isStanding = stage === 'standing'
  const showsPhoto = isStanding ? coveredPhoto(live, item) !== undefined : item.photo !== undefined
  const isDue = item.publishAt === undefined || item.publishAt <= clock()
  const isPublic = isStanding && item.state === 'published' && item.hiddenFor.length === 0 && isDue
  const before = isStanding ? undefined : await consentedBefore(ledger, records)
  return {
    stage,
    version: item.version,
    card: toCard(viewOf(item), { photo: showsPhoto ? photo : undefined }),
    names: nameForms.map((form) => ({ form, ...shownAs(item.name, form) })),
    hasPhoto: showsPhoto,
    purposeKeys: isCovered.map((purpose) => purposeKeys[purpose]),
    isAskedAgain: isStanding && item.askedAgainAt !== undefined,
    isPublic,
    hasPage: isPublic && isCovered.includes('site'),
    ...(before ? { before } : {}),
    ...(item.requestedAt ? { until: new Date(item.requestedAt.getTime() + lapseTime) } : {}),
  }
}

function stageOf(item: Testimonial, { isStanding, now }: { isStanding: boolean; now: Date }): ConsentView['stage'] {
  const { state, requestedAt } = item
  if (state === 'withdrawn' || state === 'declined' || state === 'expired') return state
  if (state === 'requested' && requestedAt)
    return now.getTime() < requestedAt.getTime() + lapseTime ? 'question' : 'expired'
  return isStanding ? 'standing' : 'working'
}

function viewOf(item: Testimonial): Parameters<typeof toCard>[0] {
  const { name, nameForm, stars, ...content } = contentOf(item)
  return {
    id: item._id,
    isFeatured: false,
    ...content,
    ...(stars === undefined ? {} : { stars }),
    ...nameOf(name, nameForm),
  }
}

async function consentedBefore(
  { details }: TestimonialDeps['ledger'],
  records: readonly ConsentRecord[],
): Promise<Card | undefined> {
  const given = records.findLast(({ act }) => act === 'given')
  const shown = given?.detailsId === undefined ? null : await details.findById(given.detailsId).lean<ConsentDetails>()
  if (!shown) return undefined
  const { text, role, company, connection, quote, stars, name, nameForm } = shown
  const content = { id: '', isFeatured: false, text, role, company, connection, quote, ...nameOf(name, nameForm) }
  return toCard({ ...content, ...(stars === undefined ? {} : { stars }) }, {})
}

function nameOf(name: string, form: NameForm): { name?: string } {
  const shown = shownName(name, form)
  return shown === undefined ? {} : { name: shown }
}

function shownAs(name: string, form: NameForm): { shown?: string } {
  const shown = shownName(name, form)
  return shown === undefined ? {} : { shown }
}
