import { isDuplicateKey } from '../../../database/index.ts'
import { Invalid, newId, NotFound, visitor } from '../../../kernel/index.ts'
import { isAddress } from '../../../mail/index.ts'
import type { ForumDeps } from '../../deps.ts'
import type { AddressFollowsForm } from '../following.forms.ts'
import { confirmWords } from '../mail-words.ts'
import { mailKinds } from '../following.words.ts'
import type { Follower } from '../follower.model.ts'
import { mailedToken, readMailedToken } from '../tokens.ts'
import { requireReadable, setFollow, type Target } from './follow.ts'

const aWeek = 7 * 24 * 60 * 60 * 1000
const mostWanted = 20

/**
 * Somebody wants to follow by an address alone. Whoever has the address is asked by a mail of fixed words, one in 24
 * hours at most; the link of an earlier one shows all that was asked for since. An address that nobody confirms is
 * forgotten after a week. The answer is the same whatever is known of the address. Throws NotFound for what not
 * everybody may read, Invalid for an address that is none.
 */
export async function followByMail(
  deps: ForumDeps,
  { email, locale, kind, targetId }: Target & { email: string; locale: string },
): Promise<void> {
  if (!isAddress(email)) throw new Invalid({ email: 'rules:follow.address' })
  await requireReadable(deps, visitor, { kind, targetId })
  const follower = await followerOf(deps, { email, locale })
  if (await deps.following.follows.exists({ holder: follower._id, targetId })) return
  await deps.following.followers.updateOne(
    { _id: follower._id, 'wants.targetId': { $ne: targetId }, [`wants.${mostWanted - 1}`]: { $exists: false } },
    { $push: { wants: { kind, targetId } } },
  )
  const path = `/follows/${mailedToken('follows', follower._id, deps.secret)}`
  const message = { ...confirmWords(deps, { locale, path }), kind: mailKinds.confirm, to: email, locale }
  await deps.mail.enqueue(message, { toProvenAddress: false })
}

async function followerOf(deps: ForumDeps, { email, locale }: { email: string; locale: string }): Promise<Follower> {
  const { followers } = deps.following
  const now = deps.clock()
  const forgetAt = new Date(now.getTime() + aWeek)
  try {
    await followers.updateOne(
      { email },
      { $setOnInsert: { _id: newId(), locale, wants: [], createdAt: now, forgetAt } },
      { upsert: true },
    )
  } catch (error) {
    // Two forms at the same moment: the other one has made it.
    if (!isDuplicateKey(error)) throw error
  }
  await followers.updateOne({ email, confirmedAt: { $exists: false } }, { $set: { forgetAt } })
  const follower = await followers.findOne({ email }).lean<Follower>()
  if (!follower) throw new NotFound('no such follower')
  return follower
}

/** The follower that a mailed link is about. Throws NotFound when we didn't make it, or they are forgotten. */
export async function loadFollower(deps: ForumDeps, token: string): Promise<Follower> {
  const id = readMailedToken('follows', token, deps.secret)
  const follower = id === undefined ? null : await deps.following.followers.findById(id).lean<Follower>()
  if (!follower) throw new NotFound('no such follower')
  return follower
}

/** Does what a button of the mailed page says. Gives whether the address is still known. Throws NotFound. */
export async function changeFollows(
  deps: ForumDeps,
  token: string,
  { act, targetId = '' }: AddressFollowsForm,
): Promise<boolean> {
  const follower = await loadFollower(deps, token)
  const { follows } = deps.following
  if (act === 'confirm') await confirm(deps, follower)
  else if (act === 'forget') await forgetFollower(deps, follower)
  else if (act === 'stop') await follows.deleteOne({ holder: follower._id, targetId })
  else await follows.updateOne({ holder: follower._id, targetId }, { $set: { level: act } })
  return act !== 'forget'
}

async function confirm(deps: ForumDeps, { _id, email, wants }: Follower): Promise<void> {
  for (const { kind, targetId } of wants) {
    await setFollow(deps, { holder: _id, isByAddress: true, kind, targetId, level: 'at-once' })
  }
  await deps.following.followers.updateOne(
    { _id },
    { $set: { wants: [], confirmedAt: deps.clock() }, $unset: { forgetAt: 1 } },
  )
  for (const kind of [mailKinds.posts, mailKinds.digest]) await deps.mail.preferences.ask(email, kind)
}

/** Forgets an address with all that it follows and every mail to it. */
export async function forgetFollower(deps: ForumDeps, { _id, email }: Follower): Promise<void> {
  await deps.following.follows.deleteMany({ holder: _id })
  await deps.following.digests.deleteOne({ _id })
  await deps.following.followers.deleteOne({ _id })
  await deps.mail.forget({ address: email })
}
