import { isDuplicateKey } from '../../database/index.ts'
import { Conflict, Invalid, newId } from '../../kernel/index.ts'
import type { Account } from '../account.model.ts'
import type { AccountDeps } from '../deps.ts'
import type { ProvenIdentity } from '../identity.ts'
import { findByIdentity } from './admit-identity.ts'
import { takeHandle, takeHandleLike } from './hold-handle.ts'

/** What a person chose on the page that greets them. */
export interface Choices {
  name: string
  /** Missing: one is made of the name. */
  handle?: string
  /** Whether the provider's address is kept; only a proven one becomes the account's. */
  keepEmail: boolean
  locale?: string
  timeZone?: string
  accepted: { terms: string; privacy: string }
}

/**
 * Opens the account of an identity that nobody has yet. Two openings at the same moment end in one account.
 * Throws Invalid when the handle is taken.
 */
export async function openAccount(deps: AccountDeps, identity: ProvenIdentity, choices: Choices): Promise<Account> {
  const already = await findByIdentity(deps, identity)
  if (already) return already
  const id = newId()
  const handle = await chooseHandle(deps, id, choices)
  const account = draftAccount(identity, choices, { id, handle, now: deps.clock() })
  try {
    await deps.accounts.create(account)
    return account
  } catch (error) {
    await deps.handles.deleteMany({ accountId: id })
    if (!isDuplicateKey(error)) throw error
    const opened = await findByIdentity(deps, identity)
    if (opened) return opened
    // The address became somebody's between the question and the answer.
    throw new Conflict('rules:address.taken')
  }
}

async function chooseHandle(deps: AccountDeps, id: string, { handle, name }: Choices): Promise<string> {
  if (handle === undefined) return takeHandleLike(deps, id, name)
  if (!(await takeHandle(deps, id, handle))) throw new Invalid({ handle: 'rules:handle.taken' })
  return handle
}

function draftAccount(
  identity: ProvenIdentity,
  choices: Choices,
  { id, handle, now }: { id: string; handle: string; now: Date },
): Account {
  const { provider, issuer, subject, label, email, emailVerified, roles = [], isSample = false } = identity
  const { locale, timeZone, accepted } = choices
  return {
    _id: id,
    status: 'active',
    name: choices.name,
    handle,
    ...(choices.keepEmail && emailVerified && email !== undefined ? { email, emailProof: 'provider' as const } : {}),
    ...(locale === undefined ? {} : { locale }),
    ...(timeZone === undefined ? {} : { timeZone }),
    shows: ['about', 'joined', 'posts', 'versions'],
    roles: [...roles],
    identities: [
      { provider, issuer, subject, linkedAt: now, lastUsedAt: now, ...(label === undefined ? {} : { label }) },
    ],
    isSample,
    accepted: { ...accepted, at: now },
    createdAt: now,
  }
}
