// Starts the built server as `npm start` does, with an empty data folder, and stops it: `tsx scripts/check-start.ts`.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from './support/files.ts'
import { report, type Fault } from './support/report.ts'

/** How long a start and a stop may take, in milliseconds. */
const patience = 30_000

const dataFolder = mkdtempSync(join(tmpdir(), 'candor-start-'))
const faults: Fault[] = []
try {
  const port = await freePort()
  const server = spawn(process.execPath, ['dist/server.js'], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), DATA_FOLDER: dataFolder, NODE_ENV: 'development' },
  })
  try {
    if (!(await isReady(server, `http://127.0.0.1:${port}/readyz`))) tell('did not get ready')
    else if (!(await stops(server))) tell('did not stop with exit code 0 after SIGTERM')
  } finally {
    server.kill('SIGKILL')
  }
} finally {
  rmSync(dataFolder, { recursive: true, force: true })
}
report('start and stop', { read: 1, faults })

function tell(what: string): void {
  faults.push({ where: 'dist/server.js', what })
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

async function isReady(server: ChildProcess, address: string): Promise<boolean> {
  const end = Date.now() + patience
  while (Date.now() < end && server.exitCode === null && server.signalCode === null) {
    if (await answers(address)) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}

async function answers(address: string): Promise<boolean> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(2000) })
    return response.status === 200
  } catch {
    // Nobody listens yet: the loop asks again until its time is over.
    return false
  }
}

async function stops(server: ChildProcess): Promise<boolean> {
  const exit = once(server, 'exit', { signal: AbortSignal.timeout(patience) })
  server.kill('SIGTERM')
  try {
    const [code] = (await exit) as [number | null]
    return code === 0
  } catch {
    // The time is over; the caller ends the process.
    return false
  }
}
