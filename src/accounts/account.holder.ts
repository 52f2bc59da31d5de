import type { DataSubject, PersonalDataHolder } from '../kernel/index.ts'
import type { Account } from './account.model.ts'
import type { AddressLink } from './address-link.model.ts'
import type { AccountDeps } from './deps.ts'
import type { HandleHolding } from './handle.model.ts'

/**
 * The account itself as personal data. It has no kinds to choose from: closing and erasing it is what leaving means,
 * and is done after everything else by the same commands.
 */
export function accountHolder(deps: AccountDeps): PersonalDataHolder {
  const nothing = (): Promise<void> => Promise.resolve()
  return {
    kinds: [],
    count: () => Promise.resolve(0),
    export: (subject) => exportAccount(deps, subject),
    hide: nothing,
    restore: nothing,
    settle: nothing,
  }
}

async function exportAccount(deps: AccountDeps, { accountId }: DataSubject): Promise<Record<string, object[]>> {
  const account = accountId === undefined ? null : await deps.accounts.findById(accountId).lean<Account>()
  if (!account) return {}
  const [handles, links, sessions] = await Promise.all([
    deps.handles.find({ accountId: account._id }).lean<HandleHolding[]>(),
    deps.links.find({ accountId: account._id }).lean<AddressLink[]>(),
    deps.sessions.list(account._id, ''),
  ])
  return {
    account: [toExport(account)],
    handles: handles.map(({ handle, until }) => ({ handle, until })),
    addressesInChange: links.map(({ kind, email, createdAt, expiresAt }) => ({ kind, email, createdAt, expiresAt })),
    sessions: sessions.map(({ browser, provider, startedAt, lastUsedAt, stays }) => {
      return { browser, provider, startedAt, lastUsedAt, stays }
    }),
  }
}

/** What is said of a restriction to its person, and not which of the staff decided it. */
function toExport(account: Account): object {
  const {
    _id: id,
    status,
    name,
    handle,
    email,
    emailProof,
    about,
    locale,
    timeZone,
    shows,
    roles,
    identities,
  } = account
  const { accepted, createdAt, isSample, silenced, suspended } = account
  const told = ({ since, until, reason }: NonNullable<Account['silenced']>): object => ({ since, until, reason })
  return {
    id,
    status,
    name,
    handle,
    email,
    emailProof,
    about: about?.source,
    locale,
    timeZone,
    shows,
    roles,
    identities,
    accepted,
    createdAt,
    isSample,
    ...(silenced ? { silenced: told(silenced) } : {}),
    ...(suspended ? { suspended: told(suspended) } : {}),
  }
}
