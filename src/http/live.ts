import type { Connection } from 'mongoose'
import { Unavailable, type Clock } from '../kernel/index.ts'
import { createLiveChanges, type Changes } from './live-changes.ts'

/** Results that all readers of one look may share, by key: 500 readers of a topic need it read once. */
export type Shared = <Result>(key: string, make: () => Promise<Result>) => Promise<Result>

/** Somebody who has a stream open. */
export interface Reader {
  readonly channel: string
  /** Network address, to bound how many streams one takes. */
  readonly address: string
  /** The version of the channel that the reader knows. */
  version: number
  /** Tells what changed. Never rejects. */
  tell(changes: Changes, shared: Shared): Promise<void>
  /** Writes something that means nothing, so that nobody on the way thinks the line is dead. */
  beat(): void
  end(): void
}

/** Streams of one process, and the changes that all processes tell each other through the store. */
export interface Live {
  /** Notes that things of a channel changed. */
  note(channel: string, ids: readonly string[]): Promise<void>
  /** The present version of a channel, from which a page made afterwards may listen; 0 where nothing changed lately. */
  version(channel: string): Promise<number>
  /** Adds a reader; gives the way out. Throws Unavailable when this process or their address has too many. */
  join(reader: Reader): () => void
  readonly readers: number
  /** Ends every stream and takes no more. */
  close(): void
}

/** How often a process looks for changes, and how often it lets every stream hear something, in milliseconds. */
const usually = 1_000
const beatEvery = 20_000
/** Seconds after which somebody who found no room may ask again. */
const comeBackAfter = 30

interface Options {
  connection: Connection
  clock: Clock
  /** How many streams a process has, in all and for one network address. */
  most: { inAll: number; perAddress: number }
  /** Milliseconds between two looks; tests of what is told need not wait for it. */
  lookEvery?: number | undefined
}

/**
 * One look a second for all streams of the process together, by one indexed query for the versions of all channels that
 * somebody reads; a channel itself is read when its version is new, once for all its readers. No stream, no look.
 */
export function createLive({ connection, clock, most, lookEvery = usually }: Options): Live {
  const changes = createLiveChanges(connection, clock)
  const readers = new Set<Reader>()
  const timers = createTimers({
    lookEvery,
    look: () => lookFor(readers, changes),
    beat: () => readers.forEach((reader) => reader.beat()),
  })
  let isClosed = false
  return {
    note: (channel, ids) => changes.note(channel, ids),
    version: async (channel) => (await changes.versions([channel])).get(channel) ?? 0,
    get readers() {
      return readers.size
    },
    join(reader) {
      const fromThere = [...readers].filter(({ address }) => address === reader.address).length
      if (isClosed || readers.size >= most.inAll || fromThere >= most.perAddress) throw new Unavailable(comeBackAfter)
      readers.add(reader)
      timers.run()
      return () => {
        readers.delete(reader)
        if (readers.size === 0) timers.rest()
      }
    },
    close() {
      isClosed = true
      timers.rest()
      for (const reader of readers) reader.end()
    },
  }
}

async function lookFor(readers: ReadonlySet<Reader>, changes: ReturnType<typeof createLiveChanges>): Promise<void> {
  const versions = await changes.versions([...new Set([...readers].map(({ channel }) => channel))])
  const behind = [...readers].filter(({ channel, version }) => (versions.get(channel) ?? 0) > version)
  const shared = sharing()
  await Promise.all(
    behind.map(async (reader) => {
      const { channel, version } = reader
      const found = await shared(`changes ${channel} ${version}`, () => changes.after(channel, version))
      if (!found) return
      reader.version = found.version
      await reader.tell(found, shared)
    }),
  )
}

function sharing(): Shared {
  const made = new Map<string, Promise<unknown>>()
  return <Result>(key: string, make: () => Promise<Result>) => {
    // A query is no promise: awaited twice, it would be asked twice.
    const known = made.get(key) ?? Promise.resolve(make())
    made.set(key, known)
    return known as Promise<Result>
  }
}

/** Looks one after the other, never two at once; a look that fails, because the store is away, is followed by the next. */
function createTimers({ lookEvery, look, beat }: { lookEvery: number; look: () => Promise<void>; beat: () => void }): {
  run: () => void
  rest: () => void
} {
  let looking: NodeJS.Timeout | undefined
  let beating: NodeJS.Timeout | undefined
  const next = (): void => {
    looking = setTimeout(() => {
      void look()
        .catch(() => undefined)
        .finally(() => {
          if (looking) next()
        })
    }, lookEvery).unref()
  }
  return {
    run() {
      if (!looking) next()
      beating ??= setInterval(beat, beatEvery).unref()
    },
    rest() {
      clearTimeout(looking)
      clearInterval(beating)
      looking = undefined
      beating = undefined
    },
  }
}
