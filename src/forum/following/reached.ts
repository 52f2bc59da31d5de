import type { Actor } from '../../kernel/index.ts'
import { visitor } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import type { Follower } from './follower.model.ts'
import { mailedToken } from './tokens.ts'

/** Somebody who is told of posts: a member, or who follows by address alone and reads what everybody may read. */
export interface Reached {
  holder: string
  isByAddress: boolean
  actor: Actor
  /** Where mails go; missing for a member without a proven address. */
  email?: string
  name?: string
  locale: string
  timeZone?: string
  /** Where they see and change what they follow: a path below the mount path. */
  followsPath: string
}

/** Who of these holders may be told of anything now, by id: active members, confirmed addresses. */
export async function whoIsReached(
  deps: ForumDeps,
  holders: readonly { holder: string; isByAddress: boolean }[],
): Promise<Map<string, Reached>> {
  const ids = (isByAddress: boolean): string[] =>
    holders.filter((each) => each.isByAddress === isByAddress).map(({ holder }) => holder)
  const addresses = ids(true)
  const [members, followers] = await Promise.all([
    deps.accounts.recipients(ids(false)),
    addresses.length === 0
      ? []
      : deps.following.followers.find({ _id: { $in: addresses }, confirmedAt: { $exists: true } }).lean<Follower[]>(),
  ])
  const reached = [...members.values()].map(({ id, ...facts }) => {
    return { ...facts, holder: id, isByAddress: false, followsPath: '/me/following' }
  })
  return new Map<string, Reached>(
    [...reached, ...followers.map((follower) => toReached(deps, follower))].map((each) => [each.holder, each]),
  )
}

function toReached({ secret }: ForumDeps, { _id, email, locale }: Follower): Reached {
  const followsPath = `/follows/${mailedToken('follows', _id, secret)}`
  return { holder: _id, isByAddress: true, actor: visitor, email, locale, followsPath }
}

/** Whom a mail that is about to leave is for, if they may still be told of anything. */
export async function reachedByMail(
  deps: ForumDeps,
  { to, accountId }: { to: string; accountId?: string },
): Promise<Reached | undefined> {
  if (accountId !== undefined) {
    const found = (await whoIsReached(deps, [{ holder: accountId, isByAddress: false }])).get(accountId)
    return found?.email === to ? found : undefined
  }
  const follower = await deps.following.followers
    .findOne({ email: to, confirmedAt: { $exists: true } })
    .lean<Follower>()
  return follower ? toReached(deps, follower) : undefined
}
