import { allow, Conflict, type Actor } from '../../kernel/index.ts'
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

export interface Move {
  id: string
  /** Beside which other one it is to stand, and on which side. */
  side: 'before' | 'after'
  other: string
}

/**
 * Puts one that is published before or after another one. Nothing passes those that are featured. Throws NotAllowed,
 * NotFound, and Conflict where one of them is not published by now.
 */
export async function move(deps: TestimonialDeps, actor: Actor, { id, side, other }: Move): Promise<void> {
  allow(mayManage(actor))
  const [item, target] = [await load(deps, id), await load(deps, other)]
  if (item.state !== 'published' || target.state !== 'published') throw new Conflict('rules:states.notPossible')
  if (item.isFeatured !== target.isFeatured || id === other) return
  const rank = (await rankBeside(deps, { item, target, side })) ?? (await rankInOrder(deps, { item, target, side }))
  await deps.testimonials.updateOne({ _id: id }, { $set: { rank, place: placeOf(rank, item.isFeatured) } })
  await bump(deps, id)
  await deps.audit.record(actor, { action: 'testimonial.arrange', thing: { kind: 'testimonial', id } })
}

interface Aim {
  item: Testimonial
  target: Testimonial
  side: Move['side']
}

/** A rank between the target and what stands on that side of it; undefined where a number has no room there. */
async function rankBeside(deps: TestimonialDeps, { item, target, side }: Aim): Promise<number | undefined> {
  const next = await neighbourOf(deps, { item, target, side })
  const away = side === 'before' ? -gap : gap
  const rank = next ? (next.rank + target.rank) / 2 : target.rank + away
  const places = [rank, target.rank, ...(next ? [next.rank] : [])].map((each) => placeOf(each, item.isFeatured))
  return new Set(places).size === places.length ? rank : undefined
}

/** Ranks that are this far apart have room for forty others between each two. */
const gap = 1000

/** Gives all of them ranks with room between them, in the order in which they stand. What comes in later comes first. */
async function rankInOrder(deps: TestimonialDeps, { item, target, side }: Aim): Promise<number> {
  const { isFeatured } = target
  const found = await deps.testimonials
    .find({ state: 'published', isFeatured }, { _id: 1 })
    .sort({ place: 1, _id: 1 })
    .lean<{ _id: string }[]>()
  const others = found.map(({ _id }) => _id).filter((each) => each !== item._id)
  const first = -deps.clock().getTime() + gap
  const rankOf = (index: number): number => first + index * gap
  await deps.testimonials.bulkWrite(
    others.map((_id, index) => {
      const [rank, place] = [rankOf(index), placeOf(rankOf(index), isFeatured)]
      return { updateOne: { filter: { _id }, update: { $set: { rank, place } } } }
    }),
  )
  return rankOf(others.indexOf(target._id)) + (side === 'before' ? -gap : gap) / 2
}

/** What stands on that side of the target, leaving out the one that moves. */
async function neighbourOf(
  { testimonials }: TestimonialDeps,
  { item, target, side }: Aim,
): Promise<Testimonial | null> {
  const { place, isFeatured } = target
  const [beyond, orAt, direction] = side === 'before' ? (['$lt', '$lte', -1] as const) : (['$gt', '$gte', 1] as const)
  return testimonials
    .findOne({
      state: 'published',
      isFeatured,
      place: { [orAt]: place },
      $and: [{ _id: { $ne: item._id } }, { $or: [{ place: { [beyond]: place } }, { _id: { [beyond]: target._id } }] }],
    })
    .sort({ place: direction, _id: direction })
    .lean<Testimonial>()
}

function placeOf(rank: number, isFeatured: boolean): number {
  return isFeatured ? rank - featuredFirst : rank
}
