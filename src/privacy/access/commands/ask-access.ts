import { tokenHash } from '../../../accounts/index.ts'
import { allow, Invalid, newId, type Actor, type MailedWish } from '../../../kernel/index.ts'
import { isAddress } from '../../../mail/index.ts'
import { mailQuestion } from '../access.mail.ts'
import type { AccessRequest } from '../access.model.ts'
import { mayAnswerAccess } from '../access.policy.ts'
import { confirmDays } from '../access.words.ts'
import type { AccessDeps } from '../deps.ts'
import { dueOf } from '../due.ts'
import { askCopyFor, openUntil } from './confirm-access.ts'

const aDay = 24 * 60 * 60 * 1000

interface Asked {
  email: string
  question: string
  locale: string
}

/**
 * Takes what somebody without an account asks for, and asks by mail whether the address is theirs. Says nothing of what is
 * held. Throws Invalid for an address that is none.
 */
export async function askAccess(deps: AccessDeps, asked: Asked): Promise<void> {
  await begin(deps, asked, { via: 'form', receivedAt: deps.clock() })
}

/** Enters a request that came by mail: its clock runs from the day it came. Throws NotAllowed, Invalid. */
export async function enterAccess(
  deps: AccessDeps,
  actor: Actor,
  { receivedAt, ...asked }: Asked & { receivedAt: Date },
): Promise<void> {
  allow(mayAnswerAccess(actor))
  if (receivedAt > deps.clock()) throw new Invalid({ receivedOn: 'access:rules.future' })
  const id = await begin(deps, asked, { via: 'mail', receivedAt })
  if (id === undefined) throw new Invalid({ email: 'access:rules.recently' })
  await deps.audit.record(actor, { action: 'access.enter', thing: { kind: 'access-request', id } })
}

/**
 * Takes a request in that came by mail: its clock runs from then on. Gives false where the address can't be asked yet whether
 * it is its sender's, since it had a mail of ours lately. The same mail again is the same request.
 */
export async function fileMailedAccess(deps: AccessDeps, wish: MailedWish): Promise<boolean> {
  const { key, email, words, locale, receivedAt, isProven } = wish
  if (await deps.requests.exists({ _id: key })) return true
  const question = words.slice(0, mostWords)
  if (!isProven)
    return (await begin(deps, { id: key, email, question, locale }, { via: 'mail', receivedAt })) !== undefined
  const now = deps.clock()
  const forgetAt = openUntil(now)
  const request = { _id: key, email, question, locale, via: 'mail' as const, receivedAt, dueAt: dueOf(receivedAt) }
  await deps.requests.create({ ...request, state: 'open', confirmedAt: now, forgetAt })
  await askCopyFor(deps, { ...request, state: 'open', forgetAt })
  return true
}

/** As many characters as a request holds; the whole mail stays where it came in. */
const mostWords = 2000

async function begin(
  deps: AccessDeps,
  { id = newId(), email, question, locale }: Asked & { id?: string },
  { via, receivedAt }: Pick<AccessRequest, 'via' | 'receivedAt'>,
): Promise<string | undefined> {
  if (!isAddress(email)) throw new Invalid({ email: 'mail:rules.address' })
  const token = deps.randomToken(24)
  const dueAt = dueOf(receivedAt)
  // What staff entered is theirs to follow up; what a form brought is nobody's until the mail is answered.
  const from = via === 'form' ? deps.clock() : new Date(Math.max(dueAt.getTime(), deps.clock().getTime()))
  const request: AccessRequest = {
    _id: id,
    state: 'unconfirmed',
    email: email.toLowerCase(),
    locale,
    question,
    via,
    receivedAt,
    dueAt,
    tokenHash: tokenHash(token),
    forgetAt: new Date(from.getTime() + confirmDays * aDay),
  }
  await deps.requests.create(request)
  const address = deps.fullAddress(`/privacy/request/${token}`)
  if ((await mailQuestion(deps, { to: request.email, locale, address })) === 'sent') return request._id
  // Nobody could confirm it.
  await deps.requests.deleteOne({ _id: request._id })
  return undefined
}
