import { isDuplicateKey } from '../../database/index.ts'
import { slugify } from '../../content/index.ts'
import { allow, Invalid, newId, NotFound, type Actor } from '../../kernel/index.ts'
import type { Category } from '../category.model.ts'
import { mayManageCategories } from '../category.policy.ts'
import type { ForumDeps } from '../deps.ts'
import type { CategoryEdit, NewCategory } from '../forum.forms.ts'
import { categoryRoles } from '../forum.words.ts'
import { followReaders } from '../machines/commands/follow-readers.ts'
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
  await deps.audit.record(actor, { action: 'category.create', thing: { kind: 'category', id: category._id } })
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
      { categoryId: id, visibility: { $in: categoryRoles } },
      { $set: { visibility: readRole } },
    )
    await followReaders(deps, { ...category, readRole })
  }
  await deps.stamps.bump(categoriesStamp, categoryStamp(category.slug), latestStamp)
  const details = { readRole, writeRole, isArchived }
  await deps.audit.record(actor, { action: 'category.change', thing: { kind: 'category', id }, details })
  return { ...category, name, description, colour, readRole, writeRole }
}

/**
 * Moves a category one place up or down in the order that readers see. All places are written, so that two moves at
 * once, or one that was cut off, leave some order and never a place held twice for long. Throws NotFound, NotAllowed.
 */
export async function orderCategory(
  deps: ForumDeps,
  actor: Actor,
  { id, direction }: { id: string; direction: 'up' | 'down' },
): Promise<void> {
  allow(mayManageCategories(actor))
  const all = await deps.categories
    .find({}, { position: 1 })
    .sort({ position: 1, _id: 1 })
    .lean<Pick<Category, '_id' | 'position'>[]>()
  const from = all.findIndex(({ _id }) => _id === id)
  const [moved] = from < 0 ? [] : all.splice(from, 1)
  if (!moved) throw new NotFound('no such category')
  all.splice(Math.max(0, direction === 'up' ? from - 1 : from + 1), 0, moved)
  const displaced = all.map(({ _id, position }, at) => ({ _id, position, now: at + 1 }))
  const writes = displaced.filter(({ position, now }) => position !== now)
  if (writes.length > 0) {
    await deps.categories.bulkWrite(
      writes.map(({ _id, now }) => ({ updateOne: { filter: { _id }, update: { $set: { position: now } } } })),
    )
  }
  await deps.stamps.bump(categoriesStamp, latestStamp)
  await deps.audit.record(actor, { action: 'category.order', thing: { kind: 'category', id }, details: { direction } })
}

async function unlessNameTaken(write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (isDuplicateKey(error)) throw new Invalid({ name: 'rules:name.taken' })
    throw error
  }
}
