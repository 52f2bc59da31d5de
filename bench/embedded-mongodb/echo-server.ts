import { serialize } from 'bson'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MongoClient } from 'mongodb'
import type { EmbeddedServer } from './embedded.ts'
import type { Posts } from './posts.ts'

export interface EchoServer {
  socket: string
  client: MongoClient
  pid: number
  stop(): Promise<void>
}

/** Starts `echo.ts` in a process of its own, with answers of the same sizes as the embedded server's. */
export async function startEcho(like: EmbeddedServer, posts: Posts, folder: string): Promise<EchoServer> {
  const { topologyVersion: _, ...hello } = await like.client.db('admin').command({ hello: 1 })
  const cursor = (count: number): object => ({
    cursor: { firstBatch: Array.from({ length: count }, (_, n) => posts.post(n)), id: 0n, ns: 'bench.posts' },
    ok: 1,
  })
  const replies = join(folder, 'replies.bson')
  writeFileSync(
    replies,
    serialize({ hello, one: cursor(1), list: cursor(20), write: { n: 1, ok: 1 }, other: { ok: 1 } }),
  )
  const socket = join(folder, 'echo.sock')
  const child = fork(fileURLToPath(new URL('./echo.ts', import.meta.url)), [socket, replies], {
    execArgv: ['--import', import.meta.resolve('tsx')],
  })
  await once(child, 'message')
  const client = new MongoClient(`mongodb://${encodeURIComponent(socket)}/?directConnection=true`, {
    ...{ maxPoolSize: 16, minPoolSize: 16 },
  })
  return {
    ...{ socket, client, pid: child.pid ?? 0 },
    async stop() {
      await client.close()
      child.disconnect()
      await once(child, 'exit')
    },
  }
}
