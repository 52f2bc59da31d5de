import type { BSONRegExp, BSONSymbol, Binary, Code, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson'
import { ServerError } from '../errors.ts'
import type { DbPointer } from './values.ts'
import { type WriteValue, Writer } from './writer.ts'

type Document = Record<string, unknown>

/**
 * Writes a document as BSON into a buffer of its own. Fields whose value is undefined are left out.
 * @throws ServerError Overflow when it nests deeper than 200 levels, BadValue for a value that has no BSON type
 */
export function encode(document: Document): Buffer {
  const length = writer.write(document)
  const result = Buffer.from(writer.buffer.subarray(0, length))
  writer.shrink()
  return result
}

/** The number of bytes that `encode` would give. */
export function sizeOf(document: Document): number {
  const length = writer.write(document)
  writer.shrink()
  return length
}

function writes(type: number, write: (to: Writer, value: never) => void): WriteValue {
  return (to, key, value) => {
    to.header(type, key)
    write(to, value as never)
  }
}

function nothing(): void {
  // These types have no bytes after their header.
}

const writers: Partial<Record<string, WriteValue>> = {
  ObjectId: writes(0x07, (to, value: ObjectId) => to.objectId(value)),
  Double: writes(0x01, (to, value: Double) => to.double(value.value)),
  Int32: writes(0x10, (to, value: Int32) => to.int32(value.value)),
  Long: writes(0x12, (to, value: Long) => to.int64(value.toBigInt())),
  Timestamp: writes(0x11, (to, value: Timestamp) => to.int64(value.toBigInt())),
  Decimal128: writes(0x13, (to, value: Decimal128) => to.bytes(value.bytes)),
  Binary: writes(0x05, (to, value: Binary) => writeBinary(to, value.value(), value.sub_type)),
  Uint8Array: writes(0x05, (to, value: Uint8Array) => writeBinary(to, value, 0)),
  BSONSymbol: writes(0x0e, (to, value: BSONSymbol) => to.string(value.value)),
  Undefined: writes(0x06, nothing),
  MinKey: writes(0xff, nothing),
  MaxKey: writes(0x7f, nothing),
  BSONRegExp: writes(0x0b, (to, value: BSONRegExp) => {
    to.cstring(value.pattern)
    to.cstring(value.options)
  }),
  DBPointer: writes(0x0c, (to, value: DbPointer) => {
    to.string(value.namespace)
    to.objectId(value.id)
  }),
  Code: (to, key, value) => {
    const code = value as Code
    to.header(code.scope ? 0x0f : 0x0d, key)
    if (code.scope) to.codeWithScope(code)
    else to.string(code.code)
  },
}

function writeBinary(to: Writer, bytes: Uint8Array, subtype: number): void {
  const nested = subtype === 2
  to.int32(bytes.length + (nested ? 4 : 0))
  to.bytes(Uint8Array.of(subtype))
  if (nested) to.int32(bytes.length)
  to.bytes(bytes)
}

function writeOther(to: Writer, key: string, value: object): void {
  const type = (value as { _bsontype?: string })._bsontype
  const write = writers[type ?? (value instanceof Uint8Array ? 'Uint8Array' : '')]
  if (write) write(to, key, value)
  else if (type !== undefined) throw new ServerError('BadValue', `cannot store a ${type} in field '${key}'`)
  else writeDocument(to, key, value)
}

function writeDocument(to: Writer, key: string, value: object): void {
  to.header(0x03, key)
  to.document(value as Document)
}

const writer = new Writer(writeOther)
