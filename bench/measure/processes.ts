import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { BaselineKind } from '../baseline.ts'
import type { Load, Loaded } from '../load.ts'

/** A server under measurement, in a process of its own. */
export interface Serving {
  origin: string
  pid: number
  stop(): Promise<void>
}

/** The process that makes requests. */
export interface Loader {
  run(load: Load): Promise<Loaded>
  stop(): Promise<void>
}

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const patience = 60_000

export function startLoader(): Loader {
  const child = fork(fromHere('../load.ts'), { execArgv: ['--import', 'tsx'], env: plainEnvironment() })
  const gone = died(child)
  return {
    async run(load) {
      const answer = once(child, 'message', { signal: AbortSignal.timeout(load.seconds * 1000 + patience) })
      child.send(load)
      const [loaded] = (await Promise.race([answer, gone])) as [Loaded]
      return loaded
    },
    stop: () => stop(child),
  }
}

/** A baseline that serves what stands in the file. */
export async function startBaseline(kind: BaselineKind, file: string): Promise<Serving> {
  const child = fork(fromHere('../baseline.ts'), [kind, file], {
    execArgv: ['--import', 'tsx'],
    env: plainEnvironment(),
  })
  const answer = once(child, 'message', { signal: AbortSignal.timeout(patience) })
  const [port] = (await Promise.race([answer, died(child)])) as [number]
  return { origin: `http://127.0.0.1:${port}`, pid: pidOf(child), stop: () => stop(child) }
}

/** The product as it is run in production, from dist/, with its embedded store in the folder. */
export async function startProduct(options: {
  folder: string
  secret: string
  nodeOptions?: string[]
}): Promise<Serving> {
  const port = await freePort()
  const env = {
    ...plainEnvironment(),
    PORT: String(port),
    PUBLIC_URL: 'https://forum.example',
    SESSION_SECRET: options.secret,
    DATA_FOLDER: options.folder,
    // Jobs belong to a process of their own where speed matters; here they would count the whole forum meanwhile.
    RUN_JOBS: 'false',
  }
  publishPolicies(env, join(options.folder, 'policies'))
  const child = spawn(process.execPath, [...(options.nodeOptions ?? []), fromHere('../../dist/server.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  })
  const origin = `http://127.0.0.1:${port}`
  await Promise.race([isReady(origin), died(child)])
  return { origin, pid: pidOf(child), stop: () => stop(child) }
}

/** Production asks for legal texts in force: the drafts, with something in each blank. */
function publishPolicies(env: NodeJS.ProcessEnv, folder: string): void {
  const cli = (...words: string[]): Buffer =>
    execFileSync(process.execPath, [fromHere('../../dist/cli.js'), ...words], { env })
  mkdirSync(folder, { recursive: true })
  cli('draft-policies', folder)
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    writeFileSync(path, readFileSync(path, 'utf8').replace(/\[\[.*?\]\]/gs, 'a benchmark'))
  }
  cli('publish-policies', folder)
}

/** Production asks for a mail server; the benchmarks send nothing. */
const noMail = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'support@forum.example' }

function plainEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'production', ...noMail }
}

async function isReady(origin: string): Promise<void> {
  const end = Date.now() + patience
  while (Date.now() < end) {
    const response = await fetch(`${origin}/readyz`).catch(() => undefined)
    if (response?.ok) return
    await pause(50)
  }
  throw new Error(`nothing is ready at ${origin}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the process did not start')
  return pid
}

/** Never resolves; rejects when the process ends before it was told to. */
function died(child: ChildProcess): Promise<never> {
  const gone = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => {
      reject(new Error(`${child.spawnargs.slice(1).join(' ')} ended with ${code ?? signal}`))
    })
  })
  // Where nobody waits any more, an end is an end.
  gone.catch(() => undefined)
  return gone
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
