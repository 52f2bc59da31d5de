import type { Table } from './environment.ts'

/**
 * A value's bytes, or undefined when there is none. One copy, into Node's pool of small buffers: LMDB's binding lends what it has read
 * until the next read only, and its own copy is an allocation for each value.
 */
export function readBytes(table: Table, key: Buffer): Buffer | undefined {
  const lent = table.getBinaryFast(key)
  if (!lent) return undefined
  // The lent buffer is longer than the value; its length is a property of its own.
  const { length } = lent
  const bytes = Buffer.allocUnsafe(length)
  bytes.set(lent.length === lent.byteLength ? lent : lent.subarray(0, length))
  return bytes
}
