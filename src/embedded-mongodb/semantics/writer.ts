import type { Code, ObjectId } from 'bson'
import { ServerError } from '../errors.ts'
import { isInt32 } from './values.ts'

type Document = Record<string, unknown>

/** Writes a field whose value is an object of BSON's rarer types. */
export type WriteValue = (to: Writer, key: string, value: object) => void

const maximumDepth = 200
const initialSize = 64 * 1024
const keptSize = 1024 * 1024

export class Writer {
  buffer = Buffer.allocUnsafeSlow(initialSize)
  private readonly writeOther: WriteValue
  private at = 0
  private depth = 0

  /** @param writeOther writes what is none of the common types */
  constructor(writeOther: WriteValue) {
    this.writeOther = writeOther
  }

  write(document: Document): number {
    this.at = 0
    this.depth = 0
    this.document(document)
    return this.at
  }

  shrink(): void {
    if (this.buffer.length > keptSize) this.buffer = Buffer.allocUnsafeSlow(initialSize)
  }

  document(document: Document): void {
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
        {
          this.string(value)
          return
        }
      case 'number': {
        this.number(key, value)
        return
      }
      case 'boolean':
        this.header(0x08, key)
        this.room(1)
        this.buffer[this.at++] = value ? 1 : 0
        return
      case 'bigint':
        this.header(0x12, key)
        {
          this.int64(value)
          return
        }
      case 'object': {
        this.object(key, value)
        return
      }
      default:
        throw new ServerError('BadValue', `cannot store a ${typeof value} in field '${key}'`)
    }
  }

  private number(key: string, value: number): void {
    if (isInt32(value)) {
      this.header(0x10, key)
      this.int32(value)
      return
    }
    this.header(0x01, key)
    this.double(value)
  }

  private object(key: string, value: object | null): void {
    if (value === null) {
      this.header(0x0a, key)
      return
    }
    if (Array.isArray(value)) {
      this.header(0x04, key)
      this.array(value)
      return
    }
    if (Object.getPrototypeOf(value) === Object.prototype) {
      this.header(0x03, key)
      this.document(value as Document)
      return
    }
    if (value instanceof Date) {
      this.header(0x09, key)
      this.time(value.getTime())
      return
    }
    this.writeOther(this, key, value)
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

  /** A date's milliseconds as int64, without a bigint in between; an invalid date is 0. */
  private time(milliseconds: number): void {
    const high = Math.floor(milliseconds / 0x100000000)
    this.int32(milliseconds - high * 0x100000000)
    this.int32(high)
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
