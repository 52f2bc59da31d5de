import type { Connection } from 'mongoose'
import type { Account } from '../../src/accounts/index.ts'
import { ensureIndexes, openDatabase } from '../../src/database/index.ts'
import { defineCategory } from '../../src/forum/category.model.ts'
import { categoryPath, topicPath } from '../../src/forum/addresses.ts'
import { keyToText } from '../../src/kernel/index.ts'
import { definePost, type Post } from '../../src/forum/post.model.ts'
import { defineTopic, type Topic } from '../../src/forum/topic.model.ts'
import { draftAccount, draftCategory, draftTopic, skewedReplies, type Setting } from './draft.ts'
import { indexWriter } from './index-writer.ts'
import { seeded } from './random.ts'
import { signIn } from './session.ts'
import { makeTexts } from './texts.ts'

/** Paths that the benchmarks ask for, and the cookie of somebody who is signed in. */
export interface Filled {
  topics: number
  posts: number
  /** A topic of twenty posts: an opening and nineteen replies. */
  topicPath: string
  /** The first page of a topic with many replies, and one far behind it. */
  longTopicPath: string
  deepPath: string
  categoryPath: string
  cookie: string
}

const batch = 5000

interface Options {
  /** The data folder of the store. */
  folder: string
  topics: number
  /** How many posts the long topic has. */
  longTopic?: number
  /** The secret that the session's cookie is signed with. */
  secret: string
}

/**
 * Fills a new store in the folder with a forum of so many topics, straight through the driver: commands would take
 * hours. The figures that commands keep are written as `reconcile` would count them.
 */
export async function fillForum(options: Options): Promise<Filled> {
  const database = await openDatabase({ dataFolder: options.folder })
  try {
    return await fill(database.connection, options)
  } finally {
    await database.close()
  }
}

async function fill(connection: Connection, { topics, longTopic = 10_000, secret }: Options): Promise<Filled> {
  const random = seeded(2025)
  const accounts = Array.from({ length: 400 }, (_, number) => draftAccount(random, number + 1))
  const categories = Array.from({ length: 12 }, (_, position) => draftCategory(random, position))
  const setting: Setting = { random, accounts, categories, texts: makeTexts(random, 600) }
  const models = {
    topics: defineTopic(connection),
    posts: definePost(connection),
    categories: defineCategory(connection),
  }
  await ensureIndexes(connection)
  await connection.collection<Account>('accounts').insertMany(accounts)
  const store = writer(connection)
  const replies = (number: number): number => (number === 0 ? 19 : number === 1 ? longTopic - 1 : skewedReplies(random))
  const first: { topic: Topic; posts: Post[] }[] = []
  for (let number = 0; number < topics; number += 1) {
    const drafted = draftTopic(setting, number, replies(number))
    if (number < 2) first.push(drafted)
    await store.add(drafted)
  }
  await store.end()
  await models.categories.collection.insertMany(categories as never)
  const [twenty, long] = first
  const far = long?.posts[Math.floor(longTopic * 0.9)]
  const category = categories[0]
  if (!twenty || !long || !far || !category) throw new Error('the forum needs two topics at least')
  return {
    topics,
    posts: store.posts(),
    topicPath: topicPath(twenty.topic),
    longTopicPath: topicPath(long.topic),
    deepPath: `${topicPath(long.topic)}?after=${keyToText({ at: far.createdAt, id: far._id })}`,
    categoryPath: categoryPath(category),
    cookie: await signIn(connection, { accountId: accounts[0]?._id ?? '', secret }),
  }
}

interface Writer {
  add(drafted: { topic: Topic; posts: Post[] }): Promise<void>
  end(): Promise<void>
  posts(): number
}

/** Writes in large batches, so that one trip to the store carries thousands of documents. */
function writer(connection: Connection): Writer {
  const index = indexWriter(connection)
  let topics: Topic[] = []
  let posts: Post[] = []
  let written = 0
  const flush = async (): Promise<void> => {
    if (posts.length === 0) return
    await connection.collection<Post>('posts').insertMany(posts, { ordered: false })
    await connection.collection<Topic>('topics').insertMany(topics, { ordered: false })
    written += posts.length
    topics = []
    posts = []
  }
  return {
    async add(drafted) {
      topics.push(drafted.topic)
      posts.push(...drafted.posts)
      await index.add(drafted)
      if (posts.length >= batch) await flush()
    },
    async end() {
      await flush()
      await index.end()
    },
    posts: () => written,
  }
}
