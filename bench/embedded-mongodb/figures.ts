/**
 * The embedded server's figures as ratios to PostgreSQL 15, which does the same over its Unix socket in the same run.
 * `npx tsx bench/embedded-mongodb/figures.ts [documents] [rounds] [milliseconds per round]`
 *
 * Two clients: MongoDB's driver, whose own work is more than all that PostgreSQL and `pg` do together, and a lean one that does what `pg` does.
 * "ceiling" is the driver with a server that answers at once (echo.ts): no server can reach more with it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'pg'
import { startEcho, type EchoServer } from './echo-server.ts'
import { fillEmbedded, startEmbedded, startTime, type EmbeddedServer } from './embedded.ts'
import { compare, median, memoryOf, type Figure, type Side } from './measure.ts'
import { startPostgres, type Postgres } from './postgres.ts'
import { Posts } from './posts.ts'
import { driverSide, insertRows, leanSide, postgresSide, type Operations } from './sides.ts'

const [documents = 1_000_000, rounds = 5, milliseconds = 1000] = process.argv.slice(2).map(Number)
const few = 1000

interface Contest {
  name: string
  operation: keyof Operations
  connections: number
  durable?: boolean
}

const contests: Contest[] = [
  { name: 'find by _id', operation: 'byId', connections: 1 },
  { name: 'find by _id', operation: 'byId', connections: 16 },
  { name: 'equality + sort + limit 20', operation: 'list', connections: 1 },
  { name: 'equality + sort + limit 20', operation: 'list', connections: 16 },
  { name: 'insert (synchronous_commit off)', operation: 'insert', connections: 16, durable: false },
  { name: 'insert j (synchronous_commit on)', operation: 'insertJournalled', connections: 16, durable: true },
  { name: 'insertMany 1,000', operation: 'insertMany', connections: 1, durable: false },
]

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const posts = new Posts(documents)
  const postgres = await startPostgres()
  const pool = new Pool({ host: postgres.host, user: postgres.user, database: 'postgres', max: 16 })
  // At the end PostgreSQL may stop before the last of its connections has closed.
  pool.on('error', () => undefined)
  const embedded = await startEmbedded(join(folder, 'many'))
  try {
    print('fill, documents/s', Math.round(await fillEmbedded(embedded.client, posts)))
    print('memory after the fill, MiB', memoryOf(embedded.pid()))
    print('fill PostgreSQL, documents/s', Math.round(await fillPostgres(pool, posts)))
    await growth(embedded, posts, join(folder, 'few'))
    const echo = await startEcho(embedded, posts, folder)
    try {
      await runContests({ embedded, echo, postgres, pool, posts })
    } finally {
      await echo.stop()
    }
    print('memory at the end, MiB', memoryOf(embedded.pid()))
    await embedded.stop()
    const times: number[] = []
    for (let n = 0; n < 5; n++) times.push(await startTime(join(folder, 'many'), posts))
    print('start to the first answer, ms', Math.round(median(times)))
  } finally {
    await embedded.stop()
    await pool.end()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function fillPostgres(pool: Pool, posts: Posts): Promise<number> {
  await pool.query('create table posts (id uuid primary key, forum int, at timestamptz, title text, body text)')
  await pool.query('create index on posts (forum, at desc)')
  const began = performance.now()
  for (let n = 0; n < posts.count; n += 1000) {
    const length = Math.min(1000, posts.count - n)
    await insertRows(
      pool,
      posts,
      Array.from({ length }, (_, at) => n + at),
    )
  }
  const rate = (posts.count / (performance.now() - began)) * 1000
  await pool.query('vacuum analyze posts')
  return rate
}

/** How much longer reads take on all documents than on a thousand. */
async function growth(embedded: EmbeddedServer, posts: Posts, folder: string): Promise<void> {
  const small = await startEmbedded(folder)
  const fewPosts = new Posts(few)
  await fillEmbedded(small.client, fewPosts)
  const [many, less] = [await leanSide(embedded.socket, posts), await leanSide(small.socket, fewPosts)]
  for (const { name, operation, connections } of contests.slice(0, 4)) {
    const sides = {
      many: { work: many[operation], pids: () => [embedded.pid()] },
      few: { work: less[operation], pids: () => [small.pid()] },
    }
    const found = await compare(sides, { connections, rounds, milliseconds })
    const ratio = (found.few.rate / found.many.rate).toFixed(2)
    const processor = (found.many.server / found.few.server).toFixed(2)
    print(
      `growth from ${few} to ${documents}, ${name}, ${connections} connections`,
      `${ratio} (processor ${processor})`,
    )
  }
  many.close()
  less.close()
  await small.stop()
}

interface Parties {
  embedded: EmbeddedServer
  echo: EchoServer
  postgres: Postgres
  pool: Pool
  posts: Posts
}

async function runContests({ embedded, echo, postgres, pool, posts }: Parties): Promise<void> {
  const own = (): number[] => [embedded.pid()]
  const rows = postgresSide(pool, posts)
  const lean = await leanSide(embedded.socket, posts)
  const driver = driverSide(embedded.client, posts)
  const nothing = driverSide(echo.client, posts)
  for (const { name, operation, connections, durable } of contests) {
    if (durable !== undefined) await rows.setDurable(durable)
    const side = (of: Operations, pids: () => number[]): Side => ({ work: of[operation], pids })
    const sides = {
      postgres: side(rows, () => postgres.processes()),
      lean: side(lean, own),
      driver: side(driver, own),
      echo: side(nothing, () => [echo.pid]),
    }
    const found = await compare(sides, { connections, rounds, milliseconds })
    const { rate } = found.postgres
    const shown = (figure: Figure): string => `${(figure.rate / rate).toFixed(2)} ${show(figure)}`
    print(
      `${name}, ${connections} connections`,
      `PostgreSQL ${show(found.postgres)}; lean ${shown(found.lean)}; driver ${shown(found.driver)}; ceiling ${shown(found.echo)}`,
    )
  }
  lean.close()
}

function show({ rate, client, server }: Figure): string {
  return `${Math.round(rate)}/s (client ${Math.round(client)} µs, server ${Math.round(server)} µs)`
}

function print(name: string, value: string | number): void {
  process.stdout.write(`${name}: ${value}\n`)
}

await main()
