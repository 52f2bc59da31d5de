import { allow, type Actor } from '../../kernel/index.ts'
import type { TestimonialDeps } from '../deps.ts'
import type { Testimonial } from '../testimonial.model.ts'
import { mayManage } from '../testimonial.policy.ts'
import { bump, load, write } from './change.ts'

/** Featured ones come before all others: further than any rank reaches, and near enough for a double to tell ranks apart. */
const featuredFirst = 1e13

/** Puts one among the first, or back among the others. Throws NotAllowed, NotFound, Conflict. */
export async function feature(
  deps: TestimonialDeps,
  actor: Actor,
  { id, isFeatured }: { id: string; isFeatured: boolean },
): Promise<void> {
  allow(mayManage(actor))
  const item = await load(deps, id)
  const set = { isFeatured, place: placeOf(item.rank, isFeatured) }
  await write(deps, item, { deed: isFeatured ? 'featured' : 'unfeatured', by: actor, set })
  await bump(deps, id)
}

/** Gives it the words that marketing sorts by. Throws NotAllowed, NotFound, Conflict. */
export async function tag(
  deps: TestimonialDeps,
  actor: Actor,
  { id, tags }: { id: string; tags: readonly string[] },
): Promise<void> {
  allow(mayManage(actor))
  await write(deps, await load(deps, id), { deed: 'tagged', by: actor, set: { tags: [...new Set(tags)] } })
}

/**
 * Moves one up or down within those of its state and kind: it and its neighbour change places. Where it can't go on,
 * nothing happens. Throws NotAllowed, NotFound.
 */
export async function move(
  deps: TestimonialDeps,
  actor: Actor,
  { id, to }: { id: string; to: 'up' | 'down' },
): Promise<void> {
  allow(mayManage(actor))
  const item = await load(deps, id)
  const neighbour = await neighbourOf(deps, item, to)
  if (neighbour?.isFeatured === item.isFeatured) await changePlaces(deps, { item, neighbour, to })
  await deps.audit.record(actor, { action: 'testimonial.arrange', thing: { kind: 'testimonial', id } })
}

async function changePlaces(
  deps: TestimonialDeps,
  { item, neighbour, to }: { item: Testimonial; neighbour: Testimonial; to: 'up' | 'down' },
): Promise<void> {
  // Those that came in at the same moment have one rank: it passes all of them.
  const step = to === 'up' ? -1 : 1
  const rank = neighbour.rank === item.rank ? item.rank + step : neighbour.rank
  await deps.testimonials.bulkWrite([rankUpdate(item, rank), rankUpdate(neighbour, item.rank)])
  await bump(deps, item._id)
}

/** The next one of the same state in the order of the wall, in one direction. */
async function neighbourOf(
  { testimonials }: TestimonialDeps,
  { _id, state, place }: Testimonial,
  to: 'up' | 'down',
): Promise<Testimonial | null> {
  const [beyond, orAt, direction] = to === 'up' ? (['$lt', '$lte', -1] as const) : (['$gt', '$gte', 1] as const)
  return testimonials
    .findOne({ state, place: { [orAt]: place }, $or: [{ place: { [beyond]: place } }, { _id: { [beyond]: _id } }] })
    .sort({ place: direction, _id: direction })
    .lean<Testimonial>()
}

function rankUpdate({ _id, isFeatured }: Testimonial, rank: number) {
  return { updateOne: { filter: { _id }, update: { $set: { rank, place: placeOf(rank, isFeatured) } } } }
}

function placeOf(rank: number, isFeatured: boolean): number {
  return isFeatured ? rank - featuredFirst : rank
}
