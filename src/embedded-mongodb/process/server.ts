import { ObjectId } from 'bson'
import { randomBytes } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import type { ConnectionState, Services } from '../commands/command.ts'
import { Cursors } from '../commands/cursors.ts'
import { openEnvironment } from '../storage/environment.ts'
import { openStore } from '../storage/store.ts'
import { Sweeper } from '../storage/sweeper.ts'
import { serveConnection } from '../protocol/connection.ts'
import { answering } from './answering.ts'
import { Connections } from './connections.ts'
import { leaveFolder, takeFolder } from './lock.ts'
import { addressOf, readNotice, removeNotice, writeNotice, type Listening } from './notice.ts'
import { socketPath } from './socket-path.ts'

export interface ServerOptions {
  /** The data folder, absolute. */
  folder: string
  /** Listen on loopback with SCRAM-SHA-256 instead of on a socket in the folder. Port 0, or none, for any free one. */
  tcp?: { port?: number; user?: string; password?: string }
  /** Milliseconds without any connection after which the server stops; never when left out. */
  stopAfterIdle?: number
}

export interface RunningServer {
  listening: Listening
  /** Resolves when the server has stopped, whoever has made it stop. */
  stopped: Promise<void>
  stop(): Promise<void>
}

/**
 * Serves a data folder in this process.
 * Throws FolderInUse when another process does, ServerError when the folder can't be used.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { folder } = options
  const environment = openEnvironment(folder)
  try {
    takeFolder(environment, folder)
  } catch (error) {
    await environment.root.close()
    throw error
  }
  const store = openStore(folder, environment)
  const wanted = listeningFor(options)
  let stopping: Promise<void> | undefined
  let announce: () => void = () => undefined
  const stopped = new Promise<void>((resolve) => (announce = resolve))
  const connections = new Connections(options.stopAfterIdle, () => void stop())
  const services: Services = {
    ...{ store, cursors: new Cursors(environment), startedAt: new Date(), address: addressOf(wanted), counters: {} },
    connections: () => connections.figures(),
    leaseEnds: () => connections.leaseEnds(),
    users: 'socket' in wanted ? undefined : new Map([[wanted.user, wanted.password]]),
    topology: { processId: new ObjectId(), counter: 0n },
    pauseHello: (milliseconds) => connections.pause(milliseconds),
    stop: () => void stop(),
  }
  const server = createServer({ noDelay: true }, (socket) => accept(socket, services, connections))
  const listening = await listen(server, wanted)
  services.address = addressOf(listening)
  writeNotice(folder, { pid: process.pid, listening })
  const sweeper = new Sweeper(store, services.cursors)

  async function close(): Promise<void> {
    removeNotice(folder)
    sweeper.stop()
    const closed = new Promise((resolve) => server.close(resolve))
    await connections.end()
    await closed
    await store.close(() => leaveFolder(environment))
    announce()
  }
  function stop(): Promise<void> {
    return (stopping ??= close())
  }
  return { listening, stopped, stop }
}

function accept(socket: Socket, services: Services, connections: Connections): void {
  const connection: ConnectionState = { id: connections.add(socket) }
  serveConnection(socket, answering(connection, services))
}

function listeningFor({ folder, tcp }: ServerOptions): Listening {
  if (!tcp) return { socket: socketPath(folder) }
  const before = readNotice(folder)?.listening
  const remembered = before && !('socket' in before) ? before : undefined
  return {
    port: tcp.port ?? remembered?.port ?? 0,
    user: tcp.user ?? remembered?.user ?? 'owner',
    password: tcp.password ?? remembered?.password ?? randomBytes(24).toString('base64url'),
  }
}

async function listen(server: Server, wanted: Listening): Promise<Listening> {
  if ('socket' in wanted) {
    // Whoever listened here has died: this process holds the folder.
    rmSync(wanted.socket, { force: true })
    const mask = process.umask(0o177)
    try {
      await listens(server, { path: wanted.socket })
    } finally {
      process.umask(mask)
    }
    chmodSync(wanted.socket, 0o600)
    return wanted
  }
  await listens(server, { port: wanted.port, host: '127.0.0.1' })
  const address = server.address()
  return { ...wanted, port: typeof address === 'object' && address ? address.port : wanted.port }
}

function listens(server: Server, where: { path: string } | { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(where, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
