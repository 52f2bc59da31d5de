import { NotFound, type Actor } from '../../kernel/index.ts'
import type { SafeHtml } from '../../content/index.ts'
import type { Account } from '../account.model.ts'
import { handleHolder } from './find-handle.ts'
import type { AccountDeps } from '../deps.ts'
import { hueOf, initialsOf, photoPath, publicName } from '../person.ts'

/** A person's public page. */
export interface ProfileView {
  name: string
  handle: string
  initials: string
  hue: number
  isStaff: boolean
  isSample: boolean
  photo?: string
  about?: SafeHtml
  joinedAt?: Date
  timeZone?: string
  /** What they wrote, where they show it. */
  activity?: object
  editAddress?: string
  /** Where anybody asks to have it, or its photo, removed. */
  removalAddress: string
}

/** A public profile, or the handle that it has now. */
export type FoundProfile = { movedTo: string } | { view: ProfileView }

/** What other features show on a person's page: what they wrote, as far as the actor may read it. */
export type ActivityOf = (accountId: string, actor: Actor) => Promise<object>

/** The public page of a handle. Throws NotFound for one that is nobody's, or that somebody left behind. */
export async function showProfile(
  deps: AccountDeps,
  actor: Actor,
  { handle, activityOf }: { handle: string; activityOf: ActivityOf },
): Promise<FoundProfile> {
  const holder = await handleHolder(deps, handle)
  if (!holder) throw new NotFound('no such handle')
  const account = await deps.accounts.findById(holder.accountId).lean<Account>()
  if (account?.status !== 'active') throw new NotFound('nobody there')
  // While a request about the handle is looked at, none of the addresses that it stands in leads anywhere.
  if (account.hiddenTexts?.includes('handle')) throw new NotFound('out of sight')
  if (holder.isFormer || account.handle !== handle) return { movedTo: `/people/${account.handle}` }
  return { view: await toProfile(deps, account, { actor, activityOf }) }
}

async function toProfile(
  { link }: AccountDeps,
  account: Account,
  { actor, activityOf }: { actor: Actor; activityOf: ActivityOf },
): Promise<ProfileView> {
  const { _id, handle, photo, about, createdAt, timeZone, roles, isSample } = account
  const shows = new Set(account.shows)
  const name = publicName(account) ?? handle
  const removable = [`/people/${handle}`, ...(photo === undefined ? [] : [photoPath(photo, 'large')])]
  const isOwn = actor.kind === 'member' && actor.id === _id
  return {
    name,
    handle,
    initials: initialsOf(name),
    hue: hueOf(_id),
    isStaff: roles.length > 0,
    isSample,
    ...(photo === undefined ? {} : { photo: link(photoPath(photo, 'medium')) }),
    ...(about && shows.has('about') && !account.hiddenTexts?.includes('about') ? { about: about.html } : {}),
    ...(shows.has('joined') ? { joinedAt: createdAt } : {}),
    ...(timeZone !== undefined && shows.has('timeZone') ? { timeZone } : {}),
    ...(shows.has('posts') ? { activity: await activityOf(_id, actor) } : {}),
    ...(isOwn ? { editAddress: link('/me') } : {}),
    removalAddress: link(`/removals/new?${new URLSearchParams({ about: removable.join('\n') }).toString()}`),
  }
}
