import type { BSONRegExp, BSONSymbol, Binary, Code, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson'
import { ServerError } from '../errors.ts'
import { type DbPointer, isInt32 } from './values.ts'

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

const maximumDepth = 200
const initialSize = 64 * 1024
const keptSize = 1024 * 1024

class Writer {
  buffer = Buffer.allocUnsafeSlow(initialSize)
  private at = 0
  private depth = 0

  write(document: Document): number {
    this.at = 0
    this.depth = 0
    this.document(document)
    return this.at
  }

  shrink(): void {
    if (this.buffer.length > keptSize) this.buffer = Buffer.allocUnsafeSlow(initialSize)
  }

  private document(document: Document): void {
    const start = this.open()
    // Own keys only: a document's prototype is Object's, which has nothing enumerable.
    for (const key in document) {
      const value = document[key]
      if (value !== undefined) this.element(key, value)
    }
    this.close(start)
  }

  private array(array: readonly unknown[]): void {
    const start = this.open()
    for (let i = 0; i < array.length; i++) this.element(String(i), array[i] ?? null)
    this.close(start)
  }

  private open(): number {
    if (++this.depth > maximumDepth) throw new ServerError('Overflow', 'Maximum BSON nesting depth of 200 exceeded')
    const start = this.at
    this.room(5)
    this.at += 4
    return start
  }

  private close(start: number): void {
    this.room(1)
    this.buffer[this.at++] = 0
    const length = this.at - start
    const { buffer } = this
    buffer[start] = length
    buffer[start + 1] = length >> 8
    buffer[start + 2] = length >> 16
    buffer[start + 3] = length >> 24
    this.depth--
  }

  private element(key: string, value: unknown): void {
    switch (typeof value) {
      case 'string':
        this.header(0x02, key)
        return this.string(value)
      case 'number':
        return this.number(key, value)
      case 'boolean':
        this.header(0x08, key)
        this.room(1)
        this.buffer[this.at++] = value ? 1 : 0
        return
      case 'bigint':
        this.header(0x12, key)
        return this.int64(value)
      case 'object':
        return this.object(key, value)
      default:
        throw new ServerError('BadValue', `cannot store a ${typeof value} in field '${key}'`)
    }
  }

  private number(key: string, value: number): void {
    if (isInt32(value)) {
      this.header(0x10, key)
      return this.int32(value)
    }
    this.header(0x01, key)
    this.double(value)
  }

  private object(key: string, value: object | null): void {
    if (value === null) return this.header(0x0a, key)
    if (Array.isArray(value)) {
      this.header(0x04, key)
      return this.array(value)
    }
    if (Object.getPrototypeOf(value) === Object.prototype) {
      this.header(0x03, key)
      return this.document(value as Document)
    }
    if (value instanceof Date) {
      this.header(0x09, key)
      return this.int64(BigInt(value.getTime()))
    }
    this.wrapped(key, value as { _bsontype?: string })
  }

  private wrapped(key: string, value: { _bsontype?: string }): void {
    const write = writers[value._bsontype ?? (value instanceof Uint8Array ? 'Uint8Array' : '')]
    if (write) return write(this, key, value)
    if (value._bsontype) throw new ServerError('BadValue', `cannot store a ${value._bsontype} in field '${key}'`)
    this.header(0x03, key)
    this.document(value as Document)
  }

  header(type: number, key: string): void {
    this.room(key.length * 3 + 2)
    this.buffer[this.at++] = type
    this.cstring(key.charCodeAt(0) === 0 ? key.slice(1) : key)
  }

  cstring(text: string): void {
    this.room(text.length * 3 + 1)
    this.text(text)
    this.buffer[this.at++] = 0
  }

  string(text: string): void {
    this.room(text.length * 3 + 5)
    const start = this.at
    this.at += 4
    this.text(text)
    this.buffer[this.at++] = 0
    const length = this.at - start - 4
    const { buffer } = this
    buffer[start] = length
    buffer[start + 1] = length >> 8
    buffer[start + 2] = length >> 16
    buffer[start + 3] = length >> 24
  }

  /** Short ASCII text byte by byte, which is quicker than the call into native code; the caller made room. */
  private text(text: string): void {
    const { buffer } = this
    let { at } = this
    if (text.length < 32) {
      let i = 0
      for (; i < text.length; i++) {
        const code = text.charCodeAt(i)
        if (code > 127) break
        buffer[at++] = code
      }
      if (i === text.length) {
        this.at = at
        return
      }
    }
    this.at += buffer.write(text, this.at, 'utf8')
  }

  int32(value: number): void {
    this.room(4)
    const { buffer, at } = this
    buffer[at] = value
    buffer[at + 1] = value >> 8
    buffer[at + 2] = value >> 16
    buffer[at + 3] = value >> 24
    this.at = at + 4
  }

  int64(value: bigint): void {
    this.room(8)
    this.at = this.buffer.writeBigInt64LE(BigInt.asIntN(64, value), this.at)
  }

  double(value: number): void {
    this.room(8)
    this.at = this.buffer.writeDoubleLE(value, this.at)
  }

  bytes(bytes: Uint8Array): void {
    this.room(bytes.length)
    this.buffer.set(bytes, this.at)
    this.at += bytes.length
  }

  objectId(value: ObjectId): void {
    this.room(12)
    this.at += (value as unknown as WritableObjectId).serializeInto(this.buffer, this.at)
  }

  codeWithScope(code: Code): void {
    const start = this.at
    this.int32(0)
    this.string(code.code)
    this.document(code.scope as Document)
    this.buffer.writeInt32LE(this.at - start, start)
  }

  private room(length: number): void {
    if (this.at + length <= this.buffer.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.at + length))
    this.buffer.copy(grown, 0, 0, this.at)
    this.buffer = grown
  }
}

/** What bson's own serializer calls: it writes the twelve bytes without a copy in between. */
interface WritableObjectId {
  serializeInto(buffer: Buffer, at: number): number
}

type WriteValue = (to: Writer, key: string, value: unknown) => void

function writes<Value>(type: number, write: (to: Writer, value: Value) => void): WriteValue {
  return (to, key, value) => {
    to.header(type, key)
    write(to, value as Value)
  }
}

function nothing(): void {
  // These types have no bytes after their header.
}

const writers: Partial<Record<string, WriteValue>> = {
  ObjectId: writes<ObjectId>(0x07, (to, value) => to.objectId(value)),
  Double: writes<Double>(0x01, (to, value) => to.double(value.value)),
  Int32: writes<Int32>(0x10, (to, value) => to.int32(value.value)),
  Long: writes<Long>(0x12, (to, value) => to.int64(value.toBigInt())),
  Timestamp: writes<Timestamp>(0x11, (to, value) => to.int64(value.toBigInt())),
  Decimal128: writes<Decimal128>(0x13, (to, value) => to.bytes(value.bytes)),
  Binary: writes<Binary>(0x05, (to, value) => writeBinary(to, value.value(), value.sub_type)),
  Uint8Array: writes<Uint8Array>(0x05, (to, value) => writeBinary(to, value, 0)),
  BSONSymbol: writes<BSONSymbol>(0x0e, (to, value) => to.string(value.value)),
  Undefined: writes(0x06, nothing),
  MinKey: writes(0xff, nothing),
  MaxKey: writes(0x7f, nothing),
  BSONRegExp: writes<BSONRegExp>(0x0b, (to, value) => {
    to.cstring(value.pattern)
    to.cstring(value.options)
  }),
  DBPointer: writes<DbPointer>(0x0c, (to, value) => {
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

const writer = new Writer()
