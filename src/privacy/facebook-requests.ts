import type { Account, Accounts } from '../accounts/index.ts'

/** What Facebook asks for on behalf of one of its people, by their id there. */
export interface FacebookRequests {
  /** Erases the account. Gives the code of the page that tells what became of it. */
  erase(subject: string): Promise<string>
  /** Takes the Facebook identity off its account; an account with no other way in is closed. */
  deauthorise(subject: string): Promise<void>
  /** The state of a deletion by its code; undefined for a code that is none. */
  stateOf(code: string): Promise<{ askedAt: Date; doneAt?: Date } | undefined>
}

/** The ways of leaving that carry such a request out. */
interface Leaving {
  erase(account: Account): Promise<string>
  close(account: Account): Promise<void>
  noteNothing(): Promise<string>
  stateOf(code: string): Promise<{ askedAt: Date; doneAt?: Date } | undefined>
}

/** An account that Facebook is the only way into goes with it; one with other ways in loses this one. */
export function facebookRequests(
  privacy: Leaving,
  { accounts, issuer }: { accounts: Accounts; issuer: string },
): FacebookRequests {
  const accountOf = (subject: string): Promise<Account | undefined> => accounts.withIdentity({ issuer, subject })
  return {
    async erase(subject) {
      const account = await accountOf(subject)
      if (!account) return privacy.noteNothing()
      if (account.identities.length === 1) return privacy.erase(account)
      await accounts.dropIdentity(account._id, { issuer, subject })
      return privacy.noteNothing()
    },
    async deauthorise(subject) {
      const account = await accountOf(subject)
      if (!account) return
      if (account.identities.length === 1) await privacy.close(account)
      else await accounts.dropIdentity(account._id, { issuer, subject })
    },
    stateOf: (code) => privacy.stateOf(code),
  }
}
