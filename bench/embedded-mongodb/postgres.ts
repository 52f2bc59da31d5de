import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const binaries = '/usr/lib/postgresql/15/bin'

export interface Postgres {
  /** The folder of its Unix socket, which `pg` takes as a host. */
  host: string
  user: string
  /** Its processes: the first one and those that serve connections. */
  processes(): number[]
  stop(): Promise<void>
}

/** Starts a PostgreSQL of its own on a fresh folder, listening on a Unix socket only. It refuses to run as root. */
export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
  const isRoot = process.getuid?.() === 0
  const ids = isRoot ? { uid: numberOf('-u'), gid: numberOf('-g') } : {}
  if (ids.uid !== undefined) chownSync(folder, ids.uid, ids.gid)
  const data = join(folder, 'data')
  const options = { ...ids, cwd: folder, stdio: 'ignore' as const }
  execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'bench', '--auth=trust', '-E', 'UTF8'], options)
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    'shared_buffers=256MB',
    'max_wal_size=4GB',
  ]
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    options,
  )
  await waitFor(() => existsSync(join(folder, '.s.PGSQL.5432')))
  return { host: folder, user: 'bench', processes: () => familyOf(server.pid ?? 0), stop: () => stop(server, folder) }
}

function familyOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  return [pid, ...children.map(Number)]
}

function numberOf(kind: string): number {
  return Number(execFileSync('id', [kind, 'nobody'], { encoding: 'utf8' }))
}

async function waitFor(condition: () => boolean): Promise<void> {
  const until = Date.now() + 20_000
  while (!condition()) {
    if (Date.now() > until) throw new Error('PostgreSQL did not start')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGINT')
  await ended
  rmSync(folder, { recursive: true, force: true })
}
