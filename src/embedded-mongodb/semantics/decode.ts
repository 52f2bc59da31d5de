import { BSONRegExp, BSONSymbol, Binary, Code, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import { ServerError } from '../errors.ts'
import { DbPointer, bsonUndefined, fieldKey, isInt32 } from './values.ts'

type Document = Record<string, unknown>

/**
 * Reads one BSON document that starts at `offset` of `bytes`. Nothing of the result refers to `bytes`.
 * @throws ServerError InvalidBSON for bytes that are no document, Overflow for one nested deeper than 200 levels
 */
export function decode(bytes: Uint8Array, offset = 0): Document {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return new Reader(buffer, offset).document()
}

const maximumDepth = 200

/** The old subtype of binary data whose bytes begin with their length once more. */
const nestedLength = 2

/** The constructor that bson's own deserializer calls: it reads twelve bytes at an offset without a slice in between. */
const ObjectIdAt = ObjectId as unknown as new (bytes: Buffer, offset: number) => ObjectId

class Reader {
  private readonly buffer: Buffer
  private readonly view: DataView
  private at: number
  private depth = 0

  constructor(buffer: Buffer, at: number) {
    this.buffer = buffer
    this.view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    this.at = at
  }

  document(): Document {
    const end = this.enter()
    const document: Document = {}
    for (;;) {
      const type = this.buffer[this.at++]
      if (type === 0) break
      const key = this.key()
      document[key] = this.value(type)
    }
    this.leave(end)
    return document
  }

  private array(): unknown[] {
    const end = this.enter()
    const array: unknown[] = []
    for (;;) {
      const type = this.buffer[this.at++]
      if (type === 0) break
      while (this.buffer[this.at++] !== 0) if (this.at >= end) throw corrupt()
      array.push(this.value(type))
    }
    this.leave(end)
    return array
  }

  private enter(): number {
    const end = this.at + this.int32()
    if (end > this.buffer.length || end < this.at + 1) throw corrupt()
    if (++this.depth > maximumDepth) throw new ServerError('Overflow', 'Maximum BSON nesting depth of 200 exceeded')
    return end
  }

  private leave(end: number): void {
    if (this.at !== end) throw corrupt()
    this.depth--
  }

  private value(type: number | undefined): unknown {
    switch (type) {
      case 0x02:
        return this.string()
      case 0x10:
        return this.int32()
      case 0x07:
        return this.objectId()
      case 0x09:
        return this.date()
      case 0x08:
        return this.boolean()
      case 0x01:
        return this.double()
      case 0x03:
        return this.document()
      case 0x04:
        return this.array()
      case 0x0a:
        return null
      case 0x12:
        return this.int64()
      case 0x05:
        return this.binary()
      default:
        return this.rareValue(type)
    }
  }

  private rareValue(type: number | undefined): unknown {
    switch (type) {
      case 0x06:
        return bsonUndefined
      case 0x0b:
        return this.regex()
      case 0x0c:
        return new DbPointer(this.string(), this.objectId())
      case 0x0d:
        return new Code(this.string())
      case 0x0e:
        return new BSONSymbol(this.string())
      case 0x0f:
        return this.codeWithScope()
      case 0x11:
        return new Timestamp(this.int64() & 0xffffffffffffffffn)
      case 0x13:
        return new Decimal128(new Uint8Array(this.take(16)))
      case 0x7f:
        return new MaxKey()
      case 0xff:
        return new MinKey()
      default:
        throw corrupt()
    }
  }

  private int32(): number {
    return this.view.getInt32(this.skip(4), true)
  }

  private int64(): bigint {
    return this.view.getBigInt64(this.skip(8), true)
  }

  private double(): number | Double {
    const value = this.view.getFloat64(this.skip(8), true)
    return isInt32(value) ? new Double(value) : value
  }

  private date(): Date {
    const low = this.int32() >>> 0
    const milliseconds = this.int32() * 0x100000000 + low
    if (Math.abs(milliseconds) > 8.64e15) throw new ServerError('InvalidBSON', 'date out of range')
    return new Date(milliseconds)
  }

  private boolean(): boolean {
    const byte = this.buffer[this.skip(1)]
    if (byte !== 0 && byte !== 1) throw corrupt()
    return byte === 1
  }

  private objectId(): ObjectId {
    const at = this.skip(12)
    return new ObjectIdAt(this.buffer, at)
  }

  private binary(): Binary {
    const length = this.int32()
    const subtype = this.buffer[this.skip(1)]
    if (subtype === nestedLength && this.int32() !== length - 4) throw corrupt()
    return new Binary(new Uint8Array(this.take(subtype === nestedLength ? length - 4 : length)), subtype)
  }

  private regex(): BSONRegExp {
    const pattern = this.cstring()
    const options = this.cstring()
    if (/[^ilmsux]/.test(options)) throw corrupt()
    return new BSONRegExp(pattern, options)
  }

  private codeWithScope(): Code {
    const end = this.at + this.int32()
    const code = new Code(this.string(), this.document())
    if (this.at !== end) throw corrupt()
    return code
  }

  private string(): string {
    const length = this.int32()
    if (length < 1) throw corrupt()
    const at = this.skip(length)
    if (this.buffer[this.at - 1] !== 0) throw corrupt()
    return text(this.buffer, at, this.at - 1)
  }

  private cstring(): string {
    const at = this.at
    const end = this.buffer.indexOf(0, at)
    if (end < 0) throw corrupt()
    this.at = end + 1
    return text(this.buffer, at, end)
  }

  private key(): string {
    const { buffer, at } = this
    let hash = 0
    let end = at
    for (let byte = buffer[end]; byte !== 0; byte = buffer[++end]) {
      if (byte === undefined) throw corrupt()
      hash = (hash * 31 + byte) | 0
    }
    this.at = end + 1
    return internedKey(buffer, { at, end, hash })
  }

  private take(length: number): Buffer {
    const at = this.skip(length)
    return this.buffer.subarray(at, at + length)
  }

  private skip(length: number): number {
    const at = this.at
    if (length < 0 || at + length > this.buffer.length) throw corrupt()
    this.at = at + length
    return at
  }
}

interface Slice {
  at: number
  end: number
  hash: number
}

/** Field names seen lately by their hash: a document's names repeat, and making a string from bytes costs more than comparing them. */
const slots = 4096
const names = new Array<string>(slots).fill('')
const keys = new Array<string>(slots).fill('')

function internedKey(buffer: Buffer, { at, end, hash }: Slice): string {
  const slot = hash & (slots - 1)
  const known = names[slot]
  if (known?.length === end - at && sameAscii(buffer, at, known)) return keys[slot] ?? ''
  const name = text(buffer, at, end)
  const key = fieldKey(name)
  if (name.length === end - at && name.length < 64) {
    names[slot] = name
    keys[slot] = key
  }
  return key
}

function sameAscii(buffer: Buffer, at: number, name: string): boolean {
  for (let i = 0; i < name.length; i++) if (buffer[at + i] !== name.charCodeAt(i)) return false
  return true
}

const short = 12

function text(buffer: Buffer, at: number, end: number): string {
  if (end - at > short) return buffer.toString('utf8', at, end)
  let result = ''
  for (let i = at; i < end; i++) {
    const byte = buffer[i] ?? 0
    if (byte > 127) return buffer.toString('utf8', at, end)
    result += String.fromCharCode(byte)
  }
  return result
}

function corrupt(): ServerError {
  return new ServerError('InvalidBSON', 'invalid BSON')
}
