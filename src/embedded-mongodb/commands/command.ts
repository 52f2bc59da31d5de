import { ServerError } from '../errors.ts'
import type { Message } from '../protocol/frame.ts'
import { decode, isDocument, parseCollation, toNumber, type Collation, type Document } from '../semantics/index.ts'
import type { Collection } from '../storage/collection.ts'
import type { Store } from '../storage/store.ts'
import type { Cursors } from './cursors.ts'

/** What is known of a connection. */
export interface ConnectionState {
  id: number
  /** The user who has proved to know the password; undefined before that. */
  user?: string
  /** A conversation of SCRAM that is under way. */
  conversation?: unknown
  clientMetadata?: Document
}

/** The parts of the server that commands work with. */
export interface Services {
  store: Store
  cursors: Cursors
  startedAt: Date
  /** The address that clients know this server by. */
  address: string
  connections(): { current: number; total: number }
  counters: Record<string, number>
  /** Users by name with their password, when they have to say who they are. */
  users: Map<string, string> | undefined
  /** Changes when hello would say something else. */
  topology: { processId: unknown; counter: bigint }
  /** Resolves after so many milliseconds, or at once when the server stops. */
  pauseHello(milliseconds: number): Promise<void>
  stop(): void
  /** An owner is about to leave: whether the server stops when its connection ends. */
  leaseEnds(): Promise<boolean>
}

/** One command to be answered. */
export interface Command {
  name: string
  db: string
  body: Document
  message: Message
  connection: ConnectionState
  services: Services
}

/** A reply after which another one to the same request follows, when `more`. */
export interface RepeatedReply {
  reply: Buffer
  more: boolean
}

/** A reply as a document, or encoded already. */
export type Reply = Document | Buffer | RepeatedReply
export type CommandHandler = (command: Command) => Promise<Reply> | Reply

/** The namespace `db.collection` that the command's first field names. Throws ServerError InvalidNamespace. */
export function namespaceOf(command: Command, field = command.name): string {
  const name = command.body[field]
  if (typeof name !== 'string') {
    throw new ServerError('InvalidNamespace', `collection name has invalid type ${typeof name}`)
  }
  return checkedNamespace(command.db, name)
}

/**
 * `db.collection` when both names are allowed and take at most 255 bytes together (MongoDB's manual, Naming Restrictions).
 * Throws ServerError InvalidNamespace.
 */
export function checkedNamespace(db: string, name: string): string {
  const ns = `${db}.${name}`
  const isWrong = name === '' || name.startsWith('.') || name.endsWith('.') || name.includes('\0') || name.includes('$')
  if (isWrong || !isDatabaseName(db) || Buffer.byteLength(ns) > 255) {
    throw new ServerError('InvalidNamespace', `Invalid namespace specified '${ns}'`)
  }
  return ns
}

function isDatabaseName(db: string): boolean {
  return db !== '' && Buffer.byteLength(db) < 64 && !/[/\\. "$*<>:|?\0]/.test(db)
}

/** A whole number, or undefined when the field is missing. Throws ServerError TypeMismatch. */
export function numberField(body: Document, field: string): number | undefined {
  const value = body[field]
  if (value === undefined || value === null) return undefined
  const number = toNumber(value)
  if (number === undefined) throw wrongType(field, 'number')
  return Math.trunc(number)
}

/** A field that holds a document; undefined when it is missing or null. Throws ServerError TypeMismatch. */
export function documentField(body: Document, field: string): Document | undefined {
  const value = body[field]
  if (value === undefined || value === null) return undefined
  if (!isDocument(value)) throw wrongType(field, 'object')
  return value
}

/** A field that holds an array; undefined when it is missing or null. Throws ServerError TypeMismatch. */
export function arrayField(body: Document, field: string): unknown[] | undefined {
  const value = body[field]
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value)) throw wrongType(field, 'array')
  return value as unknown[]
}

/** True as MongoDB takes it: also for numbers that are not zero. */
export function flag(body: Document, field: string): boolean {
  const value = body[field]
  return value === true || (value !== undefined && value !== false && value !== null && toNumber(value) !== 0)
}

function wrongType(field: string, wanted: string): ServerError {
  return new ServerError('TypeMismatch', `BSON field '${field}' is the wrong type, expected type '${wanted}'`)
}

/** The documents of an argument, sent as a sequence or within the body, each with its bytes when it came as a sequence. */
export function documentsOf(command: Command, field: string): Document[] {
  const sequence = command.message.sequences.get(field)
  if (sequence) return sequence.map((bytes) => decode(bytes))
  const array = arrayField(command.body, field)
  if (!array)
    throw new ServerError('Location40414', `BSON field '${command.name}.${field}' is missing but a required field`)
  return array.map((value) => {
    if (!isDocument(value)) throw wrongType(`${command.name}.${field}`, 'object')
    return value
  })
}

/** The collation to compare texts with: the command's own, else the collection's. */
export function collationOf(body: Document, collection: Collection | undefined): Collation | undefined {
  const own = documentField(body, 'collation')
  if (own && Object.keys(own).length > 0) return parseCollation(own)
  return parseCollation(collection?.options['collation'] as Document | undefined)
}

/** Whether the answer has to wait until the disk has the write. */
export function wantsJournal(body: Document): boolean {
  const concern = documentField(body, 'writeConcern')
  return concern !== undefined && (flag(concern, 'j') || flag(concern, 'fsync'))
}
