import { visitor } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import type { TopicRow } from '../forum.views.ts'
import { categoriesStamp, latestStamp } from '../stamp-names.ts'
import { removedTitle } from '../sight.ts'
import type { TopicStatus } from '../status.words.ts'
import { byId, readableCategories } from './list-categories.ts'
import { listTopics } from './list-topics.ts'

/** Which topics a list on another site shows. */
export interface WidgetTopicsQuery {
  /** How many at most; a list's page is the most there are. */
  count: number
  /** Only those of this category, by the last part of its address. */
  category?: string | undefined
  status?: TopicStatus | undefined
}

/** A topic in a list on another site; its address is whole. */
export type WidgetTopic = Pick<
  TopicRow,
  'id' | 'title' | 'address' | 'kind' | 'replyCount' | 'lastActivityAt' | 'isSolved' | 'isPinned'
> & { category: string }

/** The stamps that such a list depends on, whatever is asked for: each change of a topic bumps that of the latest. */
export const widgetTopicsStamps = [latestStamp, categoriesStamp] as const

/** The latest topics as everybody may read them; undefined where there is no such category that everybody may read. */
export async function widgetTopics(
  deps: ForumDeps,
  { count, category, status }: WidgetTopicsQuery,
): Promise<WidgetTopic[] | undefined> {
  const all = await readableCategories(deps, visitor)
  const only = category === undefined ? undefined : all.find(({ slug }) => slug === category)
  if (category !== undefined && !only) return undefined
  const options = { actor: visitor, query: { status }, path: '/', categories: byId(only ? [only] : all) }
  const { topics } = await listTopics(deps, { ...options, ...(only ? { only } : {}) })
  // A title that was taken back is nothing to invite with.
  const titled = topics.filter(({ title }) => title !== removedTitle)
  return titled.slice(0, count).map((topic) => ({
    id: topic.id,
    title: topic.title,
    address: deps.siteOrigin + topic.address,
    kind: topic.kind,
    category: topic.category.name,
    replyCount: topic.replyCount,
    lastActivityAt: topic.lastActivityAt,
    isSolved: topic.isSolved,
    isPinned: topic.isPinned,
  }))
}
