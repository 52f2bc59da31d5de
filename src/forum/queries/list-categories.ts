import type { Actor } from '../../kernel/index.ts'
import { categoryPath } from '../addresses.ts'
import type { Category } from '../category.model.ts'
import { mayRead, mayWrite, somebody } from '../category.policy.ts'
import type { ForumDeps } from '../deps.ts'
import type { CategoryCard } from '../forum.views.ts'

/** How many categories a forum has at most; more would be a list nobody reads. */
const mostCategories = 200

/** The categories that the actor may read, in their order. */
export async function readableCategories(deps: Pick<ForumDeps, 'categories'>, actor: Actor): Promise<Category[]> {
  const all = await deps.categories.find().sort({ position: 1, _id: 1 }).limit(mostCategories).lean<Category[]>()
  return all.filter((category) => mayRead(actor, category))
}

/** The categories that the actor may begin a topic in, for a form; a guest's are those once they are signed in. */
export async function writableCategories(
  deps: ForumDeps,
  actor: Actor,
): Promise<{ id: string; name: string; slug: string }[]> {
  const readable = await readableCategories(deps, actor)
  return readable
    .filter((category) => mayWrite(actor.kind === 'visitor' ? somebody : actor, category).allowed)
    .map(({ _id, name, slug }) => ({ id: _id, name, slug }))
}

/** A category as a list shows it. */
export function toCard({ link }: ForumDeps, category: Category): CategoryCard {
  const { name, colour, description, topicCount, postCount, lastActivityAt, archivedAt } = category
  return {
    name,
    address: link(categoryPath(category)),
    colour,
    description,
    topicCount,
    postCount,
    ...(lastActivityAt ? { lastActivityAt } : {}),
    isArchived: archivedAt !== undefined,
  }
}

/** Categories by their id. */
export const byId = (categories: readonly Category[]): Map<string, Category> =>
  new Map(categories.map((category) => [category._id, category]))
