import type { TestimonialDeps } from '../deps.ts'
import { stateKeys } from '../labels.words.ts'
import type { Testimonial } from '../testimonial.model.ts'
import type { TestimonialState } from '../testimonials.words.ts'

/** A testimonial on marketing's board. */
export interface BoardRow {
  id: string
  address: string
  text: string
  name: string
  company: string
  stateKey: string
  tags: string[]
  isFeatured: boolean
  isUnconfirmed: boolean
  publishAt?: Date
  remindersSent: number
  requestedAt?: Date
  createdAt: Date
  orderAction: string
  /** Where it stands one step further up and down: a value of the order form; missing where nothing is passed. */
  up?: string
  down?: string
}

export interface BoardColumn {
  key: 'waiting' | 'consented' | 'published' | 'over'
  rows: BoardRow[]
  hasMore: boolean
}

const columns = [
  { key: 'waiting', states: ['draft', 'requested'] },
  { key: 'consented', states: ['given', 'unpublished'] },
  { key: 'published', states: ['published'] },
  { key: 'over', states: ['withdrawn', 'declined', 'expired'] },
] as const satisfies readonly { key: BoardColumn['key']; states: readonly TestimonialState[] }[]

const longest = 100

/** The board: a column for each part of a testimonial's life, the published ones in the order of the wall. */
export async function showBoard(
  deps: TestimonialDeps,
  { tag }: { tag?: string | undefined },
): Promise<{ columns: BoardColumn[]; tags: string[] }> {
  const shown = await Promise.all(
    columns.map(async ({ key, states }) => {
      const found = await deps.testimonials
        .find({ state: { $in: [...states] }, ...(tag === undefined ? {} : { tags: tag }) })
        .sort({ place: 1, _id: 1 })
        .limit(longest + 1)
        .lean<Testimonial[]>()
      const rows = withSteps(found.slice(0, longest).map((item) => toRow(deps, item)))
      return { key, rows, hasMore: found.length > longest }
    }),
  )
  const tags = await deps.testimonials.distinct('tags', { state: { $ne: 'removed' } })
  return { columns: shown, tags: tags.toSorted() }
}

/** Nothing passes those that are featured. */
function withSteps(rows: readonly BoardRow[]): BoardRow[] {
  return rows.map((row, index) => {
    const [above, below] = [rows[index - 1], rows[index + 1]]
    return {
      ...row,
      ...(above?.isFeatured === row.isFeatured ? { up: `before:${above.id}` } : {}),
      ...(below?.isFeatured === row.isFeatured ? { down: `after:${below.id}` } : {}),
    }
  })
}

function toRow({ link }: TestimonialDeps, item: Testimonial): BoardRow {
  const { _id: id, text, name, company, state, tags, isFeatured, isUnconfirmed, createdAt } = item
  const address = link(`/staff/testimonials/${id}`)
  return {
    id,
    address,
    text: text.length > 160 ? `${text.slice(0, 160)}…` : text,
    name,
    company,
    stateKey: stateKeys[state],
    tags,
    isFeatured,
    isUnconfirmed,
    remindersSent: Math.max(0, item.mailsSent - 1),
    createdAt,
    orderAction: `${address}/order`,
    ...(item.publishAt ? { publishAt: item.publishAt } : {}),
    ...(item.requestedAt ? { requestedAt: item.requestedAt } : {}),
  }
}
