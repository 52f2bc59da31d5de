import { allow, isStaff, NotSignedIn, type Actor } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import type { NewPost } from '../forum.forms.ts'
import { loadTopic } from '../load.ts'
import type { TopicInPlace } from '../place.ts'
import { rememberReading } from '../marks/commands/remember-reading.ts'
import type { Post } from '../post.model.ts'
import { mayReply } from '../post.policy.ts'
import { isListed } from '../sight.ts'
import { submissionOf } from '../submission.ts'
import type { Topic } from '../topic.model.ts'
import { allowSensitive } from '../words/sensitive.ts'
import { takeWords } from '../words/queries/take-words.ts'
import { insertPost } from './insert-post.ts'
import { bumpTopic } from './bump-topic.ts'
import { reflect } from './reflect.ts'
import { settleTopic } from './settle-topic.ts'
import { finishMerge } from '../order/commands/merge-topics.ts'
import { judgePost } from '../order/commands/judge-post.ts'

/** Adds a reply to a topic. Throws NotFound, Gone, NotAllowed. */
export async function addPost(
  deps: ForumDeps,
  actor: Actor,
  input: NewPost & { topicId: string },
): Promise<{ topic: Topic; post: Post }> {
  if (actor.kind === 'visitor') throw new NotSignedIn()
  const place = await loadTopic(deps, actor, input.topicId)
  allow(mayReply(actor, place))
  const words = await takeWords(deps, { text: input.text, category: place.category, actor })
  allowSensitive({ ...input, source: words.source })
  const submission = submissionOf(input.submission, words)
  const judgement = await judgePost(deps, actor, { ...input, submission, links: words.rendered.links })
  const { post, isRepeat } = await insertPost(deps, {
    topicId: place.topic._id,
    authorId: actor.id,
    isOpening: false,
    isByStaff: isStaff(actor),
    words,
    createdAt: deps.clock(),
    submission,
    ...judgement,
  })
  // The first sending was cut off, or is under way beside this one: counted by what stands, that comes to the same. Its
  // mark stays, so that whoever ends the first one, or the job, does the rest.
  if (isRepeat && post.isUnreflected) await settleTopic(deps, post.topicId)
  if (!isRepeat) {
    // What waits for a look changes nothing that others see.
    if (judgement.heldFor.length === 0) await countReply(deps, place, post)
    await reflect(deps, [post._id])
    await rememberReading(deps, actor, { topicId: post.topicId, upTo: post.createdAt })
  }
  return { topic: place.topic, post }
}

/**
 * Derived figures. A later reply may be counted first; the mark only ever moves forward in time. The category is that
 * of the moment at which the topic counted the reply: who moves the topic takes along what it had counted.
 */
async function countReply(deps: ForumDeps, place: TopicInPlace, post: Post): Promise<void> {
  const at = post.createdAt
  const topic = await deps.topics
    .findOneAndUpdate(
      { _id: post.topicId },
      { $inc: { replyCount: 1 }, ...(post.isByStaff ? { $set: { hasStaffReply: true } } : {}) },
      { returnDocument: 'after' },
    )
    .lean<Topic>()
  if (!topic) return
  await deps.topics.updateOne(
    { _id: topic._id, lastActivityAt: { $lte: at } },
    { $set: { lastActivityAt: at, ...(post.authorId === undefined ? {} : { lastReplyBy: post.authorId }) } },
  )
  // What nobody sees in lists weighs nothing; with an answer it may stand again, and is settled below.
  if (isListed(topic))
    await deps.categories.updateOne({ _id: topic.categoryId }, { $inc: { postCount: 1 }, $max: { lastActivityAt: at } })
  await bumpTopic(deps, place)
  // Merged away in the same moment: the reply goes where the others went.
  if (topic.mergedInto !== undefined) await finishMerge(deps, topic._id)
  // Its opening was taken away in the same moment: with an answer under it, the topic stands again. Or all replies were
  // counted in the same moment, perhaps with this one.
  else if (topic.visibility !== place.topic.visibility || topic.settled !== place.topic.settled)
    await settleTopic(deps, topic._id)
}
