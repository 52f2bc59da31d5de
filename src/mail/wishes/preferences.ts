import { addressHash } from '../addresses.ts'
import type { MailDeps } from '../deps.ts'
import { everyKind, type MailKind } from '../kinds.ts'
import type { ChoiceWay } from './wishes.model.ts'
import { choose, wishesOf, type Wish } from './wishes.ts'
import { readUnsubscribeToken } from './unsubscribe-token.ts'

/** What people say about the mails they get. */
export interface Preferences {
  /** Every registered kind with what holds for the account. */
  of(accountId: string): Promise<Wish[]>
  /** Sets which of the registered kinds the account wants; what doesn't change is not recorded. Service mail stays. */
  set(accountId: string, wanted: readonly string[]): Promise<void>
  /** Records that the holder of an address asked for a kind, by a link that only they can have. */
  ask(address: string, kind: string): Promise<void>
  /** What a token may end; undefined when we didn't make it. `kind` is missing when it isn't sent any more. */
  read(token: string): { kind?: MailKind } | undefined
  /** Ends the token's kind of mail, or every kind that can be switched off. Gives false when we didn't make the token. */
  unsubscribe(token: string, options: { how: ChoiceWay; everything: boolean }): Promise<boolean>
}

/** The part of mail that listens. */
export function createPreferences(deps: MailDeps): Preferences {
  return {
    of: (accountId) => wishesOf(deps, accountId),
    async set(accountId, wanted) {
      const changed = (await wishesOf(deps, accountId))
        .filter(({ kind }) => kind.category !== 'service')
        .filter((wish) => wish.wanted !== wanted.includes(wish.kind.kind))
        .map((wish) => ({ kind: wish.kind.kind, wanted: !wish.wanted }))
      await choose(deps, { accountId }, { wishes: changed, how: 'preferences' })
    },
    ask: (address, kind) =>
      choose(
        deps,
        { addressHash: addressHash(address, deps.secret) },
        { wishes: [{ kind, wanted: true }], how: 'link' },
      ),
    read(token) {
      const found = readUnsubscribeToken(token, deps.secret)
      if (!found) return undefined
      const kind = deps.kinds.find(found.kind)
      return kind ? { kind } : {}
    },
    async unsubscribe(token, { how, everything }) {
      const found = readUnsubscribeToken(token, deps.secret)
      if (!found) return false
      const kind = everything ? everyKind : found.kind
      await choose(deps, found.holder, { wishes: [{ kind, wanted: false }], how })
      return true
    },
  }
}
