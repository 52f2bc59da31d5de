/**
 * The embedded server's figures as ratios to PostgreSQL 15, which does the same over its Unix socket in the same run: rounds of both
 * in turn, the median of each.  `npx tsx bench/embedded-mongodb/figures.ts [documents] [rounds] [milliseconds per round]`
 */
import { MongoClient, ObjectId, type Collection, type Document } from 'mongodb'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'pg'
import { startEmbeddedMongodb } from '../../src/embedded-mongodb/index.ts'
import { startPostgres } from './postgres.ts'

const [documents = 1_000_000, rounds = 5, milliseconds = 1500] = process.argv.slice(2).map(Number)
const perForum = 100
const body = 'Lorem ipsum dolor sit amet, consetetur sadipscing elitr, sed diam nonumy eirmod tempor invidunt. '.repeat(
  3,
)

interface Post extends Document {
  _id: ObjectId
  forum: number
  at: Date
  title: string
  body: string
}

type Work = (worker: number) => Promise<unknown>
interface Contest {
  name: string
  connections: number
  mongodb: Work
  postgres: Work
  before?: () => Promise<void>
}

const idOf = (n: number): ObjectId => new ObjectId(n.toString(16).padStart(24, '0'))
const uuidOf = (n: number): string => `00000000-0000-0000-0000-${n.toString(16).padStart(12, '0')}`
const atOf = (n: number): Date => new Date(1_700_000_000_000 + n * 1000)
const postOf = (n: number): Post => ({ _id: idOf(n), forum: n % forums, at: atOf(n), title: `Title ${n}`, body })
const forums = Math.max(1, Math.floor(documents / perForum))
let fresh = documents

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const postgres = await startPostgres()
  const embedded = await startEmbeddedMongodb({ folder, database: 'bench' })
  const client = new MongoClient(embedded.uri, { maxPoolSize: 16, minPoolSize: 16 })
  const pool = new Pool({ host: postgres.host, user: postgres.user, database: 'postgres', max: 16 })
  try {
    const posts = client.db().collection<Post>('posts')
    await fill(posts, pool)
    const own = serverPid(folder)
    const servers = { mongodb: () => [own], postgres: () => postgres.processes() }
    for (const contest of contests(posts, pool)) await run(contest, servers)
    print('server memory without the page cache', memory(folder))
  } finally {
    await client.close()
    await pool.end()
    await embedded.close()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function fill(posts: Collection<Post>, pool: Pool): Promise<void> {
  await posts.createIndexes([{ key: { forum: 1, at: -1 } }])
  await pool.query('create table posts (id uuid primary key, forum int, at timestamptz, title text, body text)')
  await pool.query('create index on posts (forum, at desc)')
  let began = performance.now()
  for (let n = 0; n < documents; n += 1000) {
    await posts.insertMany(Array.from({ length: Math.min(1000, documents - n) }, (_, at) => postOf(n + at)))
  }
  print('fill embedded, documents/s', Math.round((documents / (performance.now() - began)) * 1000))
  began = performance.now()
  for (let n = 0; n < documents; n += 1000) await insertRows(pool, n, Math.min(1000, documents - n))
  print('fill PostgreSQL, documents/s', Math.round((documents / (performance.now() - began)) * 1000))
  await pool.query('analyze posts')
}

function insertRows(pool: Pool, from: number, count: number): Promise<unknown> {
  const rows = Array.from({ length: count }, (_, at) => from + at)
  const text = `insert into posts values ${rows.map((_, at) => `($${at * 5 + 1},$${at * 5 + 2},$${at * 5 + 3},$${at * 5 + 4},$${at * 5 + 5})`).join(',')}`
  const values = rows.flatMap((n) => [uuidOf(n), n % forums, atOf(n), `Title ${n}`, body])
  return pool.query({ name: `insert${count}`, text, values })
}

function contests(posts: Collection<Post>, pool: Pool): Contest[] {
  const any = (): number => Math.floor(Math.random() * documents)
  const anyForum = (): number => Math.floor(Math.random() * forums)
  const byId = {
    mongodb: () => posts.findOne({ _id: idOf(any()) }),
    postgres: () => pool.query({ name: 'by-id', text: 'select * from posts where id = $1', values: [uuidOf(any())] }),
  }
  const list = {
    mongodb: () => posts.find({ forum: anyForum() }).sort({ at: -1 }).limit(20).toArray(),
    postgres: () =>
      pool.query({
        name: 'list',
        text: 'select * from posts where forum = $1 order by at desc limit 20',
        values: [anyForum()],
      }),
  }
  const insert = (settings: { j: boolean }): Pick<Contest, 'mongodb' | 'postgres'> => ({
    mongodb: () => posts.insertOne(postOf(fresh++), { writeConcern: { w: 1, journal: settings.j } }),
    postgres: () => insertRows(pool, fresh++, 1),
  })
  const many = {
    mongodb: () => posts.insertMany(Array.from({ length: 1000 }, () => postOf(fresh++))),
    postgres: () => insertRows(pool, (fresh += 1000) - 1000, 1000),
  }
  const commit = (on: boolean) => async (): Promise<void> => {
    await pool.query(`alter role bench set synchronous_commit = ${on ? 'on' : 'off'}`)
    const clients = await Promise.all(Array.from({ length: 16 }, () => pool.connect()))
    await Promise.all(clients.map((client) => client.query(`set synchronous_commit = ${on ? 'on' : 'off'}`)))
    for (const client of clients) client.release()
  }
  return [
    { name: 'find by _id', connections: 1, ...byId },
    { name: 'find by _id', connections: 16, ...byId },
    { name: 'equality + sort + limit 20', connections: 1, ...list },
    { name: 'equality + sort + limit 20', connections: 16, ...list },
    { name: 'insert (synchronous_commit off)', connections: 16, before: commit(false), ...insert({ j: false }) },
    { name: 'insert j (synchronous_commit on)', connections: 16, before: commit(true), ...insert({ j: true }) },
    { name: 'insertMany 1,000', connections: 1, before: commit(false), ...many },
  ]
}

type Side = 'mongodb' | 'postgres'
type Servers = Record<Side, () => number[]>

async function run(contest: Contest, servers: Servers): Promise<void> {
  await contest.before?.()
  const found: Record<Side, Figure[]> = { mongodb: [], postgres: [] }
  for (let round = 0; round <= rounds; round++) {
    for (const side of ['mongodb', 'postgres'] as const) {
      const figure = await measure(contest, side, { servers: servers[side], time: round === 0 ? 300 : milliseconds })
      // The first round warms up.
      if (round > 0) found[side].push(figure)
    }
  }
  const [own, other] = [middle(found.mongodb), middle(found.postgres)]
  const ratio = (own.rate / other.rate).toFixed(2)
  print(
    `${contest.name}, ${contest.connections} connections`,
    `${show(own)}; PostgreSQL ${show(other)}; ratio ${ratio}`,
  )
}

/** `client` and `server` are microseconds of processor time for one operation: those do not depend on what else the machine does. */
interface Figure {
  rate: number
  client: number
  server: number
}

async function measure(contest: Contest, side: Side, of: { servers: () => number[]; time: number }): Promise<Figure> {
  const client = process.cpuUsage()
  const server = cpuOf(of.servers())
  const began = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: contest.connections }, async (_, worker) => {
      while (performance.now() - began < of.time) {
        await contest[side](worker)
        done++
      }
    }),
  )
  const time = performance.now() - began
  const { user, system } = process.cpuUsage(client)
  return { rate: (done / time) * 1000, client: (user + system) / done, server: (cpuOf(of.servers()) - server) / done }
}

/** Microseconds of processor time that the processes have used; the system counts in hundredths of a second. */
function cpuOf(pids: number[]): number {
  return pids.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return sum + (Number(fields[11]) + Number(fields[12])) * 10_000
  }, 0)
}

function middle(figures: Figure[]): Figure {
  const of = (field: keyof Figure): number => median(figures.map((figure) => figure[field]))
  return { rate: of('rate'), client: of('client'), server: of('server') }
}

function show({ rate, client, server }: Figure): string {
  return `${Math.round(rate)}/s (client ${Math.round(client)} µs, server ${Math.round(server)} µs)`
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

function serverPid(folder: string): number {
  return (JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')) as { pid: number }).pid
}

/** Resident memory of the server that is its own, without the pages of the data file. */
function memory(folder: string): string {
  const pid = serverPid(folder)
  const anonymous = /RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return `${Math.round(Number(anonymous) / 1024)} MiB`
}

function print(name: string, value: string | number): void {
  process.stdout.write(`${name}: ${value}\n`)
}

await main()
