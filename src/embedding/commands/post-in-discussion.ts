import { isDuplicateKey } from '../../database/index.ts'
import { Gone, Unavailable, type Actor } from '../../kernel/index.ts'
import type { EmbeddingDeps, Refused, Words, Written } from '../deps.ts'
import type { Discussion } from '../discussion.model.ts'
import type { PageAddress } from '../page-address.ts'

type Deps = Pick<EmbeddingDeps, 'discussions' | 'threads' | 'clock'>

/** What somebody writes under a page. */
export interface PagePost extends Words {
  page: PageAddress
  /** The page's own title, for the topic that its first post begins. */
  title: string
  /** Last part of a category's address; the first open one where nothing is said. */
  category?: string | undefined
}

/** How long a first post may be under way before another takes its place, and how often it is looked for, in milliseconds. */
const claimLasts = 30_000
const mostLooks = 50
const lookEvery = 100

/**
 * Writes a post under a page. The first one begins the page's topic; of two first ones at the same moment the other becomes
 * a reply. A topic that is gone gives way to a new one. Throws what starting a topic or replying throws.
 */
export async function postInDiscussion(deps: Deps, actor: Actor, post: PagePost): Promise<Written | Refused> {
  for (let look = 0; look < mostLooks; look += 1) {
    const written = await replyUnder(deps, actor, post)
    if (written) return written
    if (await claim(deps, post.page)) return begin(deps, actor, post)
    await new Promise((resolve) => setTimeout(resolve, lookEvery))
  }
  throw new Unavailable()
}

/** Undefined where the page has no topic, or none any more. */
async function replyUnder(deps: Deps, actor: Actor, post: PagePost): Promise<Written | Refused | undefined> {
  const { address } = post.page
  const known = await deps.discussions.findById(address).lean<Discussion>()
  if (known?.topicId === undefined) return undefined
  try {
    return await deps.threads.reply(actor, { ...wordsOf(post), topicId: known.topicId })
  } catch (error) {
    if (!(error instanceof Gone)) throw error
    await deps.discussions.updateOne({ _id: address, topicId: known.topicId }, { $unset: { topicId: 1 } })
    return undefined
  }
}

/** One of all who want to begin may: by an update that fits nobody else's claim, or by the id that only one can insert. */
async function claim({ discussions, clock }: Deps, { address }: PageAddress): Promise<boolean> {
  const now = clock()
  const free = [{ claimedAt: { $exists: false } }, { claimedAt: { $lte: new Date(now.getTime() - claimLasts) } }]
  try {
    const written = await discussions.updateOne(
      { _id: address, topicId: { $exists: false }, $or: free },
      { $set: { claimedAt: now } },
      { upsert: true },
    )
    return written.modifiedCount + written.upsertedCount > 0
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

async function begin(deps: Deps, actor: Actor, post: PagePost): Promise<Written | Refused> {
  const { address } = post.page
  let topicId: string | undefined
  try {
    const category = await categoryFor(deps, post.category)
    if (!category) return { reason: 'embedding:noCategory' }
    const input = { ...wordsOf(post), categoryId: category.id, title: titleOf(post) }
    const begun = await deps.threads.start(actor, input)
    if ('reason' in begun) return begun
    topicId = begun.topicId
    return { postId: begun.postId, waits: begun.waits }
  } finally {
    const found = topicId === undefined ? {} : { $set: { topicId } }
    await deps.discussions.updateOne({ _id: address }, { ...found, $unset: { claimedAt: 1 } })
  }
}

async function categoryFor({ threads }: Deps, slug: string | undefined): Promise<{ id: string } | undefined> {
  const open = await threads.openCategories()
  return slug === undefined ? open[0] : open.find((category) => category.slug === slug)
}

/** A title as topics have them: the site's name stands after one that says too little. */
function titleOf({ title, page }: PagePost): string {
  const line = title
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const { host } = new URL(page.origin)
  return (line.length < 5 ? `${line} · ${host}`.replace(/^ · /, '') : line).slice(0, 150).trim()
}

function wordsOf({ text, submission, anyway, website, opened }: PagePost): Words {
  return { text, submission, anyway, website, opened }
}
