import { NotFound, type Member } from '../../kernel/index.ts'
import type { TestimonialDeps } from '../deps.ts'
import type { Testimonial } from '../testimonial.model.ts'
import { isOwn } from '../testimonial.policy.ts'
import { showConsent, type ConsentView } from './show-consent.ts'

export interface OwnRow {
  address: string
  text: string
  stage: ConsentView['stage']
  isPublic: boolean
  createdAt: Date
}

/** Nobody gives more; each is looked up in the ledger. */
const most = 50

/** What somebody who is signed in gave, the latest first. */
export async function listOwn(deps: TestimonialDeps, member: Member): Promise<OwnRow[]> {
  const email = await addressOf(deps, member)
  const found = await deps.testimonials
    .find({ state: { $ne: 'removed' }, $or: [{ accountId: member.id }, ...(email === undefined ? [] : [{ email }])] })
    .sort({ createdAt: -1 })
    .limit(most)
    .lean<Testimonial[]>()
  const own = found.filter((item) => isOwn(item, { accountId: member.id, email }))
  return Promise.all(
    own.map(async (item) => {
      const { stage, isPublic, card } = await showConsent(deps, item, '')
      const address = deps.link(`/me/testimonials/${item._id}`)
      return { address, text: card.text, stage, isPublic, createdAt: item.createdAt }
    }),
  )
}

/** One of them, and whether the address that it is asked by is the account's own. Throws NotFound for what is somebody else's. */
export async function findOwn(
  deps: TestimonialDeps,
  member: Member,
  id: string,
): Promise<{ item: Testimonial; isByAddress: boolean }> {
  const item = await deps.testimonials.findOne({ _id: id, state: { $ne: 'removed' } }).lean<Testimonial>()
  const email = await addressOf(deps, member)
  if (!item || !isOwn(item, { accountId: member.id, email })) throw new NotFound('not one’s own')
  return { item, isByAddress: email !== undefined && item.email === email }
}

async function addressOf({ provenAddress }: TestimonialDeps, { id }: Member): Promise<string | undefined> {
  return (await provenAddress(id))?.toLowerCase()
}
