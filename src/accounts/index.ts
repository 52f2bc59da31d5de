import { randomInt } from 'node:crypto'
import type { Connection } from 'mongoose'
import type { Stamps } from '../http/index.ts'
import type { Clock } from '../kernel/index.ts'
import { defineAccount, type Account } from './account.model.ts'
import { admitPerson, type ProvenIdentity } from './commands/admit-person.ts'
import type { PersonView } from './person.ts'
import { findPeople } from './queries/find-people.ts'
import { whoIs, type KnownPerson } from './queries/who-is.ts'

export type { Account } from './account.model.ts'
export type { ProvenIdentity } from './commands/admit-person.ts'
export { hueOf, initialsOf, type PersonView } from './person.ts'
export type { KnownPerson } from './queries/who-is.ts'

/** Version stamp of names and marks of people: every page that shows who wrote depends on it. */
export const peopleStamp = 'people'

/** Who people are: the face of this feature. */
export interface Accounts {
  /** The account of an identity, opened at its first sign-in. */
  admit(proven: ProvenIdentity): Promise<Account>
  /** Views of the people with these ids, by id. */
  people(ids: readonly (string | undefined)[]): Promise<Map<string, PersonView>>
  /** A person by account id, with their present roles. */
  whoIs(id: string): Promise<KnownPerson | undefined>
}

/** Sets the feature up on one instance's connection. `ownerEmails`: addresses whose proven holder is owner. */
export function createAccounts(options: {
  connection: Connection
  clock: Clock
  ownerEmails: readonly string[]
  stamps: Stamps
}): Accounts {
  const accounts = defineAccount(options.connection)
  const ownerEmails = options.ownerEmails.map((email) => email.toLowerCase())
  const randomDigits = (): number => randomInt(100, 1_000_000)
  const peopleChanged = (): Promise<void> => options.stamps.bump(peopleStamp)
  return {
    admit: (proven) => admitPerson({ accounts, clock: options.clock, randomDigits, peopleChanged }, proven),
    people: (ids) => findPeople(accounts, ids),
    whoIs: (id) => whoIs(accounts, { id, ownerEmails }),
  }
}
