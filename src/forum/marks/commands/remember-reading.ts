import { newId, NotSignedIn, type Actor } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import { allTopics } from '../marks.words.ts'

/**
 * Remembers how far a member has read a topic; it only ever moves forward. The first time somebody reads anything, what
 * was there before counts as read: a newcomer doesn't owe us a forum.
 */
export async function rememberReading(
  deps: ForumDeps,
  actor: Actor,
  { topicId, upTo }: { topicId: string; upTo: Date },
): Promise<void> {
  if (actor.kind === 'visitor') return
  const { readings } = deps.marks
  const [now, accountId] = [deps.clock(), actor.id]
  await readings.bulkWrite([
    {
      updateOne: {
        filter: { accountId, topicId },
        update: { $max: { upTo, seenAt: now }, $setOnInsert: { _id: newId() } },
        upsert: true,
      },
    },
    {
      updateOne: {
        filter: { accountId, topicId: allTopics },
        update: { $max: { seenAt: now }, $setOnInsert: { _id: newId(), upTo: now } },
        upsert: true,
      },
    },
  ])
}

/** Everything that was written until now counts as read. */
export async function markAllRead(deps: ForumDeps, actor: Actor): Promise<void> {
  if (actor.kind === 'visitor') throw new NotSignedIn()
  const now = deps.clock()
  await deps.marks.readings.updateOne(
    { accountId: actor.id, topicId: allTopics },
    { $max: { upTo: now, seenAt: now }, $setOnInsert: { _id: newId() } },
    { upsert: true },
  )
}
