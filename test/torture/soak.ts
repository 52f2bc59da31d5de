/**
 * Everyday work on two processes behind a load balancer, for long: `npm run soak -- [--minutes 20] [--json file]`. Fails
 * when a process grows by more than a tenth after the first quarter of the time (five minutes of twenty), or answers with 5xx.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { newId } from '../../src/kernel/index.ts'
import { aCategory } from '../support/forum.ts'
import { until } from '../support/gate.ts'
import { Person, type Persona } from '../support/person.ts'
import { startProxy, type Proxy } from '../support/proxy.ts'
import { freePort } from '../support/running.ts'
import { Ledger, Writer } from './deeds.ts'
import { inside, leftToMend, liftLimits } from './inside.ts'

interface Site {
  proxy: Proxy
  folder: string
  servers: ChildProcess[]
}

/** Memory of both processes at one moment, in MiB. */
interface Look {
  minute: number
  memory: number[]
  requests: number
}

const mostGrowth = 0.1

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '20' }, json: { type: 'string' } } })
  const minutes = Number(values.minutes)
  if (!(minutes > 0 && minutes <= 24 * 60)) throw new Error('npm run soak -- [--minutes 20] [--json file]')
  build()
  const site = await open()
  try {
    const { looks, statuses, ledger } = await live(site, minutes)
    const left = await insideOf(site, (running) => leftToMend(running))
    const growth = growthOf(looks)
    const failed = [...statuses].filter(([status]) => status >= 500)
    const faults = [
      ...site.proxy.failures.map((why) => `the balancer: ${why}`),
      ...failed.map(([status, count]) => `${count} answers ${status}`),
      ...growth.filter((each) => each > mostGrowth).map((each) => `memory grew by ${percent(each)}`),
      ...ledger.surprises,
      ...left,
    ]
    report({ minutes, looks, growth, statuses, faults, acknowledged: ledger.acknowledged.length }, values.json)
    if (faults.length > 0) process.exitCode = 1
  } finally {
    await close(site)
  }
}

async function open(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'candor-soak-'))
  const site: Site = { proxy: await startProxy({ checkEvery: 1000, patience: 10_000 }), folder, servers: [] }
  await addServer(site)
  return site
}

async function addServer({ proxy, folder, servers }: Site): Promise<void> {
  const port = await freePort()
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../dist/server.js', import.meta.url))], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: String(port),
      PUBLIC_URL: proxy.url,
      DEMO_SIGN_IN: 'true',
      DATA_FOLDER: join(folder, 'data'),
      UPLOADS_FOLDER: join(folder, 'uploads'),
      LOG_LEVEL: 'error',
    },
  })
  servers.push(child)
  proxy.add(port)
  await until(() => Promise.resolve(proxy.ready().length === servers.length), 60)
}

function insideOf<Result>(site: Site, work: Parameters<typeof inside<Result>>[1]): Promise<Result> {
  const { url } = site.proxy
  return inside({ url, reachedAt: url, mountPath: '', folder: site.folder }, work)
}

interface Lived {
  looks: Look[]
  statuses: Map<number, number>
  ledger: Ledger
}

async function live(site: Site, minutes: number): Promise<Lived> {
  const at = { url: site.proxy.url, reachedAt: site.proxy.url, mountPath: '' }
  const ledger = new Ledger()
  const category = await insideOf(site, (running) => aCategory(running))
  // The demo issuer remembers in one process what the other would be asked for: people come in while there is one.
  const people = await Promise.all((['ann', 'ben', 'ada'] as Persona[]).map((who) => new Person(at).signIn(who)))
  await addServer(site)
  const ending = new AbortController()
  const statuses = new Map<number, number>()
  const lanes = [
    ...people.map((person) => new Writer(person, ledger, category.id).writeUntil(ending.signal)),
    ...people.map((person) => read(person, { ledger, statuses, signal: ending.signal })),
    ...Array.from({ length: 4 }, () => read(new Person(at), { ledger, statuses, signal: ending.signal })),
    listen(site, ledger, ending.signal),
  ]
  const looks = await watch(site, minutes, () => [...statuses.values()].reduce((sum, each) => sum + each, 0))
  ending.abort()
  await Promise.all(lanes)
  for (const [status, count] of ledger.statuses) statuses.set(status, (statuses.get(status) ?? 0) + count)
  return { looks, statuses, ledger }
}

interface Reading {
  ledger: Ledger
  statuses: Map<number, number>
  signal: AbortSignal
}

/** Goes from page to page, some of them never asked for before. */
async function read(person: Person, { ledger, statuses, signal }: Reading): Promise<void> {
  while (!signal.aborted) {
    const topics = ledger.acknowledged.filter(({ kind }) => kind === 'topic')
    const topic = topics.at(Math.floor(Math.random() * topics.length))?.made?.topicId
    const pages = [
      '/',
      '/sign-in',
      '/testimonials',
      '/privacy',
      `/search?q=opening`,
      `/c/none-${newId()}`,
      '/feeds/latest.atom',
    ]
    const page = topic && Math.random() < 0.6 ? `/t/${topic}` : (pages[Math.floor(Math.random() * pages.length)] ?? '/')
    const { status } = await person.visit(page)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    await pause(20)
  }
}

/** Opens streams of live news and leaves them, again and again. */
async function listen({ proxy }: Site, ledger: Ledger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const topic = ledger.acknowledged.findLast(({ kind }) => kind === 'topic')?.made?.topicId
    const leave = AbortSignal.any([signal, AbortSignal.timeout(3000)])
    if (topic !== undefined)
      await fetch(`${proxy.url}/topics/${topic}/live?since=0`, { signal: leave })
        .then((response) => response.text())
        .catch(() => undefined)
    else await pause(500)
  }
}

async function watch(site: Site, minutes: number, requests: () => number): Promise<Look[]> {
  const looks: Look[] = []
  const begun = Date.now()
  const end = begun + minutes * 60_000
  while (Date.now() < end) {
    await pause(Math.min(30_000, Math.max(0, end - Date.now())))
    await insideOf(site, liftLimits)
    const minute = (Date.now() - begun) / 60_000
    looks.push({ minute, memory: site.servers.map(({ pid }) => memoryOf(pid)), requests: requests() })
    console.log(`${minute.toFixed(1)} min: ${looks.at(-1)?.memory.join(' and ') ?? ''} MiB, ${requests()} pages`)
  }
  return looks
}

function memoryOf(pid: number | undefined): number {
  const text = readFileSync(`/proc/${pid ?? 0}/status`, 'utf8')
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024)
}

/** How much each process holds in the last quarter beside the second one, as a share: collections of garbage come and go. */
function growthOf(looks: readonly Look[]): number[] {
  const quarter = Math.max(1, Math.floor(looks.length / 4))
  const mean = (part: readonly Look[], index: number): number =>
    part.reduce((sum, { memory }) => sum + (memory[index] ?? 0), 0) / part.length
  const [early, late] = [looks.slice(quarter, 2 * quarter), looks.slice(-quarter)]
  return [0, 1].map((index) => mean(late, index) / mean(early, index) - 1)
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

interface Report {
  minutes: number
  looks: Look[]
  growth: number[]
  statuses: Map<number, number>
  faults: string[]
  acknowledged: number
}

function report({ minutes, looks, growth, statuses, faults, acknowledged }: Report, json: string | undefined): void {
  const answers = [...statuses]
    .toSorted(([one], [other]) => one - other)
    .map(([status, count]) => `${count} × ${status}`)
  console.log(`\n${minutes} minutes: ${answers.join(', ')}; ${acknowledged} writes`)
  console.log(`growth of memory from the second quarter to the last: ${growth.map(percent).join(' and ')}`)
  console.log(
    `load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  )
  for (const fault of faults.slice(0, 20)) console.log(`! ${fault}`)
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify({ at: new Date(), looks, growth, answers, faults }, null, 2)}\n`)
}

async function close({ proxy, folder, servers }: Site): Promise<void> {
  for (const server of servers) {
    if (server.exitCode !== null) continue
    const ended = once(server, 'exit')
    server.kill('SIGTERM')
    await ended
  }
  await proxy.stop()
  rmSync(folder, { recursive: true, force: true })
}

function build(): void {
  const script = fileURLToPath(new URL('../../scripts/build.js', import.meta.url))
  if (spawnSync(process.execPath, [script, '--when-needed'], { stdio: 'inherit' }).status !== 0)
    throw new Error('the build failed')
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error)
  process.exitCode = 1
})
