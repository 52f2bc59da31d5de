import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { load as parseHtml } from 'cheerio'
import type { Served } from './baseline.ts'
import { fillForum, type Filled } from './forum/fill.ts'
import { startBaseline, startLoader, startProduct, type Serving } from './measure/processes.ts'
import { measure, type Measured, type Plan } from './measure/rounds.ts'
import { rowsOf } from './measure/rows.ts'
import { tableOf } from './measure/table.ts'

const usage = 'npm run bench -- [--quick] [--topics 1000] [--rounds 5] [--json results.json]'

interface Settings {
  topics: number
  plan: Plan
  json: string | undefined
}

/** Fills a store, starts the product and the baselines in processes of their own, measures in rounds, prints a table. */
async function main(): Promise<void> {
  const settings = readSettings()
  build()
  const folder = mkdtempSync(join(tmpdir(), 'candor-bench-'))
  try {
    await run(settings, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function run(settings: Settings, folder: string): Promise<void> {
  const secret = randomBytes(32).toString('base64url')
  const begun = performance.now()
  const store = join(folder, 'data')
  const filled = await fillForum({ folder: store, topics: settings.topics, secret })
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  console.log(`${filled.topics} topics with ${filled.posts} posts, written in ${seconds} s`)
  const started: { stop(): Promise<void> }[] = []
  const keep = <T extends { stop(): Promise<void> }>(one: T): T => {
    started.push(one)
    return one
  }
  try {
    const product = keep(await startProduct({ folder: store, secret }))
    const { served, ...facts } = await look(product, filled)
    const file = join(folder, 'served.json')
    writeFileSync(file, JSON.stringify(served))
    const servers = {
      product,
      node: keep(await startBaseline('node', file)),
      express: keep(await startBaseline('express', file)),
      ejs: keep(await startBaseline('ejs', file)),
    }
    const loader = keep(startLoader())
    const measured = await measure(rowsOf(filled, facts), settings.plan, { loader, servers })
    report(measured, settings, filled)
  } finally {
    for (const one of started.toReversed()) await one.stop()
  }
}

/** Reads the topic page once, for the baselines to serve the same and for the addresses it holds. */
async function look(product: Serving, filled: Filled): Promise<{ served: Served; etag: string; css: string }> {
  const response = await fetch(product.origin + filled.topicPath)
  const html = await response.text()
  const $ = parseHtml(html)
  const posts = $('article')
    .toArray()
    .map((post) => ({
      author: $(post).find('h3 bdi').text(),
      at: $(post).find('time').attr('datetime') ?? '',
      html: $(post).find('.prose').html() ?? '',
    }))
  if (posts.length !== 20) throw new Error(`the topic page shows ${posts.length} posts and not twenty`)
  const signedIn = await fetch(product.origin + filled.topicPath, { headers: { cookie: filled.cookie } })
  if (!(await signedIn.text()).includes('/sign-out')) throw new Error('the session that was made signs nobody in')
  const css = new URL($('link[rel=stylesheet]').attr('href') ?? '', 'https://forum.example').pathname
  return { served: { html, title: $('h1').text(), posts }, etag: response.headers.get('etag') ?? '', css }
}

function report(measured: readonly Measured[], { plan, json, topics }: Settings, { posts }: Filled): void {
  console.log(`\n${tableOf(measured)}\n`)
  const machine = { node: process.version, cpus: cpus().map(({ model }) => model), load: loadavg() }
  console.log(
    `Node ${machine.node}, ${machine.cpus.length} processors, load ${machine.load.map((each) => each.toFixed(1)).join(' ')}`,
  )
  if (json === undefined) return
  writeFileSync(json, `${JSON.stringify({ at: new Date(), machine, topics, posts, plan, measured }, null, 2)}\n`)
  console.log(`All samples are in ${json}`)
}

function build(): void {
  const script = fileURLToPath(new URL('../scripts/build.js', import.meta.url))
  const { status } = spawnSync(process.execPath, [script, '--when-needed'], { stdio: 'inherit' })
  if (status !== 0) throw new Error('the build failed')
}

function readSettings(): Settings {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      topics: { type: 'string', default: '1000' },
      rounds: { type: 'string' },
      json: { type: 'string' },
    },
  })
  const topics = Number(values.topics)
  const rounds = Number(values.rounds ?? (values.quick ? 3 : 5))
  if (!Number.isInteger(topics) || topics < 2 || topics > 100_000)
    throw new Error(`--topics takes 2 to 100000. ${usage}`)
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 50) throw new Error(`--rounds takes 1 to 50. ${usage}`)
  const plan = { rounds, seconds: values.quick ? 1 : 3, warmUpRequests: values.quick ? 500 : 2000, connections: 20 }
  return { topics, plan, json: values.json }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
