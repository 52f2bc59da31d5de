import type { Collection, Connection } from 'mongoose'
import type { Clock } from '../kernel/index.ts'

/** What changed lately in one conversation. */
interface ChannelDocument {
  _id: string
  /** Milliseconds at which it last changed, or one more than before: it only ever grows. */
  v: number
  /** The latest changes: ids of posts or messages, never what they say. */
  changes: { v: number; id: string }[]
  at: Date
}

/** What changed in a channel after a version. */
export interface Changes {
  version: number
  ids: string[]
  /** Changes before the first that is kept are missing: the reader knows too little to go on. */
  isPartial: boolean
}

/** How many changes of a channel are kept, for readers who come back after a gap. */
const kept = 100

export interface LiveChanges {
  /** Notes that these things of a channel changed; whoever reads the channel, in any process, is told within 2 s. */
  note(channel: string, ids: readonly string[]): Promise<void>
  /** The present versions of those channels that ever changed. */
  versions(channels: readonly string[]): Promise<Map<string, number>>
  after(channel: string, version: number): Promise<Changes | undefined>
}

/**
 * Changes of conversations, one small document each. It works alike on the embedded store, a standalone server and a
 * sharded one: no change stream, no capped collection; a version and its change are written in one update.
 */
export function createLiveChanges(connection: Connection, clock: Clock): LiveChanges {
  const collection = connection.collection<ChannelDocument>('livechannels')
  return {
    async note(channel, ids) {
      if (ids.length > 0) await noteIn(collection, { channel, ids, at: clock() })
    },
    async versions(channels) {
      const filter = { _id: { $in: [...channels] } }
      const found = await collection.find(filter, { projection: { v: 1 } }).toArray()
      return new Map(found.map(({ _id, v }) => [_id, v]))
    },
    async after(channel, version) {
      const found = await collection.findOne({ _id: channel })
      if (!found) return undefined
      const later = found.changes.filter(({ v }) => v > version)
      const isPartial = found.changes.length >= kept && later.length === found.changes.length
      return { version: found.v, ids: [...new Set(later.map(({ id }) => id))], isPartial }
    },
  }
}

/** Makes the index by which channels that rest are forgotten after a week; readers who come back later load anew. */
export async function ensureLiveIndexes(connection: Connection): Promise<void> {
  await connection.collection('livechannels').createIndex({ at: 1 }, { expireAfterSeconds: 7 * 24 * 60 * 60 }, {})
}

async function noteIn(
  collection: Collection<ChannelDocument>,
  { channel, ids, at }: { channel: string; ids: readonly string[]; at: Date },
): Promise<void> {
  const version = { $max: [{ $add: [{ $ifNull: ['$v', 0] }, 1] }, at.getTime()] }
  const added = ids.slice(-kept).map((id) => ({ v: '$v', id: { $literal: id } }))
  await collection.updateOne(
    { _id: channel },
    [
      { $set: { v: version, at: { $literal: at } } },
      { $set: { changes: { $slice: [{ $concatArrays: [{ $ifNull: ['$changes', []] }, added] }, -kept] } } },
    ],
    { upsert: true },
  )
}
