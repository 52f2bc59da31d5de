import { randomInt } from 'node:crypto'
import type { Connection } from 'mongoose'
import type { Audit } from '../audit/index.ts'
import type { Presence, Route, SessionRegistry, Stamps } from '../http/index.ts'
import type {
  Clock,
  DataDeclaration,
  Member,
  PersonalDataHolder,
  RandomToken,
  Removable,
  Role,
} from '../kernel/index.ts'
import { accountData, defineAccount, type Account } from './account.model.ts'
import type { Mail, Translator } from '../mail/index.ts'
import type { PublicText } from './account.words.ts'
import { removableTexts } from './removable-texts.ts'
import { accountMail, accountMailKinds } from './accounts.mail.ts'
import { addressLinkData, defineAddressLink } from './address-link.model.ts'
import { admitIdentity, findByIdentity, joinIdentity, type Admission } from './commands/admit-identity.ts'
import { handleHolders, suggestHandle } from './queries/find-handle.ts'
import { closeAccount, eraseAccount, reopenAccount } from './commands/leave.ts'
import { mailSignInLink, spendSignInLink } from './commands/mail-sign-in-link.ts'
import { openAccount, type Choices } from './commands/open-account.ts'
import { setPhoto } from './commands/set-photo.ts'
import { unlinkIdentity } from './commands/unlink-identity.ts'
import type { AccountDeps } from './deps.ts'
import { accountsForStaff, type AccountsForStaff } from './for-staff.ts'
import { defineHandle, handleData } from './handle.model.ts'
import type { ProvenIdentity } from './identity.ts'
import { addressRoutes } from './address.routes.ts'
import { accountHolder } from './account.holder.ts'
import { loadOwn } from './load.ts'
import type { PersonView } from './person.ts'
import { presenceOf, type SessionOwner } from './presence.ts'
import { profileRoutes } from './profile.routes.ts'
import { goneIds } from './queries/gone-ids.ts'
import { requireAdmittance } from './queries/admit-account.ts'
import { findPeople } from './queries/find-people.ts'
import {
  findByAddress,
  findRecipients,
  findStaff,
  recipientsAfter,
  type RecipientFacts,
} from './queries/find-recipients.ts'
import type { ActivityOf } from './queries/show-profile.ts'

export type { Account } from './account.model.ts'
export { isOldEnough, mayUnlink } from './account.policy.ts'
export { memberOf } from './profile.routes.ts'
export { tokenHash } from './token.ts'
export { addressForm, welcomeForm, type WelcomeFields } from './accounts.forms.ts'
export type { Admission } from './commands/admit-identity.ts'
export type { Choices } from './commands/open-account.ts'
export type { ProvenIdentity } from './identity.ts'
export type { PersonRow } from './people.views.ts'
export type { SessionOwner } from './presence.ts'
export type { RecipientFacts } from './queries/find-recipients.ts'
export { photoPath, photoSizes, type PersonView, type PhotoSize } from './person.ts'

/** Version stamp of names and marks of people: every page that shows who wrote depends on it. */
export const peopleStamp = 'people'

/** Who people are: the face of this feature. */
export interface Accounts {
  readonly declarations: readonly DataDeclaration[]
  readonly holder: PersonalDataHolder
  readonly removables: Readonly<Record<PublicText, Removable>>
  /** The feature's pages; `activityOf` gives what somebody wrote, for their public page. */
  routes(activityOf: ActivityOf): readonly Route[]
  readonly staff: AccountsForStaff
  /** Throws NotAllowed with what its person has to know while the account is suspended. */
  requireAdmittance(id: string): Promise<void>
  /** What an identity comes in as. */
  admit(identity: ProvenIdentity): Promise<Admission>
  /** Opens the account of an identity that has none. */
  open(identity: ProvenIdentity, choices: Choices): Promise<Account>
  /** The account with an identity, if there is one. */
  withIdentity(identity: Pick<ProvenIdentity, 'issuer' | 'subject'>): Promise<Account | undefined>
  /** An account by its id, whatever its status. */
  find(id: string): Promise<Account | undefined>
  /** A free handle made of a name, to offer on a form. */
  suggestHandle(name: string): Promise<string>
  /** Adds an identity to the actor's own account; whether it is free is checked by the unique index. */
  link(actor: Member, identity: ProvenIdentity): Promise<void>
  unlink(actor: Member, identity: { issuer: string; subject: string }): Promise<void>
  /** Takes an identity off an account because its issuer says so. */
  dropIdentity(id: string, identity: { issuer: string; subject: string }): Promise<void>
  mailSignInLink(email: string, pathOf: (token: string) => string): Promise<void>
  spendSignInLink(token: string): Promise<Account | undefined>
  /** Account ids by the handles, as they are written, that lead to them. */
  holders(handles: readonly string[]): Promise<Map<string, string>>
  /** Views of the people with these ids, by id. */
  people(ids: readonly (string | undefined)[]): Promise<Map<string, PersonView>>
  /** Who of these may be told something, and how they are reached; by id. */
  recipients(ids: readonly string[]): Promise<Map<string, RecipientFacts>>
  /** Who has proven this address (small letters) and may be told something there. */
  withAddress(email: string): Promise<RecipientFacts | undefined>
  /** People who hold a role, owners included, by name. */
  staffWith(role: Role): Promise<RecipientFacts[]>
  /** Those who may be told something, in the order of their ids, after the given one; at most `limit`. */
  recipientsAfter(id: string, limit: number): Promise<RecipientFacts[]>
  /** Who is behind a session; undefined when nobody is any more. */
  presenceOf(session: SessionOwner): Promise<Presence | undefined>
  /** Sets or takes away the key of a person's photo. Gives the key it had. */
  setPhoto(id: string, key: string | undefined): Promise<string | undefined>
  close(id: string, options: { hidesName: boolean }): Promise<void>
  reopen(id: string): Promise<boolean>
  erase(id: string, options: { keepsName: boolean }): Promise<void>
  /** Ids of erased accounts; with `keepsName`, of those that are closed, where the name may have stayed. */
  goneIds(options: { keepsName: boolean }): AsyncIterable<string>
}

interface Options {
  connection: Connection
  clock: Clock
  randomToken: RandomToken
  ownerEmails: readonly string[]
  handlesGone: (handles: readonly string[]) => Promise<void>
  stamps: Stamps
  sessions: SessionRegistry
  mail: Mail
  audit: Audit
  appealAddress: string | undefined
  translator: Translator
  siteOrigin: string
  link: (path: string) => string
  fullAddress: (path: string) => string
}

/** Sets the feature up on one instance's connection. */
export function createAccounts({ connection, stamps, mail, translator, ...options }: Options): Accounts {
  mail.registerKinds(...accountMailKinds)
  const deps: AccountDeps = {
    ...options,
    accounts: defineAccount(connection),
    handles: defineHandle(connection),
    links: defineAddressLink(connection),
    mail: accountMail(mail, translator),
    randomDigits: () => randomInt(100, 1_000_000),
    peopleChanged: () => stamps.bump(peopleStamp),
    ownerEmails: options.ownerEmails.map((email) => email.toLowerCase()),
  }
  return { ...reads(deps), ...writes(deps), declarations: [accountData, handleData, addressLinkData] }
}

type Reads = Pick<
  Accounts,
  | 'suggestHandle'
  | 'holder'
  | 'removables'
  | 'routes'
  | 'withIdentity'
  | 'find'
  | 'holders'
  | 'people'
  | 'recipients'
  | 'withAddress'
  | 'staffWith'
  | 'recipientsAfter'
  | 'presenceOf'
  | 'requireAdmittance'
>

function reads(deps: AccountDeps): Reads {
  return {
    holder: accountHolder(deps),
    removables: removableTexts(deps),
    routes: (activityOf) => [...profileRoutes(deps, activityOf).table, ...addressRoutes(deps).table],
    withIdentity: (identity) => findByIdentity(deps, identity),
    find: async (id) => (await deps.accounts.findById(id).lean<Account>()) ?? undefined,
    suggestHandle: (name) => suggestHandle(deps, name),
    holders: (handles) => handleHolders(deps, handles),
    people: (ids) => findPeople(deps, ids),
    recipients: (ids) => findRecipients(deps, ids),
    withAddress: (email) => findByAddress(deps, email),
    staffWith: (role) => findStaff(deps, role),
    recipientsAfter: (id, limit) => recipientsAfter(deps, id, limit),
    presenceOf: (session) => presenceOf(deps, session),
    requireAdmittance: (id) => requireAdmittance(deps, id),
  }
}

function writes(deps: AccountDeps): Omit<Accounts, keyof Reads | 'declarations'> {
  return {
    staff: accountsForStaff(deps),
    admit: (identity) => admitIdentity(deps, identity),
    open: (identity, choices) => openAccount(deps, identity, choices),
    async link(actor, identity) {
      const account = await loadOwn(deps, actor)
      await joinIdentity(deps, account, identity)
    },
    unlink: (actor, identity) => unlinkIdentity(deps, actor, identity),
    async dropIdentity(id, { issuer, subject }) {
      await deps.accounts.updateOne({ _id: id }, { $pull: { identities: { issuer, subject } } })
      await deps.sessions.endOfIssuer(issuer, { sub: subject })
    },
    mailSignInLink: (email, pathOf) => mailSignInLink(deps, email, pathOf),
    spendSignInLink: (token) => spendSignInLink(deps, token),
    setPhoto: (id, key) => setPhoto(deps, id, key),
    close: (id, options) => closeAccount(deps, id, options),
    reopen: (id) => reopenAccount(deps, id),
    erase: (id, options) => eraseAccount(deps, id, options),
    goneIds: (options) => goneIds(deps, options),
  }
}
