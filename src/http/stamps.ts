import type { Collection, Connection } from 'mongoose'

interface StampDocument {
  _id: string
  v: number
}

/**
 * Version stamps of what public pages show. A page names the stamps it depends on; a write bumps them; a kept page is
 * only good while its stamps are what they were. They are in the database, so that every process sees every write.
 */
export interface Stamps {
  /** The present versions of the named stamps, as one text. Throws the driver's errors when the database is away. */
  current(names: readonly string[]): Promise<string>
  /** Marks what depends on these as changed. Done when the promise is: a page asked for afterwards is made anew. */
  bump(...names: string[]): Promise<void>
}

/**
 * Reads are gathered: all that are asked for while one read is under way share the next one. Each answer still comes
 * from a read that began after it was asked for, so a bump that was acknowledged before a request is seen by it.
 */
export function createStamps(connection: Connection): Stamps {
  const collection = connection.collection<StampDocument>('stamps')
  const read = gather((names) => readVersions(collection, names))
  return {
    async current(names) {
      const versions = await read(names)
      return names.map((name) => `${name}=${versions.get(name) ?? 0}`).join('&')
    },
    async bump(...names) {
      await collection.bulkWrite(
        [...new Set(names)].map((name) => ({
          updateOne: { filter: { _id: name }, update: { $inc: { v: 1 } }, upsert: true },
        })),
        { ordered: false },
      )
    },
  }
}

async function readVersions(collection: Collection<StampDocument>, names: string[]): Promise<Map<string, number>> {
  const found = await collection.find({ _id: { $in: names } }).toArray()
  return new Map(found.map((stamp) => [stamp._id, stamp.v]))
}

type Versions = Map<string, number>

function gather(readAll: (names: string[]) => Promise<Versions>): (names: readonly string[]) => Promise<Versions> {
  let waiting: { names: Set<string>; result: Promise<Versions> } | undefined
  let underWay: Promise<unknown> = Promise.resolve()
  return (names) => {
    if (!waiting) {
      const batch = { names: new Set<string>(), result: Promise.resolve<Versions>(new Map()) }
      batch.result = underWay.then(() => {
        waiting = undefined
        return readAll([...batch.names])
      })
      underWay = batch.result.catch(() => undefined)
      waiting = batch
    }
    for (const name of names) waiting.names.add(name)
    return waiting.result
  }
}
