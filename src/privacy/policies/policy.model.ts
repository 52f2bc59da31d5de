import { Schema, type Connection, type Model } from 'mongoose'
import type { SafeHtml } from '../../content/index.ts'
import { idPattern, newId, type DataDeclaration } from '../../kernel/index.ts'
import { policyNames, policyStateNames, type PolicyName, type PolicyState } from './policies.words.ts'

/** How far the mails about a change are: members are told in the order of their ids. */
export interface Mailing {
  /** The last one who was told; empty before the first. */
  after: string
  told: number
  doneAt?: Date
}

/** One version of a policy. Once it is announced nothing of its text changes any more. */
export interface PolicyVersion {
  _id: string
  policy: PolicyName
  /** From 1; a draft has the number that it will have. */
  version: number
  state: PolicyState
  /** Markdown. */
  source: string
  html: SafeHtml
  /** What changes, in a few plain words for mail and page; empty where there was nothing before. */
  summary: string
  /** Whether members are to be told before it takes effect. */
  isMaterial: boolean
  /** Who takes over the site and the data, where that is what changes. */
  newOwner?: string
  announcedAt?: Date
  effectiveAt?: Date
  inForceAt?: Date
  mailing?: Mailing
  changedAt: Date
}

const mailingSchema = new Schema<Mailing>(
  { after: { type: String, default: '' }, told: { type: Number, required: true }, doneAt: Date },
  { _id: false, strict: 'throw' },
)

const policySchema = new Schema<PolicyVersion>(
  {
    _id: { type: String, default: newId, match: idPattern },
    policy: { type: String, enum: policyNames, required: true },
    version: { type: Number, required: true, min: 1 },
    state: { type: String, enum: policyStateNames, required: true },
    source: { type: String, required: true },
    html: { type: String, required: true },
    summary: { type: String, default: '', maxlength: 2000 },
    isMaterial: { type: Boolean, required: true },
    newOwner: { type: String, maxlength: 200 },
    announcedAt: Date,
    effectiveAt: Date,
    inForceAt: Date,
    mailing: { type: mailingSchema },
    changedAt: { type: Date, required: true },
  },
  { collection: 'policies', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// A policy's versions, each once: of two drafts begun at the same moment there is one.
policySchema.index({ policy: 1, version: -1 }, { unique: true })
policySchema.index({ state: 1, effectiveAt: 1 })

export type PolicyModel = Model<PolicyVersion>

/** Defines the model on one instance's connection. */
export function definePolicy(connection: Connection): PolicyModel {
  return connection.model<PolicyVersion>('Policy', policySchema)
}

export const policyData: DataDeclaration = { collection: 'policies', fields: [] }
