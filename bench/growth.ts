// What grows with a forum, and what doesn't: `tsx bench/growth.ts [1000] [100000] [rounds]`, after `npm run build`.
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../src/database/index.ts'
import { fillForum, type Filled } from './forum/fill.ts'
import { signIn } from './forum/session.ts'
import { cpuOf } from './measure/cpu.ts'
import { startProduct, type Serving } from './measure/processes.ts'
import { Writer, sustain } from './measure/writing.ts'

const [small = 1000, large = 100_000, rounds = 60] = process.argv.slice(2).map(Number)
const people = 60
const search = (words: string): string => `/search?q=${encodeURIComponent(words)}`

interface Forum {
  filled: Filled
  server: Serving
  writers: Writer[]
  folder: string
  secret: string
}

interface Timed {
  /** Milliseconds of each request. */
  times: number[]
  /** Milliseconds of processor time of all of them, in the server and its store. */
  cpu: number
}

/** One size after the other is filled; then each request goes to the small forum and the large one in turn. */
async function main(folder: string): Promise<void> {
  const forums: Forum[] = []
  try {
    for (const topics of [small, large]) forums.push(await open(join(folder, String(topics)), topics))
    const [one, other] = forums as [Forum, Forum]
    console.log(`\n${'one request at a time'.padEnd(42)}${small} topics  ${large} topics  ratio  ratio of CPU`)
    for (const [name, pathOf] of Object.entries(pages))
      await compare(name, [one, other], (forum) => read(forum, pathOf))
    await compare('reply, written and read', [one, other], reply)
    console.log(`\n${await sustain(other.writers, { aSecond: 20, seconds: 20, path: other.filled.topicPath })}`)
  } finally {
    for (const { server } of forums) await server.stop()
  }
  for (const forum of forums) console.log(reconcile(forum))
  console.log(
    `load ${loadavg()
      .map((each) => each.toFixed(1))
      .join(' ')}`,
  )
}

/** What is asked for. A parameter that nobody knows makes each address another one, so that no page is kept. */
const pages: Record<string, (filled: Filled) => string> = {
  'topic of 20 posts': ({ topicPath }) => topicPath,
  'topic of 10,000 posts, first page': ({ longTopicPath }) => longTopicPath,
  'topic of 10,000 posts, far behind': ({ deepPath }) => deepPath,
  category: ({ categoryPath }) => categoryPath,
  home: () => '/',
  'search: a rare word': () => search('idempotency'),
  'search: a word of most posts': () => search('problem'),
  'search: three words': () => search('printer error login'),
  'search: a phrase': () => search('"does not work"'),
}

async function read({ server, filled }: Forum, pathOf: (filled: Filled) => string): Promise<void> {
  const path = pathOf(filled)
  const response = await fetch(`${server.origin}${path}${path.includes('?') ? '&' : '?'}unlike=${Math.random()}`)
  await response.text()
  if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}`)
}

let turn = 0

async function reply({ writers, filled }: Forum): Promise<void> {
  await writers[(turn += 1) % writers.length]?.reply(filled.topicPath)
}

async function compare(name: string, forums: [Forum, Forum], ask: (forum: Forum) => Promise<void>): Promise<void> {
  const timed = forums.map((): Timed => ({ times: [], cpu: 0 })) as [Timed, Timed]
  for (let round = -5; round < rounds; round += 1) {
    for (const [at, forum] of forums.entries()) {
      const before = cpuOf(forum.server.pid)
      const begun = performance.now()
      await ask(forum)
      const took = performance.now() - begun
      const after = cpuOf(forum.server.pid)
      if (round < 0) continue
      timed[at]?.times.push(took)
      const used = before && after ? after.server + after.below - before.server - before.below : NaN
      if (timed[at]) timed[at].cpu += used
    }
  }
  const [one, many] = timed.map(({ times }) => median(times)) as [number, number]
  const figures = [one, many].map((figure) => `${figure.toFixed(1)} ms`.padStart(12)).join('')
  console.log(`${name.padEnd(42)}${figures}  ${(many / one).toFixed(2)}   ${(timed[1].cpu / timed[0].cpu).toFixed(2)}`)
}

async function open(folder: string, topics: number): Promise<Forum> {
  const secret = randomBytes(32).toString('base64url')
  const begun = performance.now()
  const filled = await fillForum({ folder, topics, secret })
  console.log(`${topics} topics, ${filled.posts} posts: filled in ${((performance.now() - begun) / 1000).toFixed(0)} s`)
  const server = await startProduct({ folder, secret })
  return { filled, server, folder, secret, writers: await writersOf({ folder, secret, origin: server.origin }) }
}

/** Signs people in beside the running server, whose store it shares. */
async function writersOf({
  folder,
  secret,
  origin,
}: {
  folder: string
  secret: string
  origin: string
}): Promise<Writer[]> {
  const database = await openDatabase({ dataFolder: folder })
  try {
    const accounts = await database.connection.collection<{ _id: string }>('accounts').find().limit(people).toArray()
    const cookies = await Promise.all(
      accounts.map(({ _id }) => signIn(database.connection, { accountId: _id, secret })),
    )
    return cookies.map((cookie) => new Writer(origin, cookie))
  } finally {
    await database.close()
  }
}

function reconcile({ folder, secret }: Forum): string {
  const env = { PATH: process.env['PATH'], DATA_FOLDER: folder, SESSION_SECRET: secret }
  const { stdout, stderr } = spawnSync(process.execPath, ['dist/cli.js', 'reconcile'], { env, encoding: 'utf8' })
  return `reconcile: ${stdout.trim()}${stderr.trim()}`
}

function median(times: number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? NaN
}

const folder = mkdtempSync(join(tmpdir(), 'candor-growth-'))
try {
  await main(folder)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
