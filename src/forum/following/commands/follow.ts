import { allow, Invalid, newId, NotSignedIn, type Actor } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import { loadCategory, loadTopic } from '../../load.ts'
import type { Follow } from '../follow.model.ts'
import { everything, ownTopics, type FollowKind, type FollowLevel } from '../following.words.ts'
import { mayFollowMore, mostFollowed } from '../following.policy.ts'

/** What somebody follows: a topic or category by its id, or everything. */
export interface Target {
  kind: FollowKind
  targetId: string
}

/** Sets how the actor hears of something, or (no level) that they don't follow it. Throws NotFound, Gone, NotAllowed. */
export async function follow(
  deps: ForumDeps,
  actor: Actor,
  { kind, targetId, level }: Target & { level: FollowLevel | undefined },
): Promise<void> {
  if (actor.kind === 'visitor') throw new NotSignedIn()
  if (level === undefined) {
    await deps.following.follows.deleteOne({ holder: actor.id, targetId })
    return
  }
  await requireReadable(deps, actor, { kind, targetId })
  allow(mayFollowMore(await deps.following.follows.countDocuments({ holder: actor.id }, { limit: mostFollowed })))
  await setFollow(deps, { holder: actor.id, isByAddress: false, kind, targetId, level })
}

/** Writes a follow over what was there. */
export async function setFollow(deps: ForumDeps, { level, ...rest }: Omit<Follow, '_id' | 'createdAt'>): Promise<void> {
  const { holder, targetId, ...inserted } = rest
  await deps.following.follows.updateOne(
    { holder, targetId },
    { $set: { level }, $setOnInsert: { _id: newId(), ...inserted, createdAt: deps.clock() } },
    { upsert: true },
  )
}

/** Whoever writes in a topic follows it from then on, as they follow the topics that they write in; what they chose stays. */
export async function followOwn(deps: ForumDeps, accountId: string, topicId: string): Promise<void> {
  const { follows } = deps.following
  const wish = await follows.findOne({ holder: accountId, targetId: ownTopics }).lean<Follow>()
  const level = wish?.level ?? 'at-once'
  if (level === 'off') return
  await follows.updateOne(
    { holder: accountId, targetId: topicId },
    { $setOnInsert: { _id: newId(), isByAddress: false, kind: 'topic', level, createdAt: deps.clock() } },
    { upsert: true },
  )
}

/** Throws NotFound or Gone for what the actor may not read, and Invalid for a target that is none. */
export async function requireReadable(deps: ForumDeps, actor: Actor, { kind, targetId }: Target): Promise<void> {
  if (kind === 'topic') await loadTopic(deps, actor, targetId)
  else if (kind === 'category') await loadCategory(deps, actor, { _id: targetId })
  else if (targetId !== everything && targetId !== ownTopics) throw new Invalid({ form: 'rules:form.notUsable' })
}
