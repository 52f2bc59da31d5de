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
 * Puts the daily mails that are due into the outbox. What a mail tells is set aside first and let go last, and the mail is
 * known by its recipient and hour: a run that was cut off is done again with the same posts, and sends nothing twice.
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
  const leaving = await setAside(deps, due, reached)
  const places = await loadTold(deps, [...new Set(leaving.flatMap(({ leavingIds = [] }) => leavingIds))])
  const messages = []
  for (const digest of leaving) {
    const reader = reached.get(digest._id)
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
  for (const digest of leaving) await settle(deps, digest, reached.get(digest._id)?.timeZone)
}

/** Sets aside what each mail tells. Gives the digests whose mails leave now, also those that an earlier run had begun. */
async function setAside(
  deps: ForumDeps,
  due: readonly Digest[],
  reached: ReadonlyMap<string, Reached>,
): Promise<Digest[]> {
  const { digests } = deps.following
  for (const digest of due.filter(({ leavingIds }) => leavingIds === undefined)) {
    const reader = reached.get(digest._id)
    if (reader && (await isEarly(deps, digest, reader))) continue
    const { _id, dueAt, postIds } = digest
    await digests.updateOne(
      { _id, dueAt, leavingIds: { $exists: false } },
      { $set: { leavingIds: postIds }, $pullAll: { postIds } },
    )
  }
  return digests.find({ _id: { $in: due.map(({ _id }) => _id) }, leavingIds: { $exists: true } }).lean<Digest[]>()
}

/** They live by another clock since it was planned: the mail waits for their eight o'clock. */
async function isEarly(deps: ForumDeps, { _id, since, dueAt }: Digest, { timeZone }: Reached): Promise<boolean> {
  const eight = nextEight(since, timeZone)
  if (eight <= deps.clock()) return false
  await deps.following.digests.updateOne({ _id, dueAt }, { $set: { dueAt: eight } })
  return true
}

function readableIn(
  places: readonly PostInPlace[],
  { leavingIds = [] }: Digest,
  reader: Reached | undefined,
): PostInPlace[] {
  return places.filter(
    ({ post, category }) => leavingIds.includes(post._id) && reader !== undefined && mayRead(reader.actor, category),
  )
}

async function settle(deps: ForumDeps, { _id, dueAt }: Digest, timeZone: string | undefined): Promise<void> {
  const { digests } = deps.following
  const since = deps.clock()
  await digests.updateOne(
    { _id, dueAt },
    { $unset: { leavingIds: 1 }, $set: { since, dueAt: nextEight(since, timeZone) } },
  )
  await digests.deleteOne({ _id, postIds: { $size: 0 }, leavingIds: { $exists: false } })
}
