import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId, roles, type DataDeclaration, type Role } from '../kernel/index.ts'
import type { SafeHtml } from '../content/index.ts'
import {
  accountStatuses,
  publicTexts,
  shownParts,
  type AccountStatus,
  type PublicText,
  type ShownPart,
} from './account.words.ts'

/** How an account is reached from outside: who vouches (issuer) and under which name it knows the person (subject). */
export interface Identity {
  provider: string
  issuer: string
  subject: string
  /** How the provider's own pages name the account, for its bearer to tell two apart. */
  label?: string
  linkedAt: Date
  lastUsedAt: Date
}

/** A person as the product knows them. An erased account keeps its id, its status and the time, and nothing else. */
export interface Account {
  _id: string
  status: AccountStatus
  name: string
  handle: string
  email?: string
  /** Who proved the address: a trusted provider, or a mail of ours. Missing with the address. */
  emailProof?: 'provider' | 'mail'
  about?: { source: string; html: SafeHtml }
  locale?: string
  timeZone?: string
  /** Parts of the profile that everybody may see. */
  shows: ShownPart[]
  roles: Role[]
  identities: Identity[]
  /** Key of the photo's addresses; missing where there is none. */
  photo?: string
  isSample: boolean
  /** What was accepted when the account was opened, and when the age limit was met. */
  accepted?: { terms: string; privacy: string; at: Date }
  createdAt: Date
  /** Sessions that began before this are worth nothing. */
  sessionsSince?: Date
  leftAt?: Date
  /** The owner has given the roles by hand: no provider changes them any more. */
  rolesGivenAt?: Date
  /** May read and not write. */
  silenced?: AccountRestriction
  /** May not sign in. */
  suspended?: AccountRestriction
  /** Out of sight while a request about them is looked at. */
  hiddenTexts?: PublicText[]
  /** While deactivated: the name stands on nothing. */
  nameIsHidden?: boolean
}

/** What was taken from a person for a while or for good, with what they were told. */
export interface AccountRestriction {
  since: Date
  /** Missing where it has no end. */
  until?: Date
  /** Words for the person it concerns. */
  reason: string
  byId: string
}

const identitySchema = new Schema<Identity>(
  {
    provider: { type: String, required: true },
    issuer: { type: String, required: true },
    subject: { type: String, required: true },
    label: { type: String, maxlength: 254 },
    linkedAt: { type: Date, required: true },
    lastUsedAt: { type: Date, required: true },
  },
  { _id: false, strict: 'throw' },
)

const part = { _id: false, strict: 'throw' } as const

const restriction = new Schema<AccountRestriction>(
  {
    since: { type: Date, required: true },
    until: Date,
    reason: { type: String, required: true, maxlength: 500 },
    byId: { type: String, required: true },
  },
  part,
)

const accountSchema = new Schema<Account>(
  {
    _id: { type: String, default: newId, match: idPattern },
    status: { type: String, enum: accountStatuses, required: true },
    name: { type: String, default: '', maxlength: 80 },
    handle: { type: String, default: '', maxlength: 30 },
    email: { type: String, maxlength: 254 },
    emailProof: { type: String, enum: ['provider', 'mail'] },
    about: { type: new Schema({ source: String, html: String }, part) },
    locale: { type: String, maxlength: 20 },
    timeZone: { type: String, maxlength: 60 },
    shows: { type: [String], enum: shownParts, default: [] },
    roles: { type: [String], enum: roles, default: [] },
    identities: { type: [identitySchema], default: [] },
    photo: { type: String, maxlength: 60 },
    isSample: { type: Boolean, default: false },
    accepted: { type: new Schema({ terms: String, privacy: String, at: Date }, part) },
    createdAt: { type: Date, required: true },
    sessionsSince: Date,
    leftAt: Date,
    rolesGivenAt: Date,
    silenced: { type: restriction },
    suspended: { type: restriction },
    hiddenTexts: { type: [String], enum: publicTexts, default: undefined },
    nameIsHidden: Boolean,
  },
  { collection: 'accounts', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// A person of an issuer has one account, whatever two sign-ins at the same moment try. Partial: erased accounts have none.
accountSchema.index(
  { 'identities.issuer': 1, 'identities.subject': 1 },
  { unique: true, partialFilterExpression: { 'identities.subject': { $exists: true } } },
)
// A proven address belongs to one account.
accountSchema.index({ email: 1 }, { unique: true, partialFilterExpression: { email: { $exists: true } } })
accountSchema.index({ status: 1, leftAt: 1 })
// The staff's list of people: all, who works here, who is silenced or suspended; by the beginning of handle or name.
accountSchema.index({ createdAt: -1, _id: -1 })
accountSchema.index({ handle: 1 })
accountSchema.index({ name: 1 })
accountSchema.index({ 'roles.0': 1 }, { partialFilterExpression: { 'roles.0': { $exists: true } } })
accountSchema.index({ 'silenced.since': 1 }, { partialFilterExpression: { 'silenced.since': { $exists: true } } })
accountSchema.index({ 'suspended.since': 1 }, { partialFilterExpression: { 'suspended.since': { $exists: true } } })

export type AccountModel = Model<Account>

/** Defines the model on one instance's connection. */
export function defineAccount(connection: Connection): AccountModel {
  return connection.model<Account>('Account', accountSchema)
}

export const accountData: DataDeclaration = {
  collection: 'accounts',
  fields: [
    {
      field: 'name, handle',
      what: 'How the person is called',
      why: 'Stands beside what they write',
      until: 'they leave',
      seenBy: 'everybody',
    },
    {
      field: 'email',
      what: 'E-mail address, proven',
      why: 'Answers to requests, notices',
      until: 'they change it or leave',
      seenBy: 'the person; agents on a request',
    },
    {
      field: 'about',
      what: 'What they say of themselves',
      why: 'Their public profile',
      until: 'they change it or leave',
      seenBy: 'whom they chose',
    },
    {
      field: 'locale, timeZone',
      what: 'Language and time zone',
      why: 'Pages and mails in their words and hours',
      until: 'they leave',
      seenBy: 'the person',
    },
    {
      field: 'identities',
      what: 'Issuer and subject of each way in',
      why: 'To sign in',
      until: 'unlinked, or they leave',
      seenBy: 'the person',
    },
    {
      field: 'photo',
      what: 'Key of their photo',
      why: 'Stands beside what they write',
      until: 'removed, or they leave',
      seenBy: 'everybody',
    },
    {
      field: 'silenced, suspended',
      what: 'That they may not write or sign in, why, until when, and who decided it',
      why: 'To keep the place usable for the others',
      until: 'it is taken back, or they leave',
      seenBy: 'the person; moderators',
    },
    {
      field: 'accepted',
      what: 'Versions of terms and privacy, and when',
      why: 'Proof of what was agreed',
      until: 'they leave',
      seenBy: 'the person; the owner',
    },
  ],
}
