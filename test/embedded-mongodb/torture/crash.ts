import { MongoClient, type Collection } from 'mongodb'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEmbeddedMongodb } from '../../../src/embedded-mongodb/index.ts'

interface Item {
  _id: string
  writer: number
  n: number
  tag: string
  list: number[]
}

/** What a writer was told: the last state of each of its documents that was acknowledged. `null` for deleted. */
type Ledger = Map<string, number | null>

/**
 * Kills the server with SIGKILL in the middle of eight writers' work, again and again. After each restart every acknowledged write is
 * there, each of the others is there whole or not at all, and each index equals its rebuild.
 */
export async function crashRounds(options: {
  folder: string
  rounds: number
  writeFor: number
}): Promise<{ writes: number }> {
  const { folder } = options
  const server = await startEmbeddedMongodb({ folder, database: 'crash' })
  const client = new MongoClient(server.uri, { retryWrites: false, serverSelectionTimeoutMS: 10_000 })
  let writes = 0
  try {
    const items = client.db().collection<Item>('items')
    await items.createIndexes([{ key: { writer: 1, n: -1 } }, { key: { tag: 1 }, unique: true }, { key: { list: 1 } }])
    const ledgers = Array.from({ length: 8 }, (): Ledger => new Map())
    for (let round = 0; round < options.rounds; round++) {
      const stop = { now: false }
      const writers = ledgers.map((ledger, writer) => writeUntil(items, { ledger, writer, round }, stop))
      await new Promise((resolve) => setTimeout(resolve, options.writeFor * (0.5 + Math.random())))
      killServer(folder)
      stop.now = true
      for (const count of await Promise.all(writers)) writes += count
      await check(client, items, ledgers)
    }
    return { writes }
  } finally {
    await client.close()
    await server.close()
  }
}

function killServer(folder: string): void {
  const notice = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')) as { pid: number }
  process.kill(notice.pid, 'SIGKILL')
}

/** Writes one document after the other until the server dies. A write without an answer is forgotten: it may or may not be there. */
async function writeUntil(
  items: Collection<Item>,
  own: { ledger: Ledger; writer: number; round: number },
  stop: { now: boolean },
): Promise<number> {
  const { ledger, writer, round } = own
  let n = 0
  while (!stop.now) {
    const _id = `${writer}-${round}-${Math.floor(n / 3)}`
    const before = ledger.get(_id)
    ledger.delete(_id)
    try {
      if (n % 3 === 0) {
        await answered(
          items.insertOne(
            { _id, writer, n, tag: _id, list: [n, n + 1, n + 2] },
            { writeConcern: { w: 1, journal: n % 7 === 0 } },
          ),
        )
        ledger.set(_id, n)
      } else if (n % 3 === 1) {
        await answered(items.updateOne({ _id }, { $set: { n, list: [n, n * 2] } }))
        ledger.set(_id, n)
      } else if (n % 2 === 0) {
        await answered(items.deleteOne({ _id }))
        ledger.set(_id, null)
      } else if (before !== undefined) ledger.set(_id, before)
      n++
    } catch (error) {
      // The server was killed, perhaps a moment before this writer was told to stop.
      assert.match((error as Error).name, /^Mongo(Network|PoolCleared|ServerSelection|ConnectionPool)|^NoAnswer$/)
      return n
    }
  }
  return n
}

class NoAnswer extends Error {
  override name = 'NoAnswer'
}

/** How long an answer is waited for, in milliseconds. */
const patience = 5_000

/**
 * The answer to a command, within a time. A command that the driver writes in the instant in which its socket breaks is
 * never answered (mongodb 7.8: Connection.writeCommand waits for a destroyed socket to drain).
 */
async function answered<Answer>(command: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => (timer = setTimeout(() => reject(new NoAnswer()), patience)))
  try {
    return await Promise.race([command, late])
  } finally {
    clearTimeout(timer)
    // Answered late or never, nobody listens any more.
    command.catch(() => undefined)
  }
}

async function check(client: MongoClient, items: Collection<Item>, ledgers: Ledger[]): Promise<void> {
  await back(client)
  const state = await client.db().command({ validate: 'items' })
  assert.deepEqual(state['errors'], [])
  const found = new Map<string, Item>()
  for await (const item of items.find()) found.set(item._id, item)
  for (const ledger of ledgers) {
    for (const [id, n] of ledger) {
      if (n === null) assert.equal(found.has(id), false, `${id} was deleted`)
      else assert.equal(found.get(id)?.n, n, `${id} was written with ${n}`)
    }
  }
}

/** Connections to the server that was killed may still be in the pool: they fail once and are gone. */
async function back(client: MongoClient): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    const isThere = await answered(client.db().command({ ping: 1 })).then(
      () => true,
      () => false,
    )
    if (isThere) return
  }
  throw new Error('the server does not come back')
}
