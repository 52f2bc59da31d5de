/** Keys of the tables: numbers as big-endian bytes, so that their order is that of the bytes. */

/** Collections and indexes have 32 bits, records 48: more than 280 billion in each collection. */
export const recordSize = 6
export const prefixSize = 4

/** The key of a document in the table of documents: its collection's number, then its record's. */
export function documentKey(collection: number, record: number): Buffer {
  const key = Buffer.allocUnsafe(prefixSize + recordSize)
  key.writeUInt32BE(collection, 0)
  key.writeUIntBE(record, prefixSize, recordSize)
  return key
}

/** The record's number at the end of a key. */
export function recordOf(key: Buffer): number {
  return key.readUIntBE(key.length - recordSize, recordSize)
}

/** A record's number in six bytes, as `recordOf` reads it. */
export function recordBytes(record: number): Buffer {
  const bytes = Buffer.allocUnsafe(recordSize)
  bytes.writeUIntBE(record, 0, recordSize)
  return bytes
}

/** The four bytes that all keys of a collection or an index begin with. */
export function prefix(number: number): Buffer {
  const bytes = Buffer.allocUnsafe(prefixSize)
  bytes.writeUInt32BE(number, 0)
  return bytes
}

/** The first key after all that start with `bytes`. */
export function after(bytes: Buffer): Buffer {
  const next = Buffer.from(bytes)
  for (let at = next.length - 1; at >= 0; at--) {
    const byte = next[at] ?? 0
    if (byte < 0xff) {
      next[at] = byte + 1
      return next.subarray(0, at + 1)
    }
  }
  return Buffer.concat([bytes, Buffer.alloc(64, 0xff)])
}
