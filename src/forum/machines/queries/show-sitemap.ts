import { NotFound, visitor } from '../../../kernel/index.ts'
import { categoryPath, topicPath } from '../../addresses.ts'
import type { ForumDeps } from '../../deps.ts'
import { readableCategories } from '../../queries/list-categories.ts'
import type { Topic } from '../../topic.model.ts'
import type { Place } from '../places.ts'

/** The part of the sitemap that holds what isn't topics, where those are many. */
const othersPart = 'others'

/** All addresses, or where the parts are that hold them. */
export type Sitemap = { kind: 'all'; places: Place[] } | { kind: 'parts'; places: Place[] }

/** How many topics a list, or the part of a month, holds at most. */
const mostTopics = 10_000

/** Search engines read no more addresses than this in one part. */
const mostInPart = 50_000

type Listed = Pick<Topic, '_id' | 'slug' | 'lastActivityAt' | 'createdAt'>

type SitemapDeps = Pick<ForumDeps, 'categories' | 'topics' | 'clock' | 'fullAddress' | 'elsewhere'>

/**
 * What everybody may read: in one list while that is short, else in parts by the month in which topics were begun, and by
 * the day where a month has more than `most`.
 */
export async function showSitemap(deps: SitemapDeps, most = mostTopics): Promise<Sitemap> {
  const categories = await readableCategories(deps, visitor)
  const total = categories.reduce((sum, { topicCount }) => sum + topicCount, 0)
  if (total <= most) return { kind: 'all', places: [...(await otherPlaces(deps)), ...(await topicsIn(deps, {}))] }
  const others = { address: deps.fullAddress(`/sitemap/${othersPart}.xml`) }
  return { kind: 'parts', places: [...(await partsOf(deps, most)), others] }
}

/** A month's (`2026-11`) or a day's (`2026-11-25`) topics, in UTC, or what isn't topics. Throws NotFound for another name. */
export async function showSitemapPart(deps: SitemapDeps, name: string): Promise<Place[]> {
  if (name === othersPart) return otherPlaces(deps)
  const { from, to } = spanOf(name)
  return topicsIn(deps, { createdAt: { $gte: from, $lt: to } })
}

async function otherPlaces(deps: SitemapDeps): Promise<Place[]> {
  const categories = await readableCategories(deps, visitor)
  return [
    { address: deps.fullAddress('/') },
    ...categories.map((category) => ({
      address: deps.fullAddress(categoryPath(category)),
      ...(category.lastActivityAt ? { changedAt: category.lastActivityAt } : {}),
    })),
    ...(await deps.elsewhere.list()),
  ]
}

async function partsOf(deps: SitemapDeps, most: number): Promise<Place[]> {
  const first = await deps.topics
    .findOne({ visibility: 'public' }, { createdAt: 1 })
    .sort({ createdAt: 1 })
    .lean<Pick<Topic, 'createdAt'>>()
  if (!first) return []
  const places: Place[] = []
  for (let month = startOfMonth(first.createdAt); month <= deps.clock(); month = nextMonth(month)) {
    const name = month.toISOString().slice(0, 7)
    const count = await deps.topics.countDocuments({ visibility: 'public', createdAt: spanFilter(name) })
    const names = count === 0 ? [] : count <= most ? [name] : daysOf(month)
    places.push(...names.map((part) => ({ address: deps.fullAddress(`/sitemap/${part}.xml`) })))
  }
  return places
}

async function topicsIn(deps: SitemapDeps, filter: { createdAt?: { $gte: Date; $lt: Date } }): Promise<Place[]> {
  const topics = await deps.topics
    .find({ visibility: 'public', ...filter }, { slug: 1, lastActivityAt: 1, createdAt: 1 })
    .sort({ createdAt: -1 })
    .limit(mostInPart)
    .lean<Listed[]>()
  return topics.map((topic) => ({ address: deps.fullAddress(topicPath(topic)), changedAt: topic.lastActivityAt }))
}

function spanOf(name: string): { from: Date; to: Date } {
  const [year = '', month = '', day] = name.split('-')
  const from = new Date(`${year}-${month}-${day ?? '01'}T00:00:00Z`)
  if (!/^\d{4}-\d\d(?:-\d\d)?$/.test(name) || Number.isNaN(from.getTime())) throw new NotFound('no such part')
  return { from, to: day === undefined ? nextMonth(from) : new Date(from.getTime() + 24 * 60 * 60 * 1000) }
}

function spanFilter(name: string): { $gte: Date; $lt: Date } {
  const { from, to } = spanOf(name)
  return { $gte: from, $lt: to }
}

const startOfMonth = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1))
const nextMonth = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1))

function daysOf(month: Date): string[] {
  const count = (nextMonth(month).getTime() - month.getTime()) / (24 * 60 * 60 * 1000)
  return Array.from({ length: count }, (_day, index) =>
    new Date(month.getTime() + index * 24 * 60 * 60 * 1000).toISOString().slice(0, 10),
  )
}
