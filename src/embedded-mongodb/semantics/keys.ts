import { type BSONRegExp, type BSONSymbol, Binary, type Code, Double, type ObjectId, type Timestamp } from 'bson'
import type { Collation } from './collation.ts'
import { rank, rankOf, timestampBits } from './compare.ts'
import { type Decimal, compareDecimals, exactDecimal, magnitude } from './decimal.ts'
import { type DbPointer, type Document, fieldName } from './values.ts'

/**
 * A value as bytes whose order is the order of `compareValues`, equal for values that compare equal (1, 1.0 and int64 1).
 * No key is the beginning of another one, so the key of a compound is its parts' keys one after the other.
 * Under a collation texts are keyed by their collation key. A missing value (undefined) sorts below null; for MongoDB's
 * indexes, which hold null for a missing field, pass null.
 */
export function sortableKey(value: unknown, collation?: Collation): Buffer {
  const writer = new KeyWriter(collation)
  writer.value(value)
  return writer.result()
}

/** The key of a value for a descending part of a compound: all bytes inverted. */
export function descendingKey(value: unknown, collation?: Collation): Buffer {
  const key = sortableKey(value, collation)
  for (let i = 0; i < key.length; i++) key[i] = ~(key[i] ?? 0)
  return key
}

/** The first byte of every key of a type, from which ranges over a whole type are made; ranks are shifted to be above zero. */
export function typeByte(value: unknown): number {
  return rankOf(value) + 2
}

const scratch = Buffer.allocUnsafeSlow(8)

class KeyWriter {
  private readonly collation: Collation | undefined
  private buffer = Buffer.allocUnsafe(64)
  private at = 0

  constructor(collation: Collation | undefined) {
    this.collation = collation
  }

  result(): Buffer {
    return this.buffer.subarray(0, this.at)
  }

  value(value: unknown): void {
    const type = rankOf(value)
    this.byte(type + 2)
    switch (type) {
      case rank.string: {
        const text = typeof value === 'string' ? value : (value as BSONSymbol).value
        this.text(this.collation ? this.collation.key(text) : text)
        return
      }
      case rank.number: {
        this.number(value)
        return
      }
      case rank.objectId: {
        this.bytes((value as ObjectId).id)
        return
      }
      case rank.date: {
        this.int64((value as Date).getTime())
        return
      }
      case rank.boolean: {
        this.byte(value === true ? 1 : 0)
        return
      }
      case rank.object: {
        this.document(value as Document)
        return
      }
      case rank.array:
        for (const element of value as unknown[]) this.value(element)
        {
          this.byte(0)
          return
        }
      default: {
        this.rareValue(type, value)
        return
      }
    }
  }

  private rareValue(type: number, value: unknown): void {
    switch (type) {
      case rank.binary: {
        this.binary(value instanceof Uint8Array ? new Binary(value) : (value as Binary))
        return
      }
      case rank.timestamp:
        this.room(8)
        this.at = this.buffer.writeBigUInt64BE(timestampBits(value as Timestamp), this.at)
        return
      case rank.regex:
        this.text((value as BSONRegExp).pattern)
        {
          this.text((value as BSONRegExp).options)
          return
        }
      case rank.code: {
        this.text((value as Code).code)
        return
      }
      case rank.codeWithScope:
        this.text((value as Code).code)
        {
          this.document((value as Code).scope as Document)
          return
        }
      case rank.dbPointer:
        this.text((value as DbPointer).namespace)
        {
          this.bytes((value as DbPointer).id.id)
          return
        }
    }
  }

  /** Each field as its type, name and value, in the order in which documents are compared. */
  private document(document: Document): void {
    for (const key of Object.keys(document)) {
      this.byte(rankOf(document[key]) + 2)
      this.text(fieldName(key))
      this.value(document[key])
    }
    this.byte(0)
  }

  /** UTF-8 with NUL written as 00 FF, ended by 00 00. */
  private text(text: string): void {
    this.room(text.length * 3 + 2)
    const start = this.at
    this.at += this.buffer.write(text, start, 'utf8')
    if (this.buffer.subarray(start, this.at).includes(0)) this.escape(start)
    this.room(2)
    this.buffer[this.at++] = 0
    this.buffer[this.at++] = 0
  }

  private escape(start: number): void {
    const plain = Buffer.from(this.buffer.subarray(start, this.at))
    this.at = start
    this.room(plain.length * 2)
    for (const byte of plain) {
      this.buffer[this.at++] = byte
      if (byte === 0) this.buffer[this.at++] = 0xff
    }
  }

  private binary(binary: Binary): void {
    this.room(5)
    this.at = this.buffer.writeUInt32BE(binary.length(), this.at)
    this.byte(binary.sub_type)
    this.bytes(binary.value())
  }

  /** The highest double that is not above the number; then, when they differ, the number's decimal digits. */
  private number(value: unknown): void {
    const exact = value instanceof Double ? value.value : value
    if (typeof exact === 'number') {
      this.double(exact)
      this.byte(0)
      return
    }
    const decimal = exactDecimal(value)
    if (typeof decimal === 'number') {
      this.double(decimal)
      this.byte(0)
      return
    }
    const below = doubleBelow(decimal)
    this.double(below)
    const isExact = Number.isFinite(below) && compareDecimals(exactDecimal(below), decimal) === 0
    this.byte(isExact ? 0 : 1)
    if (!isExact) this.digits(decimal)
  }

  /** IEEE bits, made to sort: all inverted for negatives, else the sign flipped. NaN is all zeros, -0 is 0. */
  private double(value: number): void {
    this.room(8)
    if (Number.isNaN(value)) {
      this.buffer.fill(0, this.at, this.at + 8)
    } else {
      scratch.writeDoubleBE(value === 0 ? 0 : value)
      const negative = value < 0
      for (let i = 0; i < 8; i++) this.buffer[this.at + i] = negative ? ~(scratch[i] ?? 0) : (scratch[i] ?? 0)
      if (!negative) this.buffer[this.at] = (this.buffer[this.at] ?? 0) | 0x80
    }
    this.at += 8
  }

  private digits(value: Decimal): void {
    const digits = magnitude(value.coefficient).toString()
    const significant = digits.replace(/0+$/, '')
    const start = this.at
    this.room(significant.length + 3)
    this.at = this.buffer.writeUInt16BE(value.exponent + digits.length + 0x8000, this.at)
    this.at += this.buffer.write(significant, this.at, 'latin1')
    this.buffer[this.at++] = 0
    if (value.coefficient < 0n) for (let i = start; i < this.at; i++) this.buffer[i] = ~(this.buffer[i] ?? 0)
  }

  private int64(value: number): void {
    this.room(8)
    const high = Math.floor(value / 0x100000000)
    this.buffer.writeInt32BE(high, this.at)
    this.buffer[this.at] = (this.buffer[this.at] ?? 0) ^ 0x80
    this.buffer.writeUInt32BE(value - high * 0x100000000, this.at + 4)
    this.at += 8
  }

  private bytes(bytes: Uint8Array): void {
    this.room(bytes.length)
    this.buffer.set(bytes, this.at)
    this.at += bytes.length
  }

  private byte(byte: number): void {
    this.room(1)
    this.buffer[this.at++] = byte
  }

  private room(length: number): void {
    if (this.at + length <= this.buffer.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + length))
    this.buffer.copy(grown, 0, 0, this.at)
    this.buffer = grown
  }
}

function doubleBelow(decimal: Decimal): number {
  const near = Number(`${decimal.coefficient}e${decimal.exponent}`)
  const isAbove = near === Infinity || (near !== -Infinity && compareDecimals(exactDecimal(near), decimal) > 0)
  return isAbove ? previousDouble(near) : near
}

function previousDouble(value: number): number {
  if (value === 0) return -Number.MIN_VALUE
  scratch.writeDoubleBE(value)
  const bits = scratch.readBigUInt64BE()
  scratch.writeBigUInt64BE(value > 0 ? bits - 1n : bits + 1n)
  return scratch.readDoubleBE()
}
