import type { Actor } from '../../../kernel/index.ts'
import { postPath } from '../../addresses.ts'
import type { ForumDeps } from '../../deps.ts'
import type { HoldCause } from '../../order/order.words.ts'
import type { Post, TakingDown } from '../../post.model.ts'
import type { Topic } from '../../topic.model.ts'
import type { Version } from '../version.model.ts'
import { typeWords } from './type-words.ts'

/** A post as its author gets it when they ask what is held of them. */
interface WrittenPost extends Decided {
  address?: string
  title?: string
  source: string
  createdAt: Date
  editedAt?: Date
  earlier: { title?: string; source: string; writtenAt: Date }[]
}

/** What staff decided about it, or about all of the topic that it begins; never who did. */
interface Decided {
  heldFor?: HoldCause[]
  takenDown?: Statement
  topicTakenDown?: Statement
  topicClosed?: { at: Date; note?: string }
}

type Statement = Pick<TakingDown, 'at' | 'ground' | 'note'>

/** How many posts are in memory at a time. */
const atOnce = 100

/** Everything that somebody wrote in the forum, oldest first, with what stood there before each change. */
export async function* writtenBy(
  deps: ForumDeps,
  { accountId, isOpening }: { accountId: string; isOpening: boolean },
): AsyncGenerator<WrittenPost> {
  const author: Actor = { kind: 'member', id: accountId, roles: [] }
  const found = deps.posts.find({ authorId: accountId, isOpening }).sort({ createdAt: 1 }).lean<Post>().cursor()
  let posts: Post[] = []
  for await (const post of found) {
    posts.push(post)
    if (posts.length < atOnce) continue
    yield* await toWritten(deps, author, posts)
    posts = []
  }
  yield* await toWritten(deps, author, posts)
}

async function toWritten(deps: ForumDeps, author: Actor, posts: readonly Post[]): Promise<WrittenPost[]> {
  if (posts.length === 0) return []
  const topics = await deps.topics.find({ _id: { $in: posts.map(({ topicId }) => topicId) } }).lean<Topic[]>()
  const byId = new Map(topics.map((topic) => [topic._id, topic]))
  const versions = await deps.versions.find({ postId: { $in: posts.map(({ _id }) => _id) } }).lean<Version[]>()
  const typed = await typeWords(deps, author, [...posts, ...versions])
  const earlier = versions.map(({ postId, title, writtenAt }, index) => {
    const source = typed[posts.length + index] ?? ''
    return { postId, version: { source, writtenAt, ...(title === undefined ? {} : { title }) } }
  })
  return posts.map((post, index) => {
    const { _id, topicId, createdAt, editedAt } = post
    const topic = byId.get(topicId)
    return {
      ...(topic ? { address: deps.fullAddress(postPath(topic, _id)), title: topic.title } : {}),
      source: typed[index] ?? '',
      createdAt,
      ...(editedAt ? { editedAt } : {}),
      ...decidedAbout(post, topic),
      earlier: earlier.filter(({ postId }) => postId === _id).map(({ version }) => version),
    }
  })
}

function decidedAbout({ takenDown, heldFor, isOpening }: Post, topic: Topic | undefined): Decided {
  const { closure, takenDown: whole } = (isOpening ? topic : undefined) ?? {}
  return {
    ...(heldFor ? { heldFor } : {}),
    ...(takenDown ? { takenDown: statementOf(takenDown) } : {}),
    ...(whole ? { topicTakenDown: statementOf(whole) } : {}),
    ...(closure ? { topicClosed: { at: closure.at, ...noteOf(closure) } } : {}),
  }
}

const statementOf = ({ at, ground, ...rest }: TakingDown): Statement => ({ at, ground, ...noteOf(rest) })
const noteOf = ({ note }: { note?: string }): { note?: string } => (note === undefined ? {} : { note })
