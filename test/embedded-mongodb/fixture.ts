import { MongoClient } from 'mongodb'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uriOf } from '../../src/embedded-mongodb/process/notice.ts'
import { startServer, type RunningServer, type ServerOptions } from '../../src/embedded-mongodb/process/server.ts'

/** A server in this process on a folder of its own, with a client that is connected to it. */
export interface Fixture {
  folder: string
  uri: string
  server: RunningServer
  client: MongoClient
  end(): Promise<void>
}

export async function aServer(options: Partial<ServerOptions> = {}): Promise<Fixture> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'embedded-'))
  const server = await startServer({ folder, ...options })
  const uri = uriOf(server.listening, 'test')
  const client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 5000 })
  return {
    ...{ folder, uri, server, client },
    async end() {
      await client.close()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What a reply holds at a dotted path; `length` is that of an array or a text. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((found, part) => (found as Record<string, unknown> | undefined)?.[part], value)
}
