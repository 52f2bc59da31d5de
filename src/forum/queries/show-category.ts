import type { Actor } from '../../kernel/index.ts'
import { categoryPath } from '../addresses.ts'
import { mayWrite } from '../category.policy.ts'
import type { ForumDeps } from '../deps.ts'
import type { ListQuery } from '../forum.forms.ts'
import type { CategoryView } from '../forum.views.ts'
import { followView } from '../following/queries/show-following.ts'
import { loadCategory } from '../load.ts'
import { byId, toCard } from './list-categories.ts'
import { listTopics } from './list-topics.ts'

/** A category's page: its topics, latest activity first. Throws NotFound when the actor may not read it. */
export async function showCategory(
  deps: ForumDeps,
  actor: Actor,
  { slug, query }: { slug: string; query: ListQuery },
): Promise<CategoryView> {
  const category = await loadCategory(deps, actor, { slug })
  const path = categoryPath(category)
  const options = { actor, query, path, categories: byId([category]), only: category }
  const { topics, links, tabs } = await listTopics(deps, options)
  const decision = mayWrite(actor, category)
  const invites =
    decision.allowed || (actor.kind === 'visitor' && category.writeRole !== 'staff' && !category.archivedAt)
  return {
    category: toCard(deps, category),
    follow: await followView(deps, actor, {
      kind: 'category',
      targetId: category._id,
      isPublic: category.readRole === 'public',
    }),
    topics,
    ...(tabs ? { tabs } : {}),
    links,
    ...(invites ? { newTopicAddress: deps.link(`/topics/new?category=${encodeURIComponent(slug)}`) } : {}),
    ...(invites
      ? {}
      : { whyNoNewTopic: decision.reason, ...(decision.params ? { whyNoNewTopicParams: decision.params } : {}) }),
  }
}
