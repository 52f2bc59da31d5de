import { Schema, type Connection, type Model } from 'mongoose'
import type { SafeHtml } from '../content/index.ts'
import { idPattern, newId, type DataDeclaration } from '../kernel/index.ts'
import {
  authorRoles,
  hidingReasons,
  longest,
  messageKinds,
  textFormats,
  type AuthorRole,
  type HidingReason,
  type MessageKind,
  type TextFormat,
} from './tickets.words.ts'

/** Who wrote a message, as they stood to the request then. */
export interface Author {
  role: AuthorRole
  accountId?: string
  /** Small letters; missing where only the account is known. */
  email?: string
  name: string
}

/** A file that came with a message. Its bytes are kept under `key`, apart from the store's documents. */
export interface Attachment {
  key: string
  /** What its sender called it, made harmless. */
  name: string
  /** By its content. */
  type: string
  size: number
  /** SHA-256 of its bytes. */
  hash: string
}

/** Words within a request: to its people, or a note among those who work here. */
export interface Message {
  _id: string
  requestId: string
  kind: MessageKind
  author: Author
  format: TextFormat
  text: string
  html: SafeHtml
  renderer: number
  files: Attachment[]
  createdAt: Date
  /** Names the whole mail that it came in, for agents. */
  inboundId?: string
  /** Message-IDs of the mail that it came in and of those that told of it. */
  mailIds: string[]
  /** Words that are found by a search. */
  terms: string[]
  redactedAt?: Date
  /** Another agent answered at the same time, and neither had seen the other's words. */
  crossed?: boolean
  /** Written, but its request doesn't know of it yet; with what is to become of the request then. */
  untold?: { event?: string }
  hiddenFor: HidingReason[]
}

const part = { _id: false, strict: 'throw' } as const

const authorSchema = new Schema<Author>(
  {
    role: { type: String, enum: authorRoles, required: true },
    accountId: String,
    email: { type: String, maxlength: 254 },
    name: { type: String, default: '', maxlength: longest.name },
  },
  part,
)

const attachmentSchema = new Schema<Attachment>(
  {
    key: { type: String, required: true },
    name: { type: String, required: true, maxlength: 200 },
    type: { type: String, required: true, maxlength: 100 },
    size: { type: Number, required: true },
    hash: { type: String, required: true },
  },
  part,
)

const messageSchema = new Schema<Message>(
  {
    _id: { type: String, default: newId, match: idPattern },
    requestId: { type: String, required: true },
    kind: { type: String, enum: messageKinds, required: true },
    author: { type: authorSchema, required: true },
    format: { type: String, enum: textFormats, required: true },
    text: { type: String, default: '', maxlength: longest.text },
    html: { type: String, default: '' },
    renderer: { type: Number, required: true },
    files: { type: [attachmentSchema], default: [] },
    createdAt: { type: Date, required: true },
    inboundId: String,
    mailIds: { type: [String], default: [] },
    terms: { type: [String], default: [] },
    redactedAt: Date,
    crossed: Boolean,
    untold: { type: new Schema<{ event?: string }>({ event: String }, part), default: undefined },
    hiddenFor: { type: [String], enum: hidingReasons, default: [] },
  },
  { collection: 'requestmessages', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// A conversation in its order.
messageSchema.index({ requestId: 1, createdAt: 1, _id: 1 })
// A mail is taken once, and found by what answers it.
messageSchema.index({ inboundId: 1 }, { unique: true, partialFilterExpression: { inboundId: { $exists: true } } })
messageSchema.index({ mailIds: 1 })
// Searching.
messageSchema.index({ terms: 1, createdAt: -1 })
// What somebody wrote; who owns a file; what a crash cut off.
messageSchema.index({ 'author.accountId': 1 }, { sparse: true })
messageSchema.index({ 'author.email': 1 }, { sparse: true })
messageSchema.index({ 'files.key': 1 })
messageSchema.index({ createdAt: 1 }, { partialFilterExpression: { untold: { $exists: true } } })

export type MessageModel = Model<Message>

/** Defines the model on one instance's connection. */
export function defineMessage(connection: Connection): MessageModel {
  return connection.model<Message>('RequestMessage', messageSchema)
}

const shared = {
  until: 'With their request, or when their author leaves or takes them back',
  seenBy: 'agents; the people of the request, but for notes among agents',
}

export const messageData: readonly DataDeclaration[] = [
  {
    collection: 'requestmessages',
    fields: [
      { ...shared, field: 'author', what: 'Name, address and account of who wrote', why: 'To know who says what' },
      { ...shared, field: 'text, html, terms', what: 'What they wrote', why: 'To be answered, and to be found again' },
      { ...shared, field: 'files', what: 'Names and kinds of files that they sent', why: 'Part of what they ask' },
      {
        ...shared,
        field: 'inboundId, mailIds',
        what: 'By which mails it came and went',
        why: 'To thread answers by mail',
      },
    ],
  },
  {
    collection: 'requestfiles.files',
    fields: [{ ...shared, field: 'filename', what: 'Key of a file', why: 'To find it' }],
  },
  {
    collection: 'requestfiles.chunks',
    fields: [{ ...shared, field: 'data', what: 'The file', why: 'Part of what they ask' }],
  },
]
