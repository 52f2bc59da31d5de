import { allow, isStaff, NotSignedIn, type Actor } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import type { NewPost } from '../forum.forms.ts'
import { loadTopic } from '../load.ts'
import type { TopicInPlace } from '../place.ts'
import { rememberReading } from '../marks/commands/remember-reading.ts'
import type { Post } from '../post.model.ts'
import { mayReply } from '../post.policy.ts'
import type { Topic } from '../topic.model.ts'
import { allowSensitive } from '../words/sensitive.ts'
import { takeWords } from '../words/queries/take-words.ts'
import { insertPost } from './insert-post.ts'
import { bumpTopic } from './bump-topic.ts'
import { reflect } from './reflect.ts'
import { settleTopic } from './settle-topic.ts'

/** Adds a reply to a topic. Throws NotFound, Gone, NotAllowed. */
export async function addPost(
  deps: ForumDeps,
  actor: Actor,
  input: NewPost & { topicId: string },
): Promise<{ topic: Topic; post: Post }> {
  if (actor.kind === 'visitor') throw new NotSignedIn()
  const place = await loadTopic(deps, actor, input.topicId)
  allow(mayReply(actor, place))
  allowSensitive(input)
  const { post, isRepeat } = await insertPost(deps, {
    topicId: place.topic._id,
    authorId: actor.id,
    isOpening: false,
    isByStaff: isStaff(actor),
    words: await takeWords(deps, { text: input.text, category: place.category, actor }),
    createdAt: deps.clock(),
    submission: input.submission,
  })
  if (!isRepeat) {
    await countReply(deps, place, post)
    await bumpTopic(deps, place)
    await reflect(deps, [post._id])
    await rememberReading(deps, actor, { topicId: post.topicId, upTo: post.createdAt })
  }
  return { topic: place.topic, post }
}

/** Derived figures. A later reply may be counted first; the mark only ever moves forward in time. */
async function countReply(deps: ForumDeps, { topic, category }: TopicInPlace, post: Post): Promise<void> {
  const at = post.createdAt
  await deps.topics.bulkWrite([
    {
      updateOne: {
        filter: { _id: topic._id },
        update: { $inc: { replyCount: 1 }, ...(post.isByStaff ? { $set: { hasStaffReply: true } } : {}) },
      },
    },
    {
      updateOne: {
        filter: { _id: topic._id, lastActivityAt: { $lte: at } },
        update: {
          $set: { lastActivityAt: at, ...(post.authorId === undefined ? {} : { lastReplyBy: post.authorId }) },
        },
      },
    },
  ])
  await deps.categories.updateOne({ _id: category._id }, { $inc: { postCount: 1 }, $max: { lastActivityAt: at } })
  // Its opening was taken away in the same moment: with an answer under it, the topic stands again.
  const stands = await deps.topics.exists({ _id: topic._id, visibility: topic.visibility })
  if (!stands) await settleTopic(deps, topic._id)
}
