/** The tables that write jobs change; a table's place here is its number in the journal, which is never used for another one. */
export const tableNames = ['catalogue', 'documents', 'entries', 'sessions'] as const
export type TableName = (typeof tableNames)[number]

/** What a change does to one key of a table: without a value it takes the key away. */
export interface Change {
  table: TableName
  key: Buffer
  value: Buffer | undefined
}

/** Bytes left free at the front, so that whoever writes the changes away can put its own mark before them without a copy. */
export const headroom = 8
const removal = 0x80
const initialSize = 64 * 1024
const keptSize = 1024 * 1024

/** Gathers the changes of write jobs as bytes: for each the table, the key and the value. Doing them twice is the same as once. */
export class Changes {
  private buffer = Buffer.allocUnsafeSlow(initialSize)
  private at = headroom

  get isEmpty(): boolean {
    return this.at === headroom
  }

  put(table: TableName, key: Buffer, value: Buffer): void {
    this.key(tableNames.indexOf(table), key, value.length + 4)
    this.at = this.buffer.writeUInt32LE(value.length, this.at)
    this.bytes(value)
  }

  remove(table: TableName, key: Buffer): void {
    this.key(tableNames.indexOf(table) | removal, key, 0)
  }

  /** All that was gathered, after `headroom` bytes; valid until the next change. Begins anew. */
  take(): Buffer {
    const taken = this.buffer.subarray(0, this.at)
    this.at = headroom
    if (this.buffer.length > keptSize) this.buffer = Buffer.allocUnsafeSlow(initialSize)
    return taken
  }

  private key(mark: number, key: Buffer, more: number): void {
    this.room(3 + key.length + more)
    this.buffer[this.at++] = mark
    this.at = this.buffer.writeUInt16LE(key.length, this.at)
    this.bytes(key)
  }

  private bytes(bytes: Buffer): void {
    this.buffer.set(bytes, this.at)
    this.at += bytes.length
  }

  private room(length: number): void {
    if (this.at + length <= this.buffer.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.at + length))
    this.buffer.copy(grown, 0, 0, this.at)
    this.buffer = grown
  }
}

/** Reads what `Changes` gathered, without the headroom. Throws RangeError for other bytes. */
export function* readChanges(bytes: Buffer): Generator<Change> {
  let at = 0
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new RangeError('the changes end too early')
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const mark = take(1).readUInt8()
    const table = tableNames[mark & ~removal]
    if (!table) throw new RangeError(`there is no table ${mark}`)
    const key = take(take(2).readUInt16LE())
    yield { table, key, value: mark & removal ? undefined : take(take(4).readUInt32LE()) }
  }
}
