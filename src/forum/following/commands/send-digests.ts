import { mayRead } from '../../category.policy.ts'
import type { ForumDeps } from '../../deps.ts'
import type { PostInPlace } from '../../place.ts'
import type { Digest } from '../digest.model.ts'
import { digestWords } from '../mail-words.ts'
import { mailKinds } from '../following.words.ts'
import { nextEight } from '../next-eight.ts'
import { loadTold } from '../queries/load-told.ts'
import { whoIsReached, type Reached } from '../reached.ts'

/** How many daily mails are made in one step; eight o'clock comes to many at once. */
const atOnce = 50
const mostSteps = 100

/**
 * Puts the daily mails that are due into the outbox. A mail is known by its recipient and hour, so that a run that was
 * cut off repeats none; what comes in while it is made stays for the next.
 */
export async function sendDigests(deps: ForumDeps): Promise<void> {
  for (let step = 0; step < mostSteps; step += 1) {
    const due = await deps.following.digests
      .find({ dueAt: { $lte: deps.clock() } })
      .sort({ dueAt: 1 })
      .limit(atOnce)
      .lean<Digest[]>()
    if (due.length === 0) return
    await sendSome(deps, due)
  }
}

async function sendSome(deps: ForumDeps, due: readonly Digest[]): Promise<void> {
  const reached = await whoIsReached(
    deps,
    due.map(({ _id, isByAddress }) => ({ holder: _id, isByAddress })),
  )
  const places = await loadTold(deps, [...new Set(due.flatMap(({ postIds }) => postIds))])
  const messages = []
  const done: Digest[] = []
  for (const digest of due) {
    const reader = reached.get(digest._id)
    if (reader && (await isEarly(deps, digest, reader))) continue
    done.push(digest)
    const readable = readableIn(places, digest, reader)
    if (!reader?.email || readable.length === 0) continue
    messages.push({
      ...(await digestWords(deps, readable, reader)),
      kind: mailKinds.digest,
      to: reader.email,
      locale: reader.locale,
      ...(reader.isByAddress ? {} : { accountId: reader.holder }),
      about: readable.map(({ post }) => ({ kind: 'post', id: post._id })),
      once: `digest ${digest._id} ${digest.dueAt.toISOString()}`,
    })
  }
  await deps.mail.enqueueAll(messages)
  for (const digest of done) await settle(deps, digest, reached.get(digest._id)?.timeZone)
}

/** They live by another clock since it was planned: the mail waits for their eight o'clock. */
async function isEarly(deps: ForumDeps, { _id, since, dueAt }: Digest, { timeZone }: Reached): Promise<boolean> {
  const eight = nextEight(since, timeZone)
  if (eight <= deps.clock()) return false
  await deps.following.digests.updateOne({ _id, dueAt }, { $set: { dueAt: eight } })
  return true
}

function readableIn(places: readonly PostInPlace[], { postIds }: Digest, reader: Reached | undefined): PostInPlace[] {
  return places.filter(
    ({ post, category }) => postIds.includes(post._id) && reader !== undefined && mayRead(reader.actor, category),
  )
}

async function settle(deps: ForumDeps, { _id, dueAt, postIds }: Digest, timeZone: string | undefined): Promise<void> {
  const { digests } = deps.following
  const since = deps.clock()
  await digests.updateOne({ _id, dueAt }, { $pullAll: { postIds }, $set: { since, dueAt: nextEight(since, timeZone) } })
  await digests.deleteOne({ _id, postIds: { $size: 0 } })
}
