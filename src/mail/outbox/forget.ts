import type { QueryFilter } from 'mongoose'
import { addressHash } from '../addresses.ts'
import type { MailDeps } from '../deps.ts'
import { contentFields, personalFields, type StoredMail, type Thing } from '../mail.model.ts'
import { mailSteps, type MailState } from '../mail.states.ts'
import { forgetWishes } from '../wishes/wishes.ts'
import { quietTime } from './claim-address.ts'
import { keepUntil } from './outcomes.ts'

/**
 * Cancels the mails that quote a thing, and forgets what those said that are sent or being sent. One that is with the
 * server at this moment can't be called back; if that attempt fails, there is no other. A mail about several things
 * whose kind makes its words anew at sending waits on without them, and leaves with what is left to say.
 */
export async function cancelAbout(deps: MailDeps, thing: Thing): Promise<void> {
  const { from, to } = mailSteps.cancel
  const onlyAboutIt = { $or: [{ kind: { $nin: [...deps.renewals.keys()] } }, { 'about.1': { $exists: false } }] }
  await deps.mails.updateMany(
    { ...about(thing), ...onlyAboutIt, state: { $in: from } },
    { $set: { state: to, keepUntil: keepUntil(deps.clock()) }, $unset: { nextAttemptAt: 1, ...contentFields } },
  )
  await deps.mails.updateMany(about(thing), { $unset: contentFields })
}

/** Holds the mails that quote a thing back, unread by anybody, until it is decided what becomes of it. */
export async function holdAbout(deps: MailDeps, thing: Thing): Promise<void> {
  await deps.mails.updateMany(about(thing), { $set: { isHeld: true } })
}

/** Lets them go on as if nothing had been. */
export async function releaseAbout(deps: MailDeps, thing: Thing): Promise<void> {
  await deps.mails.updateMany(about(thing), { $unset: { isHeld: 1 } })
}

/** The id alone bounds the search; it could in theory be the id of another kind as well. */
function about({ kind, id }: Thing): QueryFilter<StoredMail> {
  return { 'about.id': id, about: { $elemMatch: { kind, id } } }
}

/** Erases what mails say and to whom, and sends none of them that waits; that there was one stays. */
export async function eraseMails(deps: MailDeps, which: QueryFilter<StoredMail>): Promise<void> {
  const { from, to } = mailSteps.cancel
  await deps.mails.updateMany(
    { ...which, state: { $in: from } },
    { $set: { state: to, keepUntil: keepUntil(deps.clock()) }, $unset: { nextAttemptAt: 1, ...contentFields } },
  )
  await deps.mails.updateMany(which, { $unset: { ...personalFields, isHeld: 1 } })
}

/**
 * Erases every mail to an account or an address, waiting or sent, and what the account chose. That the holder of an
 * address wants no mail stays, under its keyed hash: otherwise erasing would bring the mails back.
 */
export async function forget(deps: MailDeps, who: { accountId: string } | { address: string }): Promise<void> {
  if ('accountId' in who) {
    await deps.mails.deleteMany({ accountId: who.accountId })
    await forgetWishes(deps, who.accountId)
  } else {
    await deps.mails.deleteMany({ toHash: addressHash(who.address, deps.secret) })
  }
}

/** Nothing more happens to mails in these states by itself. */
const ended: MailState[] = ['sent', 'dead', 'cancelled']

/**
 * Forgets what has been kept long enough. Of a mail that was sent to an account, kind, account and time stay, so that
 * the person can see what they were sent; everything else goes.
 */
export async function clean(deps: MailDeps): Promise<void> {
  const now = deps.clock()
  const { from, to } = mailSteps.cancel
  await deps.mails.updateMany(
    { state: { $in: from }, usefulUntil: { $lte: now } },
    { $set: { state: to, keepUntil: keepUntil(now) }, $unset: { nextAttemptAt: 1, ...contentFields } },
  )
  await deps.mails.updateMany(
    { state: 'sent', keepUntil: { $lte: now }, accountId: { $exists: true } },
    { $unset: { ...personalFields, keepUntil: 1 } },
  )
  await deps.mails.deleteMany({ state: { $in: ended }, keepUntil: { $lte: now } })
  await deps.mailedAddresses.deleteMany({ mailedAt: { $lte: new Date(now.getTime() - quietTime) } })
}
