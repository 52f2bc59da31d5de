import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId, roles, type Role } from '../kernel/index.ts'

/** How an account is reached from outside: who vouches (issuer) and under which name it knows the person (subject). */
export interface Identity {
  provider: string
  issuer: string
  subject: string
  linkedAt: Date
}

/** A person as the product knows them. */
export interface Account {
  _id: string
  name: string
  /** Unique name in addresses and mentions; `handleKey` is its folded form. */
  handle: string
  handleKey: string
  email?: string
  /** Whether a provider that the owner trusts, or a mail of ours, proved the address. */
  emailVerified: boolean
  roles: Role[]
  identities: Identity[]
  isSample: boolean
  createdAt: Date
}

const identitySchema = new Schema<Identity>(
  {
    provider: { type: String, required: true },
    issuer: { type: String, required: true },
    subject: { type: String, required: true },
    linkedAt: { type: Date, required: true },
  },
  { _id: false, strict: 'throw' },
)

const accountSchema = new Schema<Account>(
  {
    _id: { type: String, default: newId, match: idPattern },
    name: { type: String, required: true, maxlength: 80 },
    handle: { type: String, required: true, maxlength: 30 },
    handleKey: { type: String, required: true, maxlength: 30 },
    email: { type: String, maxlength: 254 },
    emailVerified: { type: Boolean, required: true },
    roles: { type: [String], enum: roles, required: true },
    identities: { type: [identitySchema], required: true },
    isSample: { type: Boolean, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: 'accounts', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// A person of an issuer has one account, whatever two sign-ins at the same moment try.
accountSchema.index({ 'identities.issuer': 1, 'identities.subject': 1 }, { unique: true })
accountSchema.index({ handleKey: 1 }, { unique: true })

export type AccountModel = Model<Account>

/** Defines the model on one instance's connection. */
export function defineAccount(connection: Connection): AccountModel {
  return connection.model<Account>('Account', accountSchema)
}
