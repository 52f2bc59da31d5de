import type { Actor } from '../../kernel/index.ts'
import { mayManageCategories, mayWrite } from '../category.policy.ts'
import type { ForumDeps } from '../deps.ts'
import type { ListQuery } from '../forum.forms.ts'
import type { HomeView } from '../forum.views.ts'
import { byId, readableCategories, toCard } from './list-categories.ts'
import { listTopics } from './list-topics.ts'

/** The home page: categories, and the latest topics of those that the actor may read. */
export async function showHome(deps: ForumDeps, actor: Actor, query: ListQuery): Promise<HomeView> {
  const categories = await readableCategories(deps, actor)
  const { topics, links, tabs } = await listTopics(deps, { actor, query, path: '/', categories: byId(categories) })
  // A guest is invited too: who follows the link signs in and comes back to the form.
  const mayBegin = categories.some((category) =>
    actor.kind === 'visitor'
      ? category.writeRole !== 'staff' && !category.archivedAt
      : mayWrite(actor, category).allowed,
  )
  return {
    categories: categories.map((category) => toCard(deps, category)),
    topics,
    ...(tabs ? { tabs } : {}),
    links,
    ...(topics.some(({ unreadAddress }) => unreadAddress !== undefined) ? { readAction: deps.link('/me/read') } : {}),
    ...(mayBegin ? { newTopicAddress: deps.link('/topics/new') } : {}),
    ...(mayManageCategories(actor).allowed ? { manageCategoriesAddress: deps.link('/staff/categories') } : {}),
  }
}
