import type { ForumDeps } from '../../deps.ts'
import type { PostInPlace } from '../../place.ts'
import type { Announcement } from '../announcement.model.ts'
import type { Follow } from '../follow.model.ts'
import { everything, newsFor, tellAtOnce } from '../following.words.ts'
import { loadTold } from '../queries/load-told.ts'
import { planQuestion } from './ask-solved.ts'
import { tellFollowers, tellMentioned } from './tell-followers.ts'

const lease = 60_000
/** The mentioned, then followers of the topic, of the category, of everything: done. */
const lastStep = 4
/** Announcements that one run works through, so that other jobs get their turn. */
const mostAtOnce = 100

/** Notes that a post is to be told, once. Gives false when it was noted before, or is no news any more. */
export async function noteAnnouncement(deps: ForumDeps, { post }: PostInPlace): Promise<boolean> {
  const now = deps.clock()
  if (now.getTime() - post.createdAt.getTime() > newsFor) return false
  const announcement: Omit<Announcement, '_id'> = {
    createdAt: now,
    step: 0,
    after: '',
    isDone: false,
    leasedUntil: now,
  }
  const written = await deps.following.announcements.updateOne(
    { _id: post._id },
    { $setOnInsert: announcement },
    { upsert: true },
  )
  return written.upsertedCount === 1
}

/**
 * Tells everybody of the posts that wait to be told: notices, mails and digests, in steps of 200 followers. After each
 * step it is noted how far it came: a process that dies in between is followed by another, and nobody is told twice.
 */
export async function announceWaiting(deps: ForumDeps): Promise<void> {
  for (let count = 0; count < mostAtOnce; count += 1) {
    const announcement = await takeOne(deps)
    if (!announcement) return
    await announce(deps, announcement)
  }
}

async function takeOne(deps: ForumDeps): Promise<Announcement | null> {
  const now = deps.clock()
  return deps.following.announcements
    .findOneAndUpdate(
      { isDone: false, leasedUntil: { $lte: now } },
      { $set: { leasedUntil: new Date(now.getTime() + lease) } },
      { sort: { leasedUntil: 1 }, returnDocument: 'after' },
    )
    .lean<Announcement>()
}

async function announce(deps: ForumDeps, announcement: Announcement): Promise<void> {
  const { _id, createdAt } = announcement
  let { step, after, leasedUntil } = announcement
  while (step < lastStep) {
    // Looked up for each step: what was taken away meanwhile is told to nobody else.
    const [place] = await loadTold(deps, [_id])
    if (!place) {
      await deps.following.announcements.deleteOne({ _id })
      return
    }
    if (step === 0) await beginWith(deps, place)
    const told = step === 0 ? [] : await nextFollowers(deps, place, { step, after })
    // Who began to follow since then has seen it, or came later.
    if (told.length > 0)
      await tellFollowers(deps, place, { follows: told.filter((each) => each.createdAt <= createdAt), step })
    const isOver = told.length < tellAtOnce
    after = isOver ? '' : (told.at(-1)?.holder ?? '')
    step += isOver ? 1 : 0
    const until = new Date(deps.clock().getTime() + lease)
    const isOurs = await deps.following.announcements.updateOne(
      { _id, leasedUntil },
      { $set: { step, after, leasedUntil: until, isDone: step === lastStep } },
    )
    if (isOurs.matchedCount === 0) return
    leasedUntil = until
  }
}

/** Who is mentioned, and what the post means for its question. */
async function beginWith(deps: ForumDeps, place: PostInPlace): Promise<void> {
  await tellMentioned(deps, place)
  await planQuestion(deps, place)
}

function nextFollowers(
  deps: ForumDeps,
  { topic, category }: PostInPlace,
  { step, after }: { step: number; after: string },
): Promise<Follow[]> {
  const targetId = [topic._id, category._id, everything][step - 1] ?? everything
  return deps.following.follows
    .find({ targetId, holder: { $gt: after } })
    .sort({ holder: 1 })
    .limit(tellAtOnce)
    .lean<Follow[]>()
}
