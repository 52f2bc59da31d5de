import type { QueryFilter } from 'mongoose'
import type { Clock } from '../../kernel/index.ts'
import { contentOf, coveredPhoto, covers } from '../facts.ts'
import { contentHash, sha256, shownName, type Quote } from '../content.ts'
import type { LedgerModels } from '../ledger/ledger-models.ts'
import { liveConsent } from '../ledger/live.ts'
import type { ConsentRecord } from '../ledger/record.model.ts'
import type { TestimonialPhotoModel } from '../photo.model.ts'
import type { Testimonial, TestimonialModel } from '../testimonial.model.ts'
import type { Connection, Purpose } from '../testimonials.words.ts'

import type { Tweet, TweetModel } from '../tweet.model.ts'

/** A testimonial as everybody may see it: exactly what its person consented to, and nothing else. */
export interface PublicTestimonial {
  id: string
  text: string
  quote: Quote
  /** Missing where they chose to stay without a name. */
  name?: string
  role: string
  company: string
  stars?: number
  connection: Connection
  /** Key of the photo, where that was consented to as well. */
  photo?: string
  isFeatured: boolean
  publishedAt: Date
  /** Name of its share image: chance to who doesn't know it, and another one with every change of what is shown. */
  shareKey: string
  /** Whether it has a page of its own here: a consent for widgets alone gives it none. */
  hasPage: boolean
}

/** Where a page of the wall begins: after the item with this place and id. */
export interface WallKey {
  place: number
  id: string
}

/** The only way by which anything of a testimonial becomes public. */
export interface PublicTestimonials {
  /** A page of what may be shown for a purpose, in marketing's order; `next` is missing on the last one. */
  list(
    purpose: Purpose,
    page: { after?: WallKey; size: number },
  ): Promise<{ items: PublicTestimonial[]; next?: WallKey }>
  /** The newest that may be shown on the site. */
  newest(size: number): Promise<PublicTestimonial[]>
  /** What everybody could read on the site and can't any more, the latest first: ids and times, nothing else. */
  gone(size: number): Promise<{ id: string; at: Date }[]>
  /** One of them; `gone` for one that was public once and will not be again. */
  find(purpose: Purpose, id: string): Promise<PublicTestimonial | 'gone' | undefined>
  /** Bytes of a photo that may be shown. */
  photo(id: string, key: string): Promise<Buffer | undefined>
  /** Numbers of tweets; only Twitter shows them, and only to who asks for one. */
  tweets(): Promise<string[]>
  /** Whether there is anything on the wall. */
  isOpen(): Promise<boolean>
}

interface Sources {
  testimonials: TestimonialModel
  photos: TestimonialPhotoModel
  tweets: TweetModel
  ledger: LedgerModels
  clock: Clock
}

/** For how long it is told that something is gone; who reads a feed less often reads all of it anew. */
const toldFor = 90 * 24 * 60 * 60 * 1000

/** How many times a page that lost items is filled up; what is published without consent is a fault, not a habit. */
const mostFills = 20

/**
 * Joins the present content of what is to be published with the consents that hold. The ledger is read after the items: what
 * is withdrawn in between is out. Every hash is computed here, from what would be shown.
 */
export function publicTestimonials(sources: Sources): PublicTestimonials {
  const list: PublicTestimonials['list'] = (purpose, page) => listFor(sources, purpose, page)
  return {
    list,
    async newest(size) {
      const found = await sources.testimonials
        .find(wanted(sources))
        .sort({ publishedAt: -1 })
        .limit(size)
        .lean<Testimonial[]>()
      return shown(sources, found, 'site')
    },
    gone: (size) => gone(sources, size),
    async find(purpose, id) {
      const found = await sources.testimonials.findById(id).lean<Testimonial>()
      if (!found) return undefined
      if (found.state === 'withdrawn' || found.state === 'removed') return found.leftAt ? 'gone' : undefined
      if (!isWanted(sources, found)) return undefined
      return (await shown(sources, [found], purpose))[0]
    },
    async photo(id, key) {
      const found = await sources.testimonials.findOne({ ...wanted(sources), _id: id }).lean<Testimonial>()
      if (!found) return undefined
      const [onSite] = await shown(sources, [found], 'site')
      const [inWidget] = onSite ? [onSite] : await shown(sources, [found], 'widget')
      if (inWidget?.photo !== key) return undefined
      const photo = await sources.photos.findById(key)
      return photo?.bytes
    },
    async tweets() {
      const found = await sources.tweets.find().sort({ createdAt: -1 }).limit(mostTweets).lean<Tweet[]>()
      return found.map(({ number }) => number)
    },
    isOpen: async () => (await list('site', { size: 1 })).items.length > 0,
  }
}

const mostTweets = 12

async function listFor(
  sources: Sources,
  purpose: Purpose,
  { after, size }: { after?: WallKey; size: number },
): Promise<{ items: PublicTestimonial[]; next?: WallKey }> {
  const items: PublicTestimonial[] = []
  let next: WallKey | undefined
  let from = after
  for (let fill = 0; fill < mostFills; fill += 1) {
    const found = await sources.testimonials
      .find({ ...wanted(sources), ...(from ? behind(from) : {}) })
      .sort({ place: 1, _id: 1 })
      .limit(size + 1)
      .lean<Testimonial[]>()
    for (const item of await allowed(sources, found, purpose)) {
      if (items.length === size) return { items, ...(next ? { next } : {}) }
      items.push(item.view)
      next = item.key
    }
    const last = found.at(-1)
    if (!last || found.length <= size) return { items }
    from = keyOf(last)
  }
  return { items, ...(from ? { next: from } : {}) }
}

async function shown(sources: Sources, found: readonly Testimonial[], purpose: Purpose): Promise<PublicTestimonial[]> {
  return (await allowed(sources, found, purpose)).map(({ view }) => view)
}

/** The rows, in their order, that a consent which holds covers as they are now. */
async function allowed(
  { ledger }: Sources,
  found: readonly Testimonial[],
  purpose: Purpose,
): Promise<{ key: WallKey; view: PublicTestimonial }[]> {
  const ids = found.map(({ _id }) => _id)
  const records = await ledger.records
    .find({ testimonialId: { $in: ids } })
    .sort({ _id: 1 })
    .lean<ConsentRecord[]>()
  const saidOf = new Map<string, ConsentRecord[]>(ids.map((id) => [id, []]))
  for (const record of records) saidOf.get(record.testimonialId)?.push(record)
  return found.flatMap((item) => {
    const live = liveConsent(saidOf.get(item._id) ?? [])
    if (!covers(live, item, purpose)) return []
    const hasPage = covers(live, item, 'site')
    return [
      { key: keyOf(item), view: { ...toPublic(item, coveredPhoto(live, item)), hasPage, shareKey: shareKey(item) } },
    ]
  })
}

async function gone({ testimonials, clock }: Sources, size: number): Promise<{ id: string; at: Date }[]> {
  const since = new Date(clock().getTime() - toldFor)
  const found = await testimonials
    .find({ leftAt: { $gte: since } }, { leftAt: 1 })
    .sort({ leftAt: -1 })
    .limit(size)
    .lean<Pick<Testimonial, '_id' | 'leftAt'>[]>()
  return found.flatMap(({ _id: id, leftAt: at }) => (at ? [{ id, at }] : []))
}

/** What marketing wishes to be shown now; whether it may be is asked of the ledger. */
function wanted({ clock }: Sources): QueryFilter<Testimonial> {
  return {
    state: 'published',
    hiddenFor: { $size: 0 },
    $or: [{ publishAt: { $exists: false } }, { publishAt: { $lte: clock() } }],
  }
}

function isWanted({ clock }: Sources, { state, hiddenFor, publishAt }: Testimonial): boolean {
  return state === 'published' && hiddenFor.length === 0 && (publishAt === undefined || publishAt <= clock())
}

/** The first condition alone bounds the index scan; the second leaves out the key's own row and those beside it. */
function behind({ place, id }: WallKey): QueryFilter<Testimonial> {
  return { place: { $gte: place }, $and: [{ $or: [{ place: { $gt: place } }, { _id: { $gt: id } }] }] }
}

const keyOf = ({ place, _id: id }: Testimonial): WallKey => ({ place, id })

function shareKey(item: Testimonial): string {
  const shown = [contentHash(contentOf(item), item.salt ?? ''), item.photo?.key ?? null]
  return sha256(JSON.stringify(['share', ...shown])).slice(0, 32)
}

function toPublic(item: Testimonial, photo: string | undefined): Omit<PublicTestimonial, 'hasPage' | 'shareKey'> {
  const { text, name: fullName, nameForm, role, company, stars, connection, quote } = contentOf(item)
  const name = shownName(fullName, nameForm)
  return {
    id: item._id,
    text,
    quote,
    role,
    company,
    connection,
    isFeatured: item.isFeatured,
    publishedAt: item.publishedAt ?? item.createdAt,
    ...(name === undefined ? {} : { name }),
    ...(stars === undefined ? {} : { stars }),
    ...(photo === undefined ? {} : { photo }),
  }
}
