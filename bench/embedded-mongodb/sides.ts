import type { MongoClient } from 'mongodb'
import type { Pool } from 'pg'
import { LeanClient } from './lean-client.ts'
import type { Post, Posts } from './posts.ts'

/** One operation of a connection, as one of the sides does it. */
export type Work = (connection: number) => Promise<unknown>

export interface Operations {
  byId: Work
  list: Work
  insert: Work
  insertJournalled: Work
  insertMany: Work
}

/** Through MongoDB's own driver. */
export function driverSide(client: MongoClient, posts: Posts): Operations {
  const collection = client.db('bench').collection<Post>('posts')
  const insert = (journal: boolean) => () =>
    Promise.all(posts.next().map((n) => collection.insertOne(posts.post(n), { writeConcern: { w: 1, journal } })))
  return {
    byId: () => collection.findOne({ _id: posts.idOf(posts.any()) }),
    list: () => collection.find({ forum: posts.anyForum() }).sort({ at: -1 }).limit(20).toArray(),
    insert: insert(false),
    insertJournalled: insert(true),
    insertMany: () => collection.insertMany(posts.next(1000).map((n) => posts.post(n))),
  }
}

/** Through a client that does no more than it has to. */
export async function leanSide(socket: string, posts: Posts): Promise<Operations & { close(): void }> {
  const clients = await Promise.all(Array.from({ length: 16 }, () => LeanClient.open(socket)))
  const ask = (connection: number, command: object): Promise<unknown> => {
    const client = clients[connection]
    if (!client) throw new Error(`there is no connection ${connection}`)
    return client.ask({ ...command, $db: 'bench' })
  }
  const insert = (connection: number, count: number, concern: object): Promise<unknown> =>
    ask(connection, { insert: 'posts', documents: posts.next(count).map((n) => posts.post(n)), ...concern })
  return {
    byId: (at) => ask(at, { find: 'posts', filter: { _id: posts.idOf(posts.any()) }, limit: 1, singleBatch: true }),
    list: (at) => ask(at, { find: 'posts', filter: { forum: posts.anyForum() }, sort: { at: -1 }, limit: 20 }),
    insert: (at) => insert(at, 1, {}),
    insertJournalled: (at) => insert(at, 1, { writeConcern: { w: 1, j: true } }),
    insertMany: (at) => insert(at, 1000, {}),
    close() {
      for (const client of clients) client.close()
    },
  }
}

/** PostgreSQL through `pg`, with prepared statements. `setDurable` chooses synchronous_commit for all connections of the pool. */
export function postgresSide(pool: Pool, posts: Posts): Operations & { setDurable(on: boolean): Promise<void> } {
  const insert = (): Promise<unknown> => insertRows(pool, posts, posts.next())
  return {
    byId: () =>
      pool.query({
        name: 'by-id',
        text: 'select * from posts where id = $1',
        values: [posts.uuidOf(posts.any())],
      }),
    list: () =>
      pool.query({
        name: 'list',
        text: 'select * from posts where forum = $1 order by at desc limit 20',
        values: [posts.anyForum()],
      }),
    insert,
    insertJournalled: insert,
    insertMany: () => insertRows(pool, posts, posts.next(1000)),
    async setDurable(on) {
      const clients = await Promise.all(Array.from({ length: 16 }, () => pool.connect()))
      await Promise.all(clients.map((client) => client.query(`set synchronous_commit = ${on ? 'on' : 'off'}`)))
      for (const client of clients) client.release()
    },
  }
}

/** One statement for all rows. */
export function insertRows(pool: Pool, posts: Posts, numbers: number[]): Promise<unknown> {
  const columns = [1, 2, 3, 4, 5]
  const places = numbers.map((_, row) => `(${columns.map((column) => `$${row * 5 + column}`).join(',')})`)
  const text = `insert into posts values ${places.join(',')}`
  return pool.query({ name: `insert${numbers.length}`, text, values: numbers.flatMap((n) => posts.row(n)) })
}
