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
  await deps.audit.record(actor, { action: 'testimonial.arrange', thing: { kind: 'testimonial', id } })
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
  await deps.audit.record(actor, { action: 'testimonial.arrange', thing: { kind: 'testimonial', id } })
}

/**
 * Moves one within those of its state and kind: before another one, or one place up or down. Where it can't go on, nothing
 * happens. Throws NotAllowed, NotFound.
 */
export async function move(
  deps: TestimonialDeps,
  actor: Actor,
  { id, to }: { id: string; to: 'up' | 'down' | { before: string } },
): Promise<void> {
  allow(mayManage(actor))
  const item = await load(deps, id)
  await deps.audit.record(actor, { action: 'testimonial.arrange', thing: { kind: 'testimonial', id } })
  const row = await deps.testimonials
    .find({ state: item.state, isFeatured: item.isFeatured }, { rank: 1 })
    .sort({ place: 1, _id: 1 })
    .limit(2000)
    .lean<Pick<Testimonial, '_id' | 'rank'>[]>()
  const others = row.filter(({ _id }) => _id !== id)
  const target = indexFor(row, others, { id, to })
  if (target < 0 || target > others.length) return
  const rank = between(others[target - 1]?.rank, others[target]?.rank)
  if (rank === undefined) await respread(deps, item, [...others.slice(0, target), item, ...others.slice(target)])
  else await deps.testimonials.updateOne({ _id: id }, { $set: { rank, place: placeOf(rank, item.isFeatured) } })
  await bump(deps, id)
}

type Row = readonly Pick<Testimonial, '_id' | 'rank'>[]

function indexFor(row: Row, others: Row, { id, to }: { id: string; to: 'up' | 'down' | { before: string } }): number {
  if (typeof to === 'object') return others.findIndex(({ _id }) => _id === to.before)
  return row.findIndex(({ _id }) => _id === id) + (to === 'up' ? -1 : 1)
}

/** A rank between two others; undefined where they leave no room. */
function between(before: number | undefined, after: number | undefined): number | undefined {
  if (before === undefined) return (after ?? 0) - spacing
  if (after === undefined) return before + spacing
  return after - before > 0.01 ? (before + after) / 2 : undefined
}

const spacing = 1000

/** Gives all of a row new ranks, evenly apart, in the order given. */
async function respread(deps: TestimonialDeps, { isFeatured, rank: last }: Testimonial, row: Row): Promise<void> {
  const first = Math.min(last, ...row.map(({ rank }) => rank))
  await deps.testimonials.bulkWrite(
    row.map(({ _id }, index) => {
      const rank = first + index * spacing
      return { updateOne: { filter: { _id }, update: { $set: { rank, place: placeOf(rank, isFeatured) } } } }
    }),
  )
}

function placeOf(rank: number, isFeatured: boolean): number {
  return isFeatured ? rank - featuredFirst : rank
}
