import { ServerError } from '../errors.ts'
import { decode, encode, type Document } from '../semantics/index.ts'
import { crc32c } from './crc32c.ts'

/** Limits that hello tells the drivers; the same as MongoDB's. */
export const limits = { maxBsonObjectSize: 16_777_216, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000 }

const opCodes = { reply: 1, query: 2004, msg: 2013 }
const flagBits = { checksumPresent: 1, moreToCome: 2, exhaustAllowed: 0x10000 }
const headerSize = 16

/** A command as it came over the wire. `sequences` holds the documents of kind-1 sections by their argument's name. */
export interface Message {
  requestId: number
  body: Document
  sequences: Map<string, Buffer[]>
  /** The client wants no answer. */
  moreToCome: boolean
  /** The client takes several answers to this one request. */
  exhaustAllowed: boolean
  /** Sent as OP_QUERY, to be answered with OP_REPLY: only the first hello of older drivers. */
  legacy: boolean
}

/** Thrown for bytes that are no message: the connection can't be continued. */
export class MalformedFrame extends Error {}

/** The length of the frame that starts at `offset`, or undefined when its header is not complete. Throws MalformedFrame. */
export function frameLength(bytes: Buffer, offset: number): number | undefined {
  if (bytes.length - offset < 4) return undefined
  const length = bytes.readInt32LE(offset)
  if (length < headerSize || length > limits.maxMessageSizeBytes) throw new MalformedFrame(`frame of ${length} bytes`)
  return length
}

/** Reads one whole frame. Throws MalformedFrame when it is none. */
export function readMessage(frame: Buffer): Message {
  const opCode = frame.readInt32LE(12)
  try {
    if (opCode === opCodes.msg) return readMsg(frame)
    if (opCode === opCodes.query) return readQuery(frame)
  } catch (error) {
    if (error instanceof ServerError || error instanceof RangeError) throw new MalformedFrame(error.message)
    throw error
  }
  throw new MalformedFrame(`opcode ${opCode}`)
}

/** An answer's frame. `document` is encoded BSON. */
export function writeReply(
  to: Message,
  document: Buffer,
  options: { requestId: number; moreToCome?: boolean },
): Buffer {
  return to.legacy ? writeLegacyReply(to, document, options.requestId) : writeMsg(to, document, options)
}

function readMsg(frame: Buffer): Message {
  const flags = frame.readUInt32LE(16)
  if (flags & 0xffff & ~(flagBits.checksumPresent | flagBits.moreToCome)) throw new MalformedFrame('unknown flags')
  const end = flags & flagBits.checksumPresent ? verified(frame) : frame.length
  const sequences = new Map<string, Buffer[]>()
  let body: Document | undefined
  let at = 20
  while (at < end) {
    const kind = frame[at++]
    const length = frame.readInt32LE(at)
    if (length < 5 || at + length > end) throw new MalformedFrame('a section is longer than its frame')
    const section = frame.subarray(at, at + length)
    if (kind === 0 && body === undefined) body = decode(section)
    else if (kind === 1) readSequence(section, sequences)
    else throw new MalformedFrame(`section of kind ${String(kind)}`)
    at += length
  }
  if (!body) throw new MalformedFrame('no body')
  const moreToCome = (flags & flagBits.moreToCome) !== 0
  const exhaustAllowed = (flags & flagBits.exhaustAllowed) !== 0
  return { requestId: frame.readInt32LE(4), body, sequences, moreToCome, exhaustAllowed, legacy: false }
}

function verified(frame: Buffer): number {
  const end = frame.length - 4
  if (crc32c(frame.subarray(0, end)) !== frame.readUInt32LE(end)) throw new MalformedFrame('checksum does not match')
  return end
}

function readSequence(section: Buffer, sequences: Map<string, Buffer[]>): void {
  const zero = section.indexOf(0, 4)
  if (zero < 0) throw new MalformedFrame('a sequence without a name')
  const name = section.toString('utf8', 4, zero)
  if (sequences.has(name)) throw new MalformedFrame(`the sequence ${name} comes twice`)
  const documents: Buffer[] = []
  let at = zero + 1
  while (at < section.length) {
    const length = section.readInt32LE(at)
    if (length < 5 || at + length > section.length) throw new MalformedFrame('a document is longer than its sequence')
    documents.push(section.subarray(at, at + length))
    at += length
  }
  sequences.set(name, documents)
}

function readQuery(frame: Buffer): Message {
  const zero = frame.indexOf(0, 20)
  if (zero < 0) throw new MalformedFrame('a query without a collection')
  const namespace = frame.toString('utf8', 20, zero)
  if (!namespace.endsWith('.$cmd')) throw new MalformedFrame('a legacy query')
  const at = zero + 9
  const length = frame.readInt32LE(at)
  if (length < 5 || at + length > frame.length) throw new MalformedFrame('a query is longer than its frame')
  const body = { ...decode(frame.subarray(at, at + length)), $db: namespace.slice(0, -5) }
  const common = { moreToCome: false, exhaustAllowed: false, legacy: true }
  return { requestId: frame.readInt32LE(4), body, sequences: new Map(), ...common }
}

function writeMsg(to: Message, document: Buffer, options: { requestId: number; moreToCome?: boolean }): Buffer {
  const frame = Buffer.allocUnsafe(headerSize + 5 + document.length)
  writeHeader(frame, opCodes.msg, { requestId: options.requestId, responseTo: to.requestId })
  frame.writeUInt32LE(options.moreToCome ? flagBits.moreToCome : 0, 16)
  frame[20] = 0
  frame.set(document, 21)
  return frame
}

function writeLegacyReply(to: Message, document: Buffer, requestId: number): Buffer {
  const frame = Buffer.alloc(headerSize + 20 + document.length)
  writeHeader(frame, opCodes.reply, { requestId, responseTo: to.requestId })
  const awaitCapable = 8
  frame.writeInt32LE(awaitCapable, 16)
  frame.writeInt32LE(1, 32)
  frame.set(document, 36)
  return frame
}

function writeHeader(frame: Buffer, opCode: number, ids: { requestId: number; responseTo: number }): void {
  frame.writeInt32LE(frame.length, 0)
  frame.writeInt32LE(ids.requestId, 4)
  frame.writeInt32LE(ids.responseTo, 8)
  frame.writeInt32LE(opCode, 12)
}

/** An error as a command's reply. */
export function errorReply(error: ServerError): Buffer {
  const labels = error.labels ? { errorLabels: error.labels } : {}
  return encode({ ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName, ...error.info, ...labels })
}
