import { NotFound } from '../../kernel/index.ts'
import type { TestimonialDeps } from '../deps.ts'
import { coveredPhoto, covers } from '../facts.ts'
import { deedKeys, purposeKeys, stateKeys } from '../labels.words.ts'
import { liveConsent } from '../ledger/live.ts'
import type { ConsentRecord } from '../ledger/record.model.ts'
import type { LogEntry, Testimonial } from '../testimonial.model.ts'
import { testimonialStates } from '../testimonial.states.ts'
import { purposes, type TestimonialState } from '../testimonials.words.ts'

/** One testimonial as marketing works on it. */
export interface ItemView {
  id: string
  state: TestimonialState
  stateKey: string
  version: number
  email?: string
  original: string
  tags: string[]
  isFeatured: boolean
  isUnconfirmed: boolean
  isHidden: boolean
  publishAt?: Date
  requestedAt?: Date
  remindersSent: number
  photo?: string
  /** Where the consent that holds lets it be shown. */
  coveredKeys: string[]
  showsPhoto: boolean
  may: { ask: boolean; edit: boolean; publish: boolean; unpublish: boolean }
  log: { at: Date; deedKey: string; version: number; byName?: string }[]
}

/** A testimonial with what may be done with it now, and its values for the form. Throws NotFound. */
export async function showItem(deps: TestimonialDeps, id: string): Promise<{ view: ItemView; item: Testimonial }> {
  const item = await deps.testimonials.findById(id).lean<Testimonial>()
  if (!item || item.state === 'removed') throw new NotFound('no such testimonial')
  const records = await deps.ledger.records.find({ testimonialId: id }).sort({ _id: 1 }).lean<ConsentRecord[]>()
  const live = liveConsent(records)
  const covered = purposes.filter((purpose) => covers(live, item, purpose))
  const can = (event: string): boolean => testimonialStates.before(event).includes(item.state)
  const view: ItemView = {
    id,
    state: item.state,
    stateKey: stateKeys[item.state],
    version: item.version,
    original: item.original,
    tags: item.tags,
    isFeatured: item.isFeatured,
    isUnconfirmed: item.isUnconfirmed,
    isHidden: item.hiddenFor.length > 0,
    remindersSent: Math.max(0, item.mailsSent - 1),
    coveredKeys: covered.map((purpose) => purposeKeys[purpose]),
    showsPhoto: coveredPhoto(live, item) !== undefined,
    may: {
      ask: can('request') && item.email !== undefined,
      edit: can('edit'),
      publish: can('publish') && covered.length > 0,
      unpublish: can('unpublish'),
    },
    log: await named(deps, item.log),
    ...(item.email === undefined ? {} : { email: item.email }),
    ...(item.publishAt ? { publishAt: item.publishAt } : {}),
    ...(item.requestedAt ? { requestedAt: item.requestedAt } : {}),
    ...(item.photo ? { photo: deps.link(`/staff/testimonials/${id}/photo`) } : {}),
  }
  return { view, item }
}

async function named({ people }: TestimonialDeps, log: readonly LogEntry[]): Promise<ItemView['log']> {
  const known = await people(log.map(({ by }) => by))
  return log.toReversed().map((entry) => {
    const name = entry.by === undefined ? undefined : known.get(entry.by)?.name
    const { at, deed, version } = entry
    return { at, deedKey: deedKeys[deed], version, ...(name === undefined ? {} : { byName: name }) }
  })
}
