import { slugify } from '../../src/content/index.ts'
import type { Account } from '../../src/accounts/index.ts'
import type { Category } from '../../src/forum/category.model.ts'
import { categoryColours } from '../../src/forum/forum.words.ts'
import type { Post } from '../../src/forum/post.model.ts'
import type { Topic } from '../../src/forum/topic.model.ts'
import type { Random } from './random.ts'
import { makeTitle, type Text } from './texts.ts'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const begin = Date.UTC(2021, 0, 4)
const minute = 60_000

/** Where topics are put, by whom and with which words. */
export interface Setting {
  random: Random
  texts: readonly Text[]
  accounts: readonly Account[]
  categories: readonly Category[]
}

/** An id as the product makes them, but the same in every run. */
function makeId(random: Random): string {
  return Array.from({ length: 12 }, () => alphabet.charAt(random.below(alphabet.length))).join('')
}

/** Somebody who writes. */
export function draftAccount(random: Random, number: number): Account {
  const handle = `person-${number}`
  return {
    _id: makeId(random),
    name: `${random.pick(['Ann', 'Ben', 'Cleo', 'Dan', 'Eva', 'Fritz', 'Gosia', 'Hugo'])} ${random.pick(['Adler', 'Berg', 'Cole', 'Dietz', 'Ek'])} ${number}`,
    handle,
    status: 'active',
    shows: [],
    roles: number % 50 === 0 ? ['agent'] : [],
    identities: [
      {
        provider: 'bench',
        issuer: 'https://issuer.example',
        subject: handle,
        linkedAt: new Date(begin),
        lastUsedAt: new Date(begin),
      },
    ],
    isSample: false,
    createdAt: new Date(begin),
  }
}

/** A category that everybody reads; its figures are set when its topics are known. */
export function draftCategory(random: Random, position: number): Category {
  const name = `Category ${position + 1}`
  return {
    _id: makeId(random),
    name,
    slug: slugify(name),
    description: 'What belongs here, in one sentence that a reader can act on.',
    colour: categoryColours[position % categoryColours.length] ?? 'slate',
    readRole: 'public',
    writeRole: 'members',
    position,
    createdAt: new Date(begin),
    topicCount: 0,
    postCount: 0,
  }
}

/** How many replies a topic gets: most get a few, a few get very many (Pareto), and at most 2,000. */
export function skewedReplies(random: Random): number {
  return Math.min(2000, Math.floor(2.2 * Math.pow(1 - random.next(), -1 / 1.3)) - 2)
}

/** A topic with its opening and so many replies, and figures as the product would have counted them. */
export function draftTopic(setting: Setting, number: number, replies: number): { topic: Topic; posts: Post[] } {
  const { random } = setting
  const id = makeId(random)
  const start = begin + number * 20 * minute
  const posts = Array.from({ length: replies + 1 }, (_, at) =>
    draftPost(setting, id, { at: new Date(start + at * 7 * minute), isOpening: at === 0 }),
  )
  const [opening] = posts
  const last = posts.at(-1)
  if (!opening || !last) throw new Error('a topic has an opening')
  const title = makeTitle(random)
  const category = random.pick(setting.categories)
  count(category, posts.length, last.createdAt)
  const topic: Topic = {
    _id: id,
    categoryId: category._id,
    kind: random.next() < 0.7 ? 'question' : 'discussion',
    title,
    slug: slugify(title),
    authorId: opening.authorId ?? '',
    openingPostId: opening._id,
    visibility: 'public',
    isClosed: false,
    createdAt: opening.createdAt,
    replyCount: replies,
    lastActivityAt: last.createdAt,
    isSolved: false,
    hasStaffReply: false,
    ...(replies > 0 && last.authorId !== undefined ? { lastReplyBy: last.authorId } : {}),
  }
  return { topic, posts }
}

function draftPost(setting: Setting, topicId: string, { at, isOpening }: { at: Date; isOpening: boolean }): Post {
  const { random, texts, accounts } = setting
  const { source, html, version: rendererVersion } = random.pick(texts)
  const authorId = random.pick(accounts)._id
  return { _id: makeId(random), topicId, authorId, isOpening, source, html, rendererVersion, createdAt: at }
}

function count(category: Category, posts: number, last: Date): void {
  category.topicCount += 1
  category.postCount += posts
  if (!category.lastActivityAt || category.lastActivityAt < last) category.lastActivityAt = last
}
