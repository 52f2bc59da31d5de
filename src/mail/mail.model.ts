import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId } from '../kernel/index.ts'
import { mailCategories, type MailCategory } from './kinds.ts'
import { mailStates, type MailState } from './mail.states.ts'

/** Something that a mail quotes or tells about, so that the mail can be cancelled when it is removed. */
export interface Thing {
  kind: string
  id: string
}

/** Why the last attempt failed: nodemailer's code and the server's, never its words, which quote the address. */
export interface MailError {
  code: string
  smtp?: number
}

/** A mail of the outbox. Everything personal in it is gone some time after it was sent; kind, account and time stay. */
export interface StoredMail {
  _id: string
  /** `<…@host>`, the same at every attempt, so that a mail that was sent twice can be recognised. */
  messageId: string
  kind: string
  category: MailCategory
  accountId?: string
  to?: string
  toName?: string
  /** Keyed hash of the address. */
  toHash?: string
  locale: string
  subject?: string
  text?: string
  html?: string
  /** Where an answer goes, when not to the address of the settings. */
  replyTo?: string
  inReplyTo?: string
  references?: string[]
  about?: Thing[]
  /** Its cause and recipient in one word, where the same mail could be asked for twice. */
  once?: string
  /** Its text lets somebody in, and is forgotten as soon as it is sent. */
  isSecret: boolean
  state: MailState
  /** Not sent and read by nobody, while a request about what it quotes is looked at. */
  isHeld?: boolean
  attempts: number
  /** When it is to be taken; while it is being sent, the end of the lease. Missing once nothing more happens to it. */
  nextAttemptAt?: Date
  /** After this it would only confuse, and is not sent any more. */
  usefulUntil?: Date
  lastError?: MailError
  createdAt: Date
  sentAt?: Date
  /** When its personal fields go; missing while it may still be sent, and after they have gone. */
  keepUntil?: Date
}

/** What a mail says. */
export const contentFields = { subject: 1, text: 1, html: 1 } as const

/** What a mail says and to whom. */
export const personalFields = {
  ...contentFields,
  to: 1,
  toName: 1,
  toHash: 1,
  replyTo: 1,
  inReplyTo: 1,
  references: 1,
  about: 1,
  lastError: 1,
} as const

const thingSchema = new Schema<Thing>(
  { kind: { type: String, required: true }, id: { type: String, required: true } },
  { _id: false, strict: 'throw' },
)

const errorSchema = new Schema<MailError>(
  { code: { type: String, required: true, maxlength: 40 }, smtp: Number },
  { _id: false, strict: 'throw' },
)

const mailSchema = new Schema<StoredMail>(
  {
    _id: { type: String, default: newId, match: idPattern },
    messageId: { type: String, required: true, maxlength: 300 },
    kind: { type: String, required: true, maxlength: 60 },
    category: { type: String, enum: mailCategories, required: true },
    accountId: String,
    to: { type: String, maxlength: 254 },
    toName: { type: String, maxlength: 80 },
    toHash: String,
    locale: { type: String, required: true, maxlength: 35 },
    subject: { type: String, maxlength: 300 },
    text: String,
    html: String,
    replyTo: { type: String, maxlength: 254 },
    inReplyTo: String,
    references: { type: [String], default: undefined },
    about: { type: [thingSchema], default: undefined },
    once: { type: String, maxlength: 200 },
    isSecret: { type: Boolean, required: true },
    state: { type: String, enum: mailStates, required: true },
    isHeld: Boolean,
    attempts: { type: Number, required: true },
    nextAttemptAt: Date,
    usefulUntil: Date,
    lastError: errorSchema,
    createdAt: { type: Date, required: true },
    sentAt: Date,
    keepUntil: Date,
  },
  { collection: 'mails', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

mailSchema.index({ category: 1, nextAttemptAt: 1 })
mailSchema.index({ state: 1, createdAt: -1, _id: -1 })
mailSchema.index({ createdAt: -1, _id: -1 })
mailSchema.index({ accountId: 1, createdAt: -1 })
mailSchema.index({ toHash: 1 })
mailSchema.index({ 'about.id': 1 })
mailSchema.index({ once: 1 }, { unique: true, partialFilterExpression: { once: { $exists: true } } })
mailSchema.index({ state: 1, keepUntil: 1 })

export type MailModel = Model<StoredMail>

/** Defines the model on one instance's connection. */
export function defineMail(connection: Connection): MailModel {
  return connection.model<StoredMail>('Mail', mailSchema)
}
