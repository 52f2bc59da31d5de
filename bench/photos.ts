// Fifty people upload eight megabytes each at the same moment, while others read: `tsx bench/photos.ts [--people 50]`.
// Prints how long pages take before and meanwhile, and how much memory each process takes at its peak.
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { load as parseHtml } from 'cheerio'
import sharp, { type Sharp } from 'sharp'
import { openDatabase } from '../src/database/index.ts'
import { fillForum, type Filled } from './forum/fill.ts'
import { signIn } from './forum/session.ts'
import { startProduct, type Serving } from './measure/processes.ts'

const eightMegabytes = 8 * 1024 * 1024
const origin = 'https://forum.example'

async function main(): Promise<void> {
  const people = readPeople()
  build()
  const folder = mkdtempSync(join(tmpdir(), 'candor-bench-photos-'))
  const secret = randomBytes(32).toString('base64url')
  // The product keeps photos below the folder that it is started in.
  process.chdir(folder)
  try {
    const filled = await fillForum({ folder: join(folder, 'data'), topics: 200, longTopic: 200, secret })
    const cookies = await signInMany(join(folder, 'data'), { people, secret })
    const product = await startProduct({ folder: join(folder, 'data'), secret })
    try {
      await measure(product, { filled, cookies })
    } finally {
      await product.stop()
    }
  } finally {
    process.chdir(tmpdir())
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(
  product: Serving,
  { filled, cookies }: { filled: Filled; cookies: readonly string[] },
): Promise<void> {
  const pictures = await makePictures()
  const pages = [
    { path: '/', cookie: '' },
    { path: filled.topicPath, cookie: filled.cookie },
    { path: '/sign-in', cookie: '' },
  ]
  const before = await readUntil(product, pages, pause(5000))
  const tokens = await Promise.all(cookies.map((cookie) => tokenFor(product, cookie)))
  const memory = watchMemory(product.pid)
  const begun = performance.now()
  const uploads = cookies.map((cookie, at) =>
    upload(product, { cookie, token: tokens[at] ?? '', picture: pictures[at % pictures.length] ?? Buffer.alloc(0) }),
  )
  const meanwhile = await readUntil(product, pages, Promise.all(uploads))
  const statuses = await Promise.all(uploads)
  const seconds = (performance.now() - begun) / 1000
  const peaks = memory.stop()
  console.log(`${cookies.length} uploads of 8 MB at once took ${seconds.toFixed(1)} s: ${countOf(statuses)}`)
  console.log(`a page before:    ${described(before)}`)
  console.log(`a page meanwhile: ${described(meanwhile)}`)
  for (const [name, bytes] of Object.entries(peaks)) console.log(`memory of ${name}: ${(bytes / 1e6).toFixed(0)} MB`)
}

/** Each of another kind; what comes behind a picture's end is read and thrown away like the rest. */
async function makePictures(): Promise<Buffer[]> {
  const grain = { type: 'gaussian', mean: 128, sigma: 30 } as const
  const made = (side: number): Sharp =>
    sharp({ create: { width: side, height: side, channels: 3, background: '#888', noise: grain } })
  const soft = await made(500).png().toBuffer()
  const large = (width: number, height: number): Sharp => sharp(soft).resize(width, height, { fit: 'fill' })
  const pictures = await Promise.all([
    large(6000, 4000).jpeg({ quality: 80 }).toBuffer(),
    large(4000, 3000).jpeg({ quality: 80, progressive: true }).toBuffer(),
    made(1600).png().toBuffer(),
    large(4000, 3000).webp({ quality: 70, effort: 0 }).toBuffer(),
    large(3000, 2000).avif({ quality: 40, effort: 0 }).toBuffer(),
  ])
  return pictures.map((bytes) => Buffer.concat([bytes, Buffer.alloc(Math.max(0, eightMegabytes - bytes.length))]))
}

async function signInMany(
  dataFolder: string,
  { people, secret }: { people: number; secret: string },
): Promise<string[]> {
  const database = await openDatabase({ dataFolder })
  try {
    const { connection } = database
    const accounts = await connection.collection<{ _id: string }>('accounts').find().limit(people).toArray()
    return await Promise.all(accounts.map(({ _id }) => signIn(connection, { accountId: _id, secret })))
  } finally {
    await database.close()
  }
}

async function tokenFor(product: Serving, cookie: string): Promise<string> {
  const response = await fetch(`${product.origin}/me/photo`, { headers: { cookie } })
  const token = parseHtml(await response.text())('.photo-form input[name=_csrf]').attr('value')
  if (token === undefined) throw new Error(`nobody is signed in by the session that was made: ${response.status}`)
  return token
}

async function upload(
  product: Serving,
  { cookie, token, picture }: { cookie: string; token: string; picture: Buffer },
): Promise<number> {
  const form = new FormData()
  form.set('_csrf', token)
  form.set('part', 'auto')
  form.set('photo', new Blob([new Uint8Array(picture)]), 'photo.jpg')
  const headers = { cookie, origin, 'sec-fetch-site': 'same-origin' }
  const response = await fetch(`${product.origin}/me/photo`, {
    ...{ method: 'POST', headers, body: form, redirect: 'manual' },
  })
  await response.arrayBuffer()
  return response.status
}

/** Asks for one page after another until the work is done. Gives how long each took, in milliseconds. */
async function readUntil(
  product: Serving,
  pages: readonly { path: string; cookie: string }[],
  work: Promise<unknown>,
): Promise<number[]> {
  const state = { isDone: false }
  const end = work.finally(() => (state.isDone = true))
  const taken: number[] = []
  for (let turn = 0; !state.isDone; turn += 1) {
    const { path, cookie } = pages[turn % pages.length] ?? { path: '/', cookie: '' }
    const begun = performance.now()
    const response = await fetch(product.origin + path, { headers: cookie === '' ? {} : { cookie } })
    await response.arrayBuffer()
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`)
    taken.push(performance.now() - begun)
    await pause(20)
  }
  await end
  return taken
}

/** Looks every tenth of a second how much memory the server and the processes below it hold. Linux only. */
function watchMemory(pid: number): { stop(): Record<string, number> } {
  const together = 'server and studio, what they share counted once'
  const peaks: Record<string, number> = { server: 0, studio: 0, store: 0, [together]: 0 }
  const note = (name: string, bytes: number): void => {
    peaks[name] = Math.max(peaks[name] ?? 0, bytes)
  }
  const look = (): void => {
    const server = residentOf(pid)
    let studio = 0
    let all = proportionalOf(pid)
    for (const child of childrenOf(pid)) {
      const bytes = residentOf(child.pid)
      const isStudio = child.command.includes('studio')
      if (isStudio) studio += bytes
      else note('store', bytes)
      if (isStudio) all += proportionalOf(child.pid)
    }
    note('server', server)
    note('studio', studio)
    note(together, all)
  }
  const timer = setInterval(look, 100)
  return {
    stop() {
      clearInterval(timer)
      return peaks
    },
  }
}

function childrenOf(parent: number): { pid: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const status = read(`/proc/${name}/status`)
      const isChild = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) === parent
      return isChild ? [{ pid: Number(name), command: read(`/proc/${name}/cmdline`) }] : []
    })
}

function residentOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024
}

/** Of what several processes share, each counts its part: only these may be added up. */
function proportionalOf(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024
}

/** Empty where the process has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function described(taken: readonly number[]): string {
  const sorted = taken.toSorted((one, other) => one - other)
  const at = (part: number): string => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(1)
  return `median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms, of ${taken.length}`
}

function countOf(statuses: readonly number[]): string {
  const kinds = [...new Set(statuses)].sort()
  return kinds.map((kind) => `${statuses.filter((status) => status === kind).length} × ${kind}`).join(', ')
}

function build(): void {
  const script = fileURLToPath(new URL('../scripts/build.js', import.meta.url))
  const { status } = spawnSync(process.execPath, [script, '--when-needed'], { stdio: 'inherit' })
  if (status !== 0) throw new Error('the build failed')
}

function readPeople(): number {
  const { values } = parseArgs({ options: { people: { type: 'string', default: '50' } } })
  const people = Number(values.people)
  if (!Number.isInteger(people) || people < 1 || people > 400) throw new Error('--people takes 1 to 400')
  return people
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
