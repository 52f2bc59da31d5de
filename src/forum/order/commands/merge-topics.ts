import { allow, Conflict, Invalid, type Actor } from '../../../kernel/index.ts'
import { bumpTopic } from '../../commands/bump-topic.ts'
import { settleTopic } from '../../commands/settle-topic.ts'
import type { Category } from '../../category.model.ts'
import type { ForumDeps } from '../../deps.ts'
import { mostAccepted } from '../../forum.words.ts'
import { channelOf } from '../../live/live.words.ts'
import { loadTopic } from '../../load.ts'
import type { TopicInPlace } from '../../place.ts'
import type { Topic } from '../../topic.model.ts'
import { mayModerate } from '../order.policy.ts'
import { reflectTopic } from './reflect-topic.ts'

/**
 * Merges a topic into another one: its posts go there with their times and addresses, its own address leads there. The
 * topic itself says first where it goes, so that whoever finds it half merged can finish. Gives the other topic.
 * Throws NotFound, Gone, NotAllowed, Invalid, Conflict.
 */
export async function mergeTopics(
  deps: ForumDeps,
  actor: Actor,
  { topicId, intoId }: { topicId: string; intoId: string },
): Promise<TopicInPlace> {
  allow(mayModerate(actor))
  const from = await loadTopic(deps, actor, topicId)
  const into = await loadTarget(deps, actor, intoId)
  if (into.topic._id === from.topic._id) throw new Invalid({ into: 'order:rules.intoItself' })
  const planned = await deps.topics.updateOne(
    { _id: from.topic._id, mergedInto: { $exists: false } },
    { $set: { mergedInto: into.topic._id, isUnsettled: true }, $unset: { pinnedAt: 1 } },
  )
  if (planned.matchedCount === 0) throw new Conflict('order:rules.mergedMeanwhile')
  if (!(await finishMerge(deps, from.topic._id))) throw new Conflict('order:rules.mergedMeanwhile')
  await bumpTopic(deps, from)
  await deps.audit.record(actor, {
    action: 'topic.merge',
    thing: { kind: 'topic', id: from.topic._id },
    details: { into: into.topic._id },
  })
  return into
}

async function loadTarget(deps: ForumDeps, actor: Actor, intoId: string): Promise<TopicInPlace> {
  try {
    return await loadTopic(deps, actor, intoId)
  } catch {
    throw new Invalid({ into: 'order:rules.noSuchTopic' })
  }
}

/**
 * Carries out what a topic says of where its posts go; done again, it takes along what came since. Gives false where
 * the other topic was merged away in the same moment, and takes the plan back.
 */
export async function finishMerge(deps: ForumDeps, topicId: string): Promise<boolean> {
  const from = await deps.topics.findById(topicId).lean<Topic>()
  const into = from?.mergedInto === undefined ? null : await deps.topics.findById(from.mergedInto).lean<Topic>()
  if (!from || !into) return false
  if (from.isUnsettled && into.mergedInto !== undefined) {
    await deps.topics.updateOne({ _id: topicId }, { $unset: { mergedInto: 1, isUnsettled: 1 } })
    await settleTopic(deps, topicId)
    return false
  }
  await deps.posts.updateMany({ topicId }, { $set: { topicId: into._id, isOpening: false, isUnreflected: true } })
  await takeAlongMarks(deps, from, into)
  // Who led here is led on, so that no address takes more than one step.
  await deps.topics.updateMany({ mergedInto: topicId }, { $set: { mergedInto: into._id } })
  for (const mirror of deps.mirrors) await mirror.merged?.(topicId, into._id)
  await settleTopic(deps, topicId)
  await settleTopic(deps, into._id)
  const category = await deps.categories.findById(into.categoryId).lean<Category>()
  if (category) await bumpTopic(deps, { topic: into, category })
  await reflectTopic(deps, into._id)
  // Who has the old page open is told to come along.
  await deps.live.note(channelOf(topicId), [from.openingPostId])
  await deps.topics.updateOne({ _id: topicId }, { $unset: { isUnsettled: 1 } })
  return true
}

/** Accepted answers stay accepted as far as there is room; those of the topic that stays come first. */
async function takeAlongMarks(deps: ForumDeps, from: Topic, into: Topic): Promise<void> {
  for (const acceptance of from.accepted ?? []) {
    await deps.topics.updateOne(
      {
        _id: into._id,
        'accepted.postId': { $ne: acceptance.postId },
        [`accepted.${mostAccepted - 1}`]: { $exists: false },
      },
      { $push: { accepted: acceptance } },
    )
  }
  if (from.accepted) await deps.topics.updateOne({ _id: from._id }, { $unset: { accepted: 1 } })
}
