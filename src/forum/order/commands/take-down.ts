import { allow, Conflict, type Actor, type Member } from '../../../kernel/index.ts'
import { bumpTopic } from '../../commands/bump-topic.ts'
import { hidePost, unhidePost } from '../../commands/hide-post.ts'
import { settleTopic } from '../../commands/settle-topic.ts'
import type { ForumDeps } from '../../deps.ts'
import { lookAtPost, lookAtTopic } from '../../load.ts'
import type { PostInPlace, TopicInPlace } from '../../place.ts'
import { mayModerate } from '../order.policy.ts'
import type { Ground } from '../order.words.ts'
import { closeReports, settleWaiting } from './settle-waiting.ts'
import { markTopic, reflectTopic } from './reflect-topic.ts'
import { tellAuthor, tellWriters } from './tell-writers.ts'

interface Statement {
  ground: Ground
  /** Words for the author; may be empty. */
  note: string
}

/** Takes a post down, for good unless it is brought back in time. Throws NotFound, Gone, NotAllowed. */
export async function takeDownPost(
  deps: ForumDeps,
  actor: Actor,
  { postId, ground, note }: Statement & { postId: string },
): Promise<PostInPlace> {
  allow(mayModerate(actor))
  const place = await lookAtPost(deps, actor, postId)
  await deps.posts.updateOne({ _id: postId }, { $set: { takenDown: statementOf(deps, actor, { ground, note }) } })
  await hidePost(deps, place, 'staff')
  // Decided: brought back, it needs no second look.
  await unhidePost(deps, place, 'held')
  await deps.posts.updateOne({ _id: postId }, { $unset: { heldFor: 1 } })
  await closeReports(deps, postId, 'upheld')
  await settleWaiting(deps, postId)
  await tellAuthor(deps, actor, { post: place.post, decision: 'takenDown', ground })
  await recordOf(deps, actor, { place, action: 'post.takeDown', details: { ground } })
  return place
}

/** Brings a post back as it was. Throws NotFound, Gone, NotAllowed. */
export async function restorePost(deps: ForumDeps, actor: Actor, postId: string): Promise<PostInPlace> {
  allow(mayModerate(actor))
  const place = await lookAtPost(deps, actor, postId)
  const wasDown = await unhidePost(deps, place, 'staff')
  await deps.posts.updateOne({ _id: postId }, { $unset: { takenDown: 1 } })
  if (wasDown) await tellAuthor(deps, actor, { post: place.post, decision: 'restored' })
  await recordOf(deps, actor, { place, action: 'post.restore', details: {} })
  return place
}

/** Takes a whole topic down, the posts of all who wrote in it. Throws NotFound, Gone, NotAllowed, Conflict. */
export async function takeDownTopic(
  deps: ForumDeps,
  actor: Actor,
  { topicId, ground, note }: Statement & { topicId: string },
): Promise<TopicInPlace> {
  allow(mayModerate(actor))
  const place = await lookAtTopic(deps, actor, topicId)
  const { _id } = place.topic
  const written = await deps.topics.updateOne(
    { _id, mergedInto: { $exists: false } },
    {
      $set: { takenDown: statementOf(deps, actor, { ground, note }) },
      $addToSet: { wholeHiddenFor: 'staff' },
      $unset: { pinnedAt: 1 },
    },
  )
  if (written.matchedCount === 0) throw new Conflict('order:rules.mergedMeanwhile')
  await followTopic(deps, place)
  await closeReportsIn(deps, _id)
  await tellWriters(deps, actor, { topic: place.topic, decision: 'topicTakenDown', ground })
  await recordTopic(deps, actor, { place, action: 'topic.takeDown', details: { ground } })
  return place
}

/** Brings a whole topic back as it was. Throws NotFound, Gone, NotAllowed. */
export async function restoreTopic(deps: ForumDeps, actor: Actor, topicId: string): Promise<TopicInPlace> {
  allow(mayModerate(actor))
  const place = await lookAtTopic(deps, actor, topicId)
  const written = await deps.topics.updateOne(
    { _id: place.topic._id, wholeHiddenFor: 'staff' },
    { $pull: { wholeHiddenFor: 'staff' }, $unset: { takenDown: 1 } },
  )
  await followTopic(deps, place)
  if (written.matchedCount > 0) await tellWriters(deps, actor, { topic: place.topic, decision: 'topicRestored' })
  await recordTopic(deps, actor, { place, action: 'topic.restore', details: {} })
  return place
}

/** With all of the topic gone, what was reported in it is decided. */
async function closeReportsIn(deps: ForumDeps, topicId: string): Promise<void> {
  for (const postId of await deps.reports.distinct('postId', { isOpen: true, topicId })) {
    await closeReports(deps, postId, 'upheld')
    await settleWaiting(deps, postId)
  }
}

async function followTopic(deps: ForumDeps, place: TopicInPlace): Promise<void> {
  const { _id } = place.topic
  await markTopic(deps, _id)
  await settleTopic(deps, _id)
  await bumpTopic(deps, place)
  await reflectTopic(deps, _id)
}

function statementOf(deps: ForumDeps, actor: Actor, { ground, note }: Statement) {
  return { at: deps.clock(), byId: (actor as Member).id, ground, ...(note === '' ? {} : { note }) }
}

interface Deed<Place, Action> {
  place: Place
  action: Action
  details: Record<string, string>
}

async function recordOf(
  deps: ForumDeps,
  actor: Actor,
  { place, action, details }: Deed<PostInPlace, 'post.takeDown' | 'post.restore'>,
): Promise<void> {
  const { _id: id, authorId: about } = place.post
  const thing = { kind: 'post' as const, id }
  await deps.audit.record(actor, { action, thing, details, ...(about === undefined ? {} : { about }) })
}

async function recordTopic(
  deps: ForumDeps,
  actor: Actor,
  { place, action, details }: Deed<TopicInPlace, 'topic.takeDown' | 'topic.restore'>,
): Promise<void> {
  const { _id: id, authorId: about } = place.topic
  const thing = { kind: 'topic' as const, id }
  await deps.audit.record(actor, { action, thing, details, ...(about === '' ? {} : { about }) })
}
