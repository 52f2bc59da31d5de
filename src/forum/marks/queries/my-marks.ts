import type { Actor } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import type { Topic } from '../../topic.model.ts'
import { allTopics } from '../marks.words.ts'
import type { Reading } from '../reading.model.ts'
import type { Vote } from '../vote.model.ts'

/** Which of these posts the actor has voted for. */
export async function votedAmong(deps: ForumDeps, actor: Actor, postIds: readonly string[]): Promise<Set<string>> {
  if (actor.kind === 'visitor') return new Set()
  const votes = await deps.marks.votes
    .find({ postId: { $in: [...postIds] }, accountId: actor.id }, { postId: 1 })
    .limit(postIds.length)
    .lean<Pick<Vote, 'postId'>[]>()
  return new Set(votes.map(({ postId }) => postId))
}

/** Up to when the actor has read each of these topics; a topic that is missing was never owed. */
export async function readUpTo(deps: ForumDeps, actor: Actor, topicIds: readonly string[]): Promise<Map<string, Date>> {
  if (actor.kind === 'visitor' || topicIds.length === 0) return new Map()
  const found = await deps.marks.readings
    .find({ accountId: actor.id, topicId: { $in: [...topicIds, allTopics] } }, { topicId: 1, upTo: 1 })
    .limit(topicIds.length + 1)
    .lean<Pick<Reading, 'topicId' | 'upTo'>[]>()
  const all = found.find(({ topicId }) => topicId === allTopics)
  if (!all) return new Map()
  const own = new Map(found.map(({ topicId, upTo }) => [topicId, upTo]))
  return new Map(topicIds.map((id) => [id, later(own.get(id), all.upTo)]))
}

/** Whether something was written in the topic since. */
export function isUnread(
  { _id, lastActivityAt }: Pick<Topic, '_id' | 'lastActivityAt'>,
  upTo: ReadonlyMap<string, Date>,
): boolean {
  const read = upTo.get(_id)
  return read !== undefined && lastActivityAt > read
}

const later = (one: Date | undefined, other: Date): Date => (one && one > other ? one : other)
