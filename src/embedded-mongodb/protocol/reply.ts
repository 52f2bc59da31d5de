/** Replies that hold stored documents, put together from their bytes: nothing is decoded to be encoded again. */

const keys: Buffer[] = []

/** A `cursor` reply: `{ cursor: { <field>: documents, id, ns }, ok: 1 }`. */
export function cursorReply(
  cursor: { field: 'firstBatch' | 'nextBatch'; id: bigint; ns: string },
  documents: Buffer[],
) {
  const batch = arraySize(documents)
  const name = cursorFields[cursor.field]
  const ns = Buffer.from(cursor.ns)
  const inner = 4 + name.length + batch + idField.length + 8 + nsField.length + 4 + ns.length + 1 + 1
  const reply = Buffer.allocUnsafe(4 + cursorField.length + inner + okField.length + 1)
  let at = reply.writeInt32LE(reply.length, 0)
  at = put(reply, cursorField, at)
  at = reply.writeInt32LE(inner, at)
  at = put(reply, name, at)
  at = putArray(reply, documents, { at, size: batch })
  at = put(reply, idField, at)
  at = reply.writeBigInt64LE(cursor.id, at)
  at = put(reply, nsField, at)
  at = reply.writeInt32LE(ns.length + 1, at)
  at = put(reply, ns, at)
  reply[at++] = 0
  reply[at++] = 0
  at = put(reply, okField, at)
  reply[at] = 0
  return reply
}

function element(type: number, name: string): Buffer {
  return Buffer.from(`${String.fromCharCode(type)}${name}\0`, 'latin1')
}

const cursorField = element(3, 'cursor')
const cursorFields = { firstBatch: element(4, 'firstBatch'), nextBatch: element(4, 'nextBatch') }
const idField = element(18, 'id')
const nsField = element(2, 'ns')
const okField = Buffer.concat([element(1, 'ok'), Buffer.from([0, 0, 0, 0, 0, 0, 0xf0, 0x3f])])

function arraySize(documents: Buffer[]): number {
  let size = 5
  for (const [index, document] of documents.entries()) size += key(index).length + document.length
  return size
}

function putArray(reply: Buffer, documents: Buffer[], place: { at: number; size: number }): number {
  let at = reply.writeInt32LE(place.size, place.at)
  for (const [index, document] of documents.entries()) at = put(reply, document, put(reply, key(index), at))
  reply[at] = 0
  return at + 1
}

function put(target: Buffer, bytes: Buffer, at: number): number {
  target.set(bytes, at)
  return at + bytes.length
}

function key(index: number): Buffer {
  return (keys[index] ??= element(3, String(index)))
}
