import assert from 'node:assert/strict'
import type { Collection } from 'mongoose'
import type { Category } from '../../src/forum/category.model.ts'
import type { Post } from '../../src/forum/post.model.ts'
import type { Topic } from '../../src/forum/topic.model.ts'
import { newId } from '../../src/kernel/index.ts'
import { signedIn, type Person, type Persona } from './person.ts'
import type { Running } from './running.ts'

/** What the store holds of the forum. */
export function stored(app: Running): {
  categories: Collection<Category>
  topics: Collection<Topic>
  posts: Collection<Post>
} {
  const { connection } = app.database
  return {
    categories: connection.collection<Category>('categories'),
    topics: connection.collection<Topic>('topics'),
    posts: connection.collection<Post>('posts'),
  }
}

const regulars = new WeakMap<Running, Map<Persona, Promise<Person>>>()

/** One of the demo people, signed in once for all tests of an instance: for what doesn't end or change their session. */
export function regular(app: Running, persona: Persona): Promise<Person> {
  const known = regulars.get(app) ?? new Map<Persona, Promise<Person>>()
  regulars.set(app, known)
  const person = known.get(persona) ?? signedIn(app, persona)
  known.set(persona, person)
  return person
}

export interface MadeCategory {
  id: string
  name: string
  slug: string
  /** Path below the mount path. */
  path: string
}

type CategoryFields = Partial<Record<'name' | 'description' | 'colour' | 'readRole' | 'writeRole' | 'archived', string>>

const plain = { description: '', colour: 'blue', readRole: 'public', writeRole: 'members' }

/** A category that the owner created by the form. */
export async function aCategory(app: Running, fields: CategoryFields = {}): Promise<MadeCategory> {
  const name = fields.name ?? `Category ${newId()}`
  const owner = await regular(app, 'olga')
  const made = await owner.send('/staff/categories', { ...plain, ...fields, name })
  assert.equal(made.status, 303, made.text)
  const category = await stored(app).categories.findOne({ name })
  assert.ok(category)
  return { id: category._id, name, slug: category.slug, path: `/c/${encodeURIComponent(category.slug)}` }
}

/** Changes a category by the owner's form. */
export async function changeCategory(app: Running, category: MadeCategory, fields: CategoryFields): Promise<void> {
  const owner = await regular(app, 'olga')
  const saved = await owner.send(`/staff/categories/${category.id}`, { ...plain, name: category.name, ...fields })
  assert.equal(saved.status, 303, saved.text)
}

export interface MadeTopic {
  id: string
  title: string
  /** Path below the mount path. */
  path: string
  openingId: string
  /** Ids of the replies, in the order they were sent. */
  replies: string[]
}

interface TopicWishes {
  by: Person
  in: MadeCategory
  title?: string
  text?: string
  /** How many posts it has: the opening and `posts - 1` replies. */
  posts?: number
  /** Who writes the replies; else who began. */
  answeredBy?: Person
}

/** A topic that a person began by the form, with replies sent one after the other. */
export async function aTopic(app: Running, wishes: TopicWishes): Promise<MadeTopic> {
  const { by, in: category, posts = 1, answeredBy = by } = wishes
  const title = wishes.title ?? `Topic ${newId()}`
  const text = wishes.text ?? `Opening of ${title}`
  const fields = { categoryId: category.id, kind: 'question', title, text, submission: newId() }
  const sent = await by.send('/topics/new', fields)
  assert.equal(sent.status, 303, sent.text)
  const path = belowMount(app, sent.headers['location'])
  const id = path.split('/')[2] ?? ''
  const topic = await stored(app).topics.findOne({ _id: id })
  assert.ok(topic)
  const replies: string[] = []
  for (let count = 1; count < posts; count += 1)
    replies.push(await aReply(id, { by: answeredBy, text: `Reply ${count}` }))
  return { id, title, path, openingId: topic.openingPostId, replies }
}

/** A reply that a person sent by the form; gives its id. */
export async function aReply(
  topicId: string,
  { by, text = 'A reply' }: { by: Person; text?: string },
): Promise<string> {
  const sent = await by.send(`/t/${topicId}/posts`, { text, submission: newId() })
  assert.equal(sent.status, 303, sent.text)
  const id = new URL(sent.headers['location'] ?? '').searchParams.get('post')
  assert.ok(id)
  return id
}

/**
 * Many replies at once, as if they had been sent: `perMoment` of them at each millisecond after the topic was begun.
 * Written into the store, since what is read here is not how they came there.
 */
export async function manyReplies(
  app: Running,
  topic: MadeTopic,
  { count, perMoment = 1 }: { count: number; perMoment?: number },
): Promise<void> {
  const { posts } = stored(app)
  const opening = await posts.findOne({ _id: topic.openingId })
  assert.ok(opening)
  const { submission: _submission, ...like } = opening
  const begun = like.createdAt.getTime()
  const at = (index: number): Date => new Date(begun + 1 + Math.floor(index / perMoment))
  await posts.insertMany(
    Array.from({ length: count }, (_each, index) => ({
      ...like,
      _id: newId(),
      isOpening: false,
      createdAt: at(index),
    })),
  )
  await app.forum.reconcile()
}

/** Many topics like one, begun at the same moment as it. Gives the ids of all. */
export async function manyTopics(app: Running, like: MadeTopic, count: number): Promise<string[]> {
  const { topics } = stored(app)
  const one = await topics.findOne({ _id: like.id })
  assert.ok(one)
  const more = Array.from({ length: count - 1 }, () => ({ ...one, _id: newId() }))
  await topics.insertMany(more)
  await app.forum.reconcile()
  return [like.id, ...more.map(({ _id }) => _id)]
}

/** A full address of the instance as a path below its mount path. */
function belowMount(app: Running, address: string | undefined): string {
  assert.ok(address !== undefined)
  assert.ok(address.startsWith(app.url), `${address} is not an address of ${app.url}`)
  return address.slice(app.url.length)
}
