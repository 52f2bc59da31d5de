import { join } from 'node:path'
import { compose, type Composition } from '../../src/app.ts'
import { readOptions } from '../../src/config/index.ts'
import { until } from '../support/gate.ts'
import type { Running } from '../support/running.ts'
import { pauseBriefly, type Deed, type Ledger } from './deeds.ts'
import type { Product } from './product.ts'

/** Where a site is, and where its data. */
type Place = Pick<Product, 'url' | 'reachedAt' | 'mountPath' | 'folder'>

/** Looks into the data of a running server as a second process of the same installation does. */
export async function inside<Result>(product: Place, work: (running: Running) => Promise<Result>): Promise<Result> {
  const config = readOptions({
    url: product.url,
    dataFolder: join(product.folder, 'data'),
    uploadsFolder: join(product.folder, 'uploads'),
    logLevel: 'silent',
  })
  const composition = await compose(config)
  try {
    const { url, reachedAt, mountPath } = product
    return await work({ ...composition, url, reachedAt, mountPath, stop: () => Promise.resolve() })
  } finally {
    await composition.close()
  }
}

/** Counters of how often somebody may write; taken away, so that six people may write as much as hundreds. */
export async function liftLimits({ database }: Composition): Promise<void> {
  await database.connection.collection('ratelimits').deleteMany({})
}

interface Stored {
  _id: string
  topicId?: string
  source?: string
  title?: string
  text?: string
  isOpening?: boolean
}

/** Everything that is not as it was acknowledged, in words; empty where all is well. */
export async function faultsIn(composition: Composition, ledger: Ledger): Promise<string[]> {
  const { connection } = composition.database
  const posts = await connection.collection<Stored>('posts').find({}).toArray()
  const topics = await connection.collection<Stored>('topics').find({}).toArray()
  const messages = await connection.collection<Stored>('requestmessages').find({}).toArray()
  const counts = {
    posts: countMarkers(posts.map(({ source = '' }) => source)),
    topics: countMarkers(topics.map(({ title = '' }) => title)),
    messages: countMarkers(messages.map(({ text = '' }) => text)),
  }
  const places = new Map(posts.map(({ _id, topicId = '' }) => [_id, topicId]))
  return [
    ...ledger.acknowledged.flatMap((deed) => faultsOf(deed, ledger, { counts, places })),
    ...Object.entries(counts).flatMap(([place, found]) =>
      [...found].filter(([, count]) => count > 1).map(([marker, count]) => `${place}: ${marker} ${count} times`),
    ),
  ]
}

interface Found {
  counts: Record<'posts' | 'topics' | 'messages', Map<string, number>>
  /** The topic of each post. */
  places: Map<string, string>
}

function faultsOf({ kind, marker, made }: Deed, { removed }: Ledger, { counts, places }: Found): string[] {
  const lost = (place: string): string[] => [`${kind} ${marker} was acknowledged and is not among the ${place}`]
  switch (kind) {
    case 'removal':
      return counts.posts.has(marker) ? [`${marker} was removed and is back`] : []
    case 'request':
      return counts.messages.has(marker) ? [] : lost('messages')
    case 'topic':
      return counts.topics.has(marker) && counts.posts.has(marker) ? [] : lost('topics')
    case 'reply':
      if (removed.has(marker)) return []
      if (!counts.posts.has(marker)) return lost('posts')
      return places.get(made?.postId ?? '') === made?.topicId ? [] : lost('posts of its topic')
  }
}

/** How often each marker stands in these texts. */
function countMarkers(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) {
    for (const [marker] of text.matchAll(/mark[0-9a-z]{12}/g)) counts.set(marker, (counts.get(marker) ?? 0) + 1)
  }
  return counts
}

/**
 * Has the job that finishes what a crash left run in the server, as it does within a minute, and counts everything anew:
 * gives what still had to be mended by hand, and faults of the ledger of consents.
 */
export async function leftToMend(composition: Composition): Promise<string[]> {
  const { database, forum, testimonials } = composition
  const jobs = database.connection.collection<{ _id: string }>('jobs')
  const posts = database.connection.collection('posts')
  await until(async () => {
    await jobs.updateOne({ _id: 'reflect' }, { $set: { nextRunAt: new Date() } })
    await pauseBriefly(500)
    return (await posts.countDocuments({ isUnreflected: true })) === 0
  }, 120)
  const mended = await forum.reconcile()
  const { faults } = await testimonials.verify()
  const rest = Object.entries(mended).filter(([, count]) => count > 0)
  return [...rest.map(([what, count]) => `reconcile mended ${count} ${what}`), ...faults]
}
