import { mongo } from 'mongoose'
import { slugify } from '../../content/index.ts'
import { allow, Invalid, newId, NotFound, type Actor } from '../../kernel/index.ts'
import type { Category } from '../category.model.ts'
import { mayManageCategories } from '../category.policy.ts'
import type { ForumDeps } from '../deps.ts'
import type { CategoryEdit, NewCategory } from '../forum.forms.ts'
import { categoriesStamp, categoryStamp, latestStamp } from '../stamp-names.ts'

/** Creates a category behind the others. Throws NotAllowed, or Invalid when the name is taken. */
export async function createCategory(deps: ForumDeps, actor: Actor, input: NewCategory): Promise<Category> {
  allow(mayManageCategories(actor))
  const last = await deps.categories
    .findOne({}, { position: 1 })
    .sort({ position: -1 })
    .lean<Pick<Category, 'position'>>()
  const category: Category = {
    _id: newId(),
    name: input.name,
    slug: slugify(input.name),
    description: input.description,
    colour: input.colour,
    readRole: input.readRole,
    writeRole: input.writeRole,
    position: (last?.position ?? 0) + 1,
    createdAt: deps.clock(),
    topicCount: 0,
    postCount: 0,
  }
  await unlessNameTaken(() => deps.categories.create(category))
  await deps.stamps.bump(categoriesStamp)
  return category
}

/**
 * Changes a category. Its address stays, so that links keep working under a new name. When its readers change, what
 * stands in it follows: the category itself is asked at every read, so nobody sees more in between.
 */
export async function changeCategory(
  deps: ForumDeps,
  actor: Actor,
  { id, ...input }: CategoryEdit & { id: string },
): Promise<Category> {
  allow(mayManageCategories(actor))
  const category = await deps.categories.findById(id).lean<Category>()
  if (!category) throw new NotFound('no such category')
  const { name, description, colour, readRole, writeRole } = input
  const isArchived = input.archived === 'on'
  const archivedAt = category.archivedAt ?? deps.clock()
  await deps.categories.updateOne(
    { _id: id },
    isArchived
      ? { $set: { name, description, colour, readRole, writeRole, archivedAt } }
      : { $set: { name, description, colour, readRole, writeRole }, $unset: { archivedAt: 1 } },
  )
  if (category.readRole !== readRole) {
    await deps.topics.updateMany(
      { categoryId: id, visibility: { $nin: ['removed', 'hidden'] } },
      { $set: { visibility: readRole } },
    )
  }
  await deps.stamps.bump(categoriesStamp, categoryStamp(category.slug), latestStamp)
  return { ...category, name, description, colour, readRole, writeRole }
}

async function unlessNameTaken(write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === 11000) throw new Invalid({ name: 'rules:name.taken' })
    throw error
  }
}
