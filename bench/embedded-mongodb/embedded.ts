import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MongoClient } from 'mongodb'
import type * as Embedded from '../../src/embedded-mongodb/index.ts'
import { LeanClient } from './lean-client.ts'
import type { Post, Posts } from './posts.ts'

export interface EmbeddedServer {
  socket: string
  client: MongoClient
  pid: () => number
  stop(): Promise<void>
}

/** The server as it is installed: compiled. */
export async function startEmbedded(folder: string): Promise<EmbeddedServer> {
  const { startEmbeddedMongodb } = await built()
  const embedded = await startEmbeddedMongodb({ folder, database: 'bench' })
  const client = new MongoClient(embedded.uri, { maxPoolSize: 16, minPoolSize: 16 })
  return {
    socket: join(folder, 'mongodb.sock'),
    client,
    pid: () => (JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')) as { pid: number }).pid,
    async stop() {
      await client.close()
      await embedded.close()
    },
  }
}

let compiled = false

async function built(): Promise<typeof Embedded> {
  const root = new URL('../../', import.meta.url)
  if (!compiled) {
    const { status } = spawnSync(process.execPath, ['scripts/build.js', '--when-needed'], {
      cwd: fileURLToPath(root),
      stdio: 'inherit',
    })
    if (status !== 0) throw new Error('the build failed')
    compiled = true
    // What is compiled needs no loader: the server's process would inherit the one that this bench runs with.
    process.execArgv = []
  }
  return (await import(new URL('dist/embedded-mongodb/index.js', root).href)) as typeof Embedded
}

/** Fills an empty server. Gives the documents per second. */
export async function fillEmbedded(client: MongoClient, posts: Posts): Promise<number> {
  const collection = client.db('bench').collection<Post>('posts')
  await collection.createIndexes([{ key: { forum: 1, at: -1 } }])
  const began = performance.now()
  for (let n = 0; n < posts.count; n += 1000) {
    const length = Math.min(1000, posts.count - n)
    await collection.insertMany(Array.from({ length }, (_, at) => posts.post(n + at)))
  }
  return (posts.count / (performance.now() - began)) * 1000
}

/** Milliseconds from asking for the server of a folder to its first answer to a find. */
export async function startTime(folder: string, posts: Posts): Promise<number> {
  const { startEmbeddedMongodb } = await built()
  const began = performance.now()
  const embedded = await startEmbeddedMongodb({ folder, database: 'bench' })
  const client = await LeanClient.open(join(folder, 'mongodb.sock'))
  await client.ask({ find: 'posts', filter: { _id: posts.idOf(posts.any()) }, limit: 1, $db: 'bench' })
  const time = performance.now() - began
  client.close()
  await embedded.close()
  return time
}
