import { Client } from '../protocol/client.ts'
import { authenticate } from '../protocol/scram-client.ts'
import { isDocument, toNumber, type Document } from '../semantics/index.ts'
import { Owner } from '../process/owner.ts'
import { placeOf } from '../process/notice.ts'

/** Commands to the server of a data folder. */
export interface Session {
  /** The reply. Throws an Error with the server's words when the command is refused. */
  command(db: string, body: Document): Promise<Document>
  /** All documents of a command that answers with a cursor. */
  documents(db: string, body: Document): AsyncIterable<Document>
  close(): Promise<void>
}

/** Talks to the server that serves the folder; starts one when there is none, which stops again with the session. */
export async function openSession(folder: string): Promise<Session> {
  const owner = new Owner({ folder, stopAfterIdle: 1000 }, () => undefined)
  const listening = await owner.start()
  const client = await Client.open(placeOf(listening))
  if (!client) throw new Error(`nobody answers for ${folder}`)
  if (!('socket' in listening)) await authenticate(client, listening.user, listening.password)
  const command: Session['command'] = async (db, body) => {
    const reply = await client.ask({ ...body, $db: db })
    if (reply && toNumber(reply['ok']) === 1) return reply
    throw new Error(typeof reply?.['errmsg'] === 'string' ? reply['errmsg'] : 'the connection was lost')
  }
  return {
    command,
    documents: (db, body) => readCursor(command, db, body),
    async close() {
      client.socket.destroy()
      await owner.close()
    },
  }
}

async function* readCursor(command: Session['command'], db: string, body: Document): AsyncGenerator<Document> {
  let { cursor } = await command(db, body)
  for (;;) {
    if (!isDocument(cursor)) throw new Error('a reply without a cursor')
    yield* (cursor['firstBatch'] ?? cursor['nextBatch']) as Document[]
    const { id, ns } = cursor
    if (id === 0n) return
    const collection = String(ns).slice(db.length + 1)
    ;({ cursor } = await command(db, { getMore: id, collection }))
  }
}
