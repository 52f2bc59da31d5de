import type { QueryFilter } from 'mongoose'
import {
  HeldFile,
  isSelf,
  type DataSubject,
  type HeldThings,
  type PersonalDataHolder,
  type Removable,
  type Remains,
} from '../kernel/index.ts'
import { erase, hide, restore } from './commands/remove.ts'
import type { TestimonialDeps } from './deps.ts'
import type { ConsentDetails } from './ledger/details.model.ts'
import { publicTestimonials } from './public/read.ts'
import type { PhotoMark, Testimonial } from './testimonial.model.ts'
import { isOwn } from './testimonial.policy.ts'

const kind = 'testimonials'

/**
 * What is held of a person in testimonials, found by account and by address. One that is kept was consented to by mail, and
 * goes on under that consent, which its link takes back.
 */
export function testimonialHolder(deps: TestimonialDeps): PersonalDataHolder {
  const each = async (subject: DataSubject, work: (id: string) => Promise<unknown>): Promise<void> => {
    for (const { _id } of await heldOf(deps, subject)) await work(_id)
  }
  return {
    kinds: [{ kind, titleKey: 'testimonials:held', treatments: ['delete', 'keep'] }],
    count: async (subject) => (await heldOf(deps, subject)).length,
    export: (subject) => exportOf(deps, subject),
    async hide(subject, _kind, treatment) {
      if (treatment !== 'keep') await each(subject, (id) => hide(deps, id, 'leaving'))
    },
    restore: (subject) => each(subject, (id) => restore(deps, id, 'leaving')),
    async settle(subject, _kind, treatment) {
      if (treatment !== 'keep') await each(subject, (id) => erase(deps, id))
      // Those that are kept, and those that are somebody else's by now.
      await deps.testimonials.updateMany(ofSubject(subject), { $unset: { accountId: 1 } })
    },
  }
}

function ofSubject({ accountId, email }: DataSubject): QueryFilter<Testimonial> {
  const ways: QueryFilter<Testimonial>[] = []
  if (accountId !== undefined) ways.push({ accountId })
  if (email !== undefined) ways.push({ email })
  // Somebody without either gave nothing here.
  return ways.length === 0 ? { _id: 'none' } : { $or: ways }
}

/** One that is removed is nobody's any more; where it still is somebody's, its erasure was cut off and has to be repeated. */
async function heldOf({ testimonials }: TestimonialDeps, subject: DataSubject): Promise<Testimonial[]> {
  const found = await testimonials.find(ofSubject(subject)).limit(1000).lean<Testimonial[]>()
  return found.filter((item) => isOwn(item, subject))
}

async function exportOf(deps: TestimonialDeps, subject: DataSubject): Promise<Record<string, HeldThings>> {
  const held = await heldOf(deps, subject)
  const details = await deps.ledger.details
    .find({ testimonialId: { $in: held.map(({ _id }) => _id) } }, { _id: 0, salt: 0, quote: 0 })
    .lean<Omit<ConsentDetails, '_id' | 'salt' | 'quote'>[]>()
  return { testimonials: held.map((item) => toExport(deps, item)), testimonialConsents: details }
}

function toExport({ photos }: TestimonialDeps, item: Testimonial): object {
  const { _id: id, state, text, original, name, role, company, stars, connection, email, photo, createdAt } = item
  const picture = async ({ key }: PhotoMark): Promise<Buffer | undefined> => {
    const found = await photos.findById(key)
    return found ? found.bytes : undefined
  }
  return {
    id,
    state,
    text,
    original,
    name,
    role,
    company,
    stars,
    connection,
    email,
    createdAt,
    ...(photo ? { picture: new HeldFile(`${photo.key}.webp`, () => picture(photo)) } : {}),
  }
}

/** Testimonials as things that somebody may ask to have removed. */
export function removableTestimonials(deps: TestimonialDeps): Removable {
  return {
    kind: 'testimonial',
    async find(addressOrId) {
      const id = /\/testimonials\/([^/?#]+)(?:[/?#].*)?$/.exec(addressOrId)?.[1] ?? addressOrId
      const item = await deps.testimonials.findOne({ _id: id, state: { $ne: 'removed' } }).lean<Testimonial>()
      return item
        ? {
            kind: 'testimonial',
            id: item._id,
            ...(item.accountId === undefined ? {} : { accountId: item.accountId }),
            ...(item.email === undefined || !item.confirmedAt
              ? {}
              : { contact: { email: item.email, locale: item.locale } }),
            address: deps.fullAddress(`/testimonials/${item._id}`),
            writtenAt: item.createdAt,
            isHidden: item.hiddenFor.length > 0,
            preview: { kind: 'text', text: item.text },
          }
        : undefined
    },
    isSeenBy: async (actor, id) => {
      const shown = await publicTestimonials(deps).find('site', id)
      if (shown !== undefined && shown !== 'gone') return true
      // Who gave it while signed in asks for its removal also while it is on no page.
      const item = await deps.testimonials.findOne({ _id: id, state: { $ne: 'removed' } }).lean<Testimonial>()
      return item?.accountId !== undefined && isSelf(actor, item.accountId)
    },
    idsOf: async (subject) => (await heldOf(deps, subject)).map(({ _id }) => _id),
    hide: (id) => hide(deps, id, 'request'),
    restore: (id) => restore(deps, id, 'request'),
    erase: (id) => erase(deps, id),
    async fingerprints(id) {
      const item = await deps.testimonials.findById(id).lean<Testimonial>()
      const texts = item ? [...new Set([item.text, item.original])].filter((text) => text !== '') : []
      return [
        { kind: 'id', value: id },
        ...texts.map((value) => ({ kind: 'text', value }) as const),
        ...(item?.photo ? [{ kind: 'file', value: item.photo.hash } as const] : []),
      ]
    },
    whatIsLeft: (fingerprints) => whatIsLeft(deps, fingerprints),
  }
}

async function whatIsLeft(
  { testimonials, photos, ledger }: TestimonialDeps,
  fingerprints: Parameters<Removable['whatIsLeft']>[0],
): Promise<Remains> {
  const texts = fingerprints.filter((print) => print.kind === 'text').map(({ value }) => value)
  const files = fingerprints.filter((print) => print.kind === 'file').map(({ value }) => value)
  const items = await testimonials
    .find(
      { $or: [{ text: { $in: texts } }, { original: { $in: texts } }, { 'photo.hash': { $in: files } }] },
      { _id: 1 },
    )
    .lean<{ _id: string }[]>()
  const details = await ledger.details
    .find({ $or: [{ text: { $in: texts } }, { photoBytesHash: { $in: files } }] }, { _id: 1 })
    .lean<{ _id: string }[]>()
  return {
    looked: [
      { place: 'testimonials', things: await testimonials.estimatedDocumentCount() },
      { place: 'testimonialphotos', things: await photos.estimatedDocumentCount() },
      { place: 'consentdetails', things: await ledger.details.estimatedDocumentCount() },
    ],
    left: [
      ...items.map(({ _id: id }) => ({ place: 'testimonials', id })),
      ...details.map(({ _id: id }) => ({ place: 'consentdetails', id })),
    ],
  }
}
