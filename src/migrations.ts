import type { Connection } from 'mongoose'
import type { Migration } from './database/index.ts'

/**
 * What changes the data of older versions, in order; never change or take away one that was released. Each is given the
 * connection and works on collections as they are stored, since models describe what is stored afterwards.
 */
export const migrations: readonly Migration[] = [
  { version: 1, name: 'requests name their opening and who had a part in them', run: nameOpenings },
]

interface OldRequest {
  _id: string
  assigneeId: string | null
  satisfaction?: { agentId?: string }
  history: { deed: string; by?: string; from?: string; to?: string }[]
}

async function nameOpenings(connection: Connection): Promise<void> {
  const requests = connection.collection<OldRequest>('requests')
  for await (const { _id, assigneeId, satisfaction, history } of requests.find({ openingId: { $exists: false } })) {
    const opening = history.find(({ deed }) => deed === 'opened')?.to
    const named = history.flatMap(({ deed, by, from, to }) => (deed === 'assigned' ? [by, from, to] : [by]))
    const actors = [...new Set([...named, assigneeId, satisfaction?.agentId])].filter((id) => id)
    // A history that has forgotten its beginning names none: the request's own id is no message's.
    await requests.updateOne({ _id }, { $set: { openingId: opening ?? _id, actors } })
  }
}
