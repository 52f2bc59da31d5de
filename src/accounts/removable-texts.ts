import { isSelf, type FoundThing, type Removable, type Remains } from '../kernel/index.ts'
import type { Account } from './account.model.ts'
import type { PublicText } from './account.words.ts'
import { eraseText, hideText, restoreText } from './commands/remove-text.ts'
import type { AccountDeps } from './deps.ts'
import { handleSkeleton } from './handle.ts'
import type { HandleHolding } from './handle.model.ts'
import { handleHolder } from './queries/find-handle.ts'

/** Each public text of a profile as a thing that somebody may ask to have removed. Its id is the account's. */
export function removableTexts(deps: AccountDeps): Readonly<Record<PublicText, Removable>> {
  return {
    name: removableText(deps, 'name'),
    handle: removableText(deps, 'handle'),
    about: removableText(deps, 'about'),
  }
}

function removableText(deps: AccountDeps, kind: PublicText): Removable {
  return {
    kind,
    async find(addressOrId) {
      const account = await accountAt(deps, addressOrId)
      return account && toFound(deps, account, kind)
    },
    async isSeenBy(actor, id) {
      const account = await accountBy(deps, { _id: id })
      if (!account || textOf(account, kind) === '') return false
      if (isSelf(actor, id)) return true
      const isShown = kind !== 'about' || account.shows.includes('about')
      return isShown && account.status === 'active' && !account.hiddenTexts?.includes(kind)
    },
    async idsOf({ accountId, email }) {
      const found = await accountOf(deps, { accountId, email })
      return found && textOf(found, kind) !== '' ? [found._id] : []
    },
    hide: (id) => hideText(deps, id, kind),
    restore: (id) => restoreText(deps, id, kind),
    erase: (id) => eraseText(deps, id, kind),
    async fingerprints(id) {
      const account = await accountBy(deps, { _id: id })
      if (!account) return []
      if (kind !== 'handle') return [{ kind: 'text', value: textOf(account, kind) }]
      const holdings = await deps.handles.find({ accountId: id }).lean<HandleHolding[]>()
      return holdings.map(({ handle }) => ({ kind: 'name', value: handle }))
    },
    whatIsLeft: (fingerprints) => whatIsLeft(deps, fingerprints),
  }
}

/** The account of a profile's address, or with that id; nobody's where it is erased. */
async function accountAt(deps: AccountDeps, addressOrId: string): Promise<Account | undefined> {
  const handle = /\/people\/([^/?#]+)(?:[?#].*)?$/.exec(addressOrId)?.[1]
  if (handle === undefined) return accountBy(deps, { _id: addressOrId })
  const holder = await handleHolder(deps, handle)
  return holder && accountBy(deps, { _id: holder.accountId })
}

async function accountOf(
  deps: AccountDeps,
  { accountId, email }: { accountId: string | undefined; email: string | undefined },
): Promise<Account | undefined> {
  if (accountId !== undefined) return accountBy(deps, { _id: accountId })
  return email === undefined ? undefined : accountBy(deps, { email })
}

async function accountBy(
  { accounts }: AccountDeps,
  by: { _id: string } | { email: string },
): Promise<Account | undefined> {
  return (await accounts.findOne({ ...by, status: { $ne: 'erased' } }).lean<Account>()) ?? undefined
}

function toFound({ fullAddress }: AccountDeps, account: Account, kind: PublicText): FoundThing | undefined {
  const text = textOf(account, kind)
  if (text === '') return undefined
  return {
    kind,
    id: account._id,
    accountId: account._id,
    address: fullAddress(`/people/${account.handle}`),
    writtenAt: account.createdAt,
    isHidden: account.hiddenTexts?.includes(kind) ?? false,
    preview: { kind: 'text', text },
  }
}

function textOf({ name, handle, about }: Account, kind: PublicText): string {
  switch (kind) {
    case 'name':
      return name
    case 'handle':
      return handle
    case 'about':
      return about?.source ?? ''
    default:
      return kind satisfies never
  }
}

/** Somebody else may bear the same name: whoever reads the report sees whose it is. */
async function whatIsLeft(
  { accounts, handles }: AccountDeps,
  fingerprints: Parameters<Removable['whatIsLeft']>[0],
): Promise<Remains> {
  const texts = fingerprints.filter(({ kind }) => kind === 'text').map(({ value }) => value)
  const names = fingerprints.filter(({ kind }) => kind === 'name').map(({ value }) => value)
  const bearing = await accounts
    .find(
      { $or: [{ name: { $in: texts } }, { 'about.source': { $in: texts } }, { handle: { $in: names } }] },
      { _id: 1 },
    )
    .lean<{ _id: string }[]>()
  const held = await handles.find({ _id: { $in: names.map(handleSkeleton) } }, { _id: 1 }).lean<{ _id: string }[]>()
  return {
    looked: [
      { place: 'accounts', things: await accounts.estimatedDocumentCount() },
      { place: 'handles', things: await handles.estimatedDocumentCount() },
    ],
    left: [
      ...bearing.map(({ _id: id }) => ({ place: 'accounts', id })),
      ...held.map(({ _id: id }) => ({ place: 'handles', id })),
    ],
  }
}
