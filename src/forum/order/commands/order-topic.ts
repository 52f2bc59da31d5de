import { allow, Conflict, type Actor, type Member } from '../../../kernel/index.ts'
import { bumpTopic } from '../../commands/bump-topic.ts'
import type { ForumDeps } from '../../deps.ts'
import { loadTopic } from '../../load.ts'
import type { TopicInPlace } from '../../place.ts'
import { mayModerate } from '../order.policy.ts'
import { mostPinned } from '../order.words.ts'

/** Closes a topic: it is read and takes no more replies; the note tells readers why. Throws NotFound, Gone, NotAllowed. */
export async function closeTopic(
  deps: ForumDeps,
  actor: Actor,
  { topicId, note }: { topicId: string; note: string },
): Promise<TopicInPlace> {
  allow(mayModerate(actor))
  const place = await loadTopic(deps, actor, topicId)
  const closure = { at: deps.clock(), byId: (actor as Member).id, ...(note === '' ? {} : { note }) }
  await deps.topics.updateOne({ _id: place.topic._id }, { $set: { isClosed: true, closure } })
  return finish(deps, actor, { place, action: 'topic.close' })
}

/** Opens a closed topic again. Throws NotFound, Gone, NotAllowed. */
export async function reopenTopic(deps: ForumDeps, actor: Actor, topicId: string): Promise<TopicInPlace> {
  allow(mayModerate(actor))
  const place = await loadTopic(deps, actor, topicId)
  await deps.topics.updateOne({ _id: place.topic._id }, { $set: { isClosed: false }, $unset: { closure: 1 } })
  return finish(deps, actor, { place, action: 'topic.reopen' })
}

/**
 * Has a topic stand before the others in its category and on the home page, or no longer. Throws NotFound, Gone,
 * NotAllowed, and Conflict when as many are pinned there as a reader can take in.
 */
export async function pinTopic(
  deps: ForumDeps,
  actor: Actor,
  { topicId, isPinned }: { topicId: string; isPinned: boolean },
): Promise<TopicInPlace> {
  allow(mayModerate(actor))
  const place = await loadTopic(deps, actor, topicId)
  const { _id, categoryId } = place.topic
  if (isPinned) {
    const others = { pinnedAt: { $exists: true }, categoryId, _id: { $ne: _id } }
    if ((await deps.topics.countDocuments(others)) >= mostPinned) throw new Conflict('order:rules.enoughPinned')
  }
  await deps.topics.updateOne({ _id }, isPinned ? { $set: { pinnedAt: deps.clock() } } : { $unset: { pinnedAt: 1 } })
  return finish(deps, actor, { place, action: isPinned ? 'topic.pin' : 'topic.unpin' })
}

async function finish(
  deps: ForumDeps,
  actor: Actor,
  { place, action }: { place: TopicInPlace; action: 'topic.close' | 'topic.reopen' | 'topic.pin' | 'topic.unpin' },
): Promise<TopicInPlace> {
  await bumpTopic(deps, place)
  await deps.audit.record(actor, { action, thing: { kind: 'topic', id: place.topic._id } })
  return place
}
