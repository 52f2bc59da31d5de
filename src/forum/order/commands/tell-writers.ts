import { isSelf, type Actor } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import { tell } from '../../following/commands/tell.ts'
import type { DecisionKind } from '../../following/following.words.ts'
import type { Post } from '../../post.model.ts'
import type { Topic } from '../../topic.model.ts'
import type { Ground } from '../order.words.ts'

interface Decided {
  decision: DecisionKind
  ground?: Ground
}

type Written = Pick<Post, '_id' | 'topicId' | 'authorId'>

/** Tells who wrote a post what was decided about it; nobody of what they decided themselves. */
export async function tellAuthor(
  deps: ForumDeps,
  by: Actor,
  { post, ...decided }: Decided & { post: Written },
): Promise<void> {
  const { _id: postId, topicId, authorId: accountId } = post
  if (accountId === undefined || isSelf(by, accountId)) return
  await tell(deps, { accountId, kind: 'decision', topicId, postId, ...decided })
}

/** Tells everybody who wrote in a topic, once each, what was decided about all of it. */
export async function tellWriters(
  deps: ForumDeps,
  by: Actor,
  { topic, ...decided }: Decided & { topic: Pick<Topic, '_id' | 'openingPostId'> },
): Promise<void> {
  const { _id: topicId, openingPostId } = topic
  const fields = { topicId: 1, authorId: 1 }
  const told = new Set<string>()
  const tellOnce = async (post: Written): Promise<void> => {
    if (post.authorId === undefined || told.has(post.authorId)) return
    told.add(post.authorId)
    await tellAuthor(deps, by, { post, ...decided })
  }
  const opening = await deps.posts.findById(openingPostId, fields).lean<Written>()
  if (opening) await tellOnce(opening)
  const replies = deps.posts.find({ topicId, isOpening: false }, fields).sort({ createdAt: 1, _id: 1 })
  for await (const post of replies.lean<Written>().cursor()) await tellOnce(post)
}
