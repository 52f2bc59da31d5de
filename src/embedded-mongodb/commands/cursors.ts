import { randomBytes } from 'node:crypto'
import { ServerError } from '../errors.ts'
import { cursorReply } from '../protocol/reply.ts'
import { Pace } from '../query/pace.ts'

/** Encoded documents, with `undefined` where others may get a turn. */
export type Rows = Iterator<Buffer | undefined> | AsyncIterator<Buffer | undefined>

interface Cursor {
  id: bigint
  ns: string
  rows: Rows
  /** A document that was found but had no room in the last batch. */
  held: Buffer | undefined
  session: string | undefined
  usedAt: number
  neverTimesOut: boolean
  isBusy: boolean
}

export interface NewCursor {
  ns: string
  rows: Rows
  session?: string | undefined
  neverTimesOut?: boolean
}

type Source = ConstructorParameters<typeof Pace>[0]

const defaultFirstBatch = 101
const largestBatch = 16 * 1024 * 1024
const idleLimit = 10 * 60_000

/** The open cursors. They end when they are read to their end, killed, or not used for ten minutes. */
export class Cursors {
  private readonly open = new Map<bigint, Cursor>()
  private readonly source: Source | undefined
  timedOut = 0

  /** @param source what the cursors read from, see `Pace` */
  constructor(source?: Source) {
    this.source = source
  }

  get size(): number {
    return this.open.size
  }

  /** The reply to a command that makes a cursor: the first documents and, when there may be more, the cursor's id. */
  async start(fresh: NewCursor, options: { batchSize: number | undefined; single: boolean }): Promise<Buffer> {
    const cursor: Cursor = {
      id: 0n,
      ns: fresh.ns,
      rows: fresh.rows,
      held: undefined,
      session: fresh.session,
      usedAt: 0,
      neverTimesOut: fresh.neverTimesOut ?? false,
      isBusy: false,
    }
    const { documents, isDone } = await take(cursor, options.batchSize ?? defaultFirstBatch, this.source)
    if (!isDone && !options.single) {
      cursor.id = newId()
      cursor.usedAt = Date.now()
      this.open.set(cursor.id, cursor)
    } else if (!isDone) await cursor.rows.return?.()
    return cursorReply({ field: 'firstBatch', id: cursor.id, ns: cursor.ns }, documents)
  }

  /** The reply to getMore. Throws ServerError CursorNotFound. */
  async more(id: bigint, ns: string, batchSize: number | undefined): Promise<Buffer> {
    const cursor = this.open.get(id)
    if (!cursor) throw new ServerError('CursorNotFound', `cursor id ${id} not found`)
    if (cursor.ns !== ns) {
      const message = `Requested getMore on namespace '${ns}', but cursor belongs to a different namespace ${cursor.ns}`
      throw new ServerError('Unauthorized', message)
    }
    if (cursor.isBusy) throw new ServerError('CursorInUse', `cursor id ${id} is already in use`)
    cursor.isBusy = true
    try {
      const { documents, isDone } = await take(
        cursor,
        batchSize === undefined || batchSize === 0 ? Infinity : batchSize,
        this.source,
      )
      if (isDone) this.open.delete(id)
      return cursorReply({ field: 'nextBatch', id: isDone ? 0n : id, ns }, documents)
    } catch (error) {
      this.open.delete(id)
      throw error
    } finally {
      cursor.isBusy = false
      cursor.usedAt = Date.now()
    }
  }

  async kill(id: bigint): Promise<boolean> {
    const cursor = this.open.get(id)
    if (!cursor) return false
    this.open.delete(id)
    await cursor.rows.return?.()
    return true
  }

  async killOfSession(session: string): Promise<void> {
    for (const cursor of [...this.open.values()]) if (cursor.session === session) await this.kill(cursor.id)
  }

  async killOfNamespace(ns: string): Promise<void> {
    for (const cursor of [...this.open.values()]) if (cursor.ns === ns) await this.kill(cursor.id)
  }

  async sweep(now: number): Promise<void> {
    for (const cursor of [...this.open.values()]) {
      if (cursor.neverTimesOut || cursor.isBusy || now - cursor.usedAt < idleLimit) continue
      await this.kill(cursor.id)
      this.timedOut++
    }
  }
}

async function take(cursor: Cursor, limit: number, source: Source): Promise<{ documents: Buffer[]; isDone: boolean }> {
  const documents: Buffer[] = []
  let bytes = 0
  const pace = new Pace(source)
  if (limit === 0) return { documents, isDone: false }
  for (;;) {
    const read = cursor.held ? { value: cursor.held, done: false } : cursor.rows.next()
    // Without a detour over the event loop for what is there at once.
    const next = read instanceof Promise ? await read : read
    cursor.held = undefined
    if (next.done) return { documents, isDone: true }
    const document = next.value
    if (!document) await pace.giveWay()
    else if (documents.length >= limit || (documents.length > 0 && bytes + document.length > largestBatch)) {
      cursor.held = document
      return { documents, isDone: false }
    } else {
      documents.push(document)
      bytes += document.length
    }
  }
}

function newId(): bigint {
  return randomBytes(8).readBigInt64BE() & 0x7fffffffffffffffn || 1n
}
