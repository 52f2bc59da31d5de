import { createHash } from 'node:crypto'
import type { Connection } from 'mongoose'
import type { SessionValues } from './session-values.ts'

/** A session as the store holds it. */
interface StoredSession {
  _id: string
  session: SessionValues
  expires: Date
}

/** A session as its owner sees it in a list. `id` names it without being the key to it. */
export interface ListedSession {
  id: string
  startedAt: Date
  lastUsedAt: Date
  browser: string
  provider: string
  /** Its person asked to stay signed in there. */
  stays: boolean
  isThis: boolean
}

/** Finds and ends sessions by whose they are, for «sign out elsewhere» and for issuers that sign a person out. */
export interface SessionRegistry {
  /** How many sessions the store holds, roughly: those that ended a moment ago may be among them. */
  count(): Promise<number>
  list(accountId: string, thisId: string): Promise<ListedSession[]>
  /** Ends one of an account's sessions by its listed id. */
  end(accountId: string, listedId: string): Promise<void>
  /** Ends all of an account's sessions, but for the one with this id. */
  endAll(accountId: string, exceptId?: string): Promise<void>
  /** Ends the sessions that came in by an issuer: of one of its sessions (`sid`), or of one of its people (`sub`). */
  endOfIssuer(issuer: string, whose: { sid?: string; sub?: string }, exceptId?: string): Promise<void>
}

/** How many sessions a list shows; a person with more sees the latest. */
const mostListed = 50

/** The registry over the collection that express-session's store writes. */
export function createSessionRegistry(connection: Connection): SessionRegistry {
  const sessions = connection.collection<StoredSession>('sessions')
  return {
    count: () => sessions.estimatedDocumentCount(),
    async list(accountId, thisId) {
      const found = await sessions
        .find({ 'session.accountId': accountId, expires: { $gt: new Date() } })
        .sort({ 'session.startedAt': -1 })
        .limit(mostListed)
        .toArray()
      return found
        .map((each) => toListed(each, thisId))
        .toSorted((one, other) => other.lastUsedAt.getTime() - one.lastUsedAt.getTime())
    },
    async end(accountId, listedId) {
      const found = await sessions.find({ 'session.accountId': accountId }, { projection: { _id: 1 } }).toArray()
      const named = found.find(({ _id }) => listedIdOf(_id) === listedId)
      if (named) await sessions.deleteOne({ _id: named._id })
    },
    async endAll(accountId, exceptId) {
      await sessions.deleteMany({
        'session.accountId': accountId,
        ...(exceptId === undefined ? {} : { _id: { $ne: exceptId } }),
      })
    },
    async endOfIssuer(issuer, { sid, sub }, exceptId) {
      if (sid === undefined && sub === undefined) return
      await sessions.deleteMany({
        'session.cameBy.issuer': issuer,
        ...(sid === undefined ? {} : { 'session.cameBy.sid': sid }),
        ...(sub === undefined ? {} : { 'session.cameBy.subject': sub }),
        ...(exceptId === undefined ? {} : { _id: { $ne: exceptId } }),
      })
    },
  }
}

/** Makes the indexes that the registry's questions need. */
export async function ensureSessionIndexes(connection: Connection): Promise<void> {
  const sessions = connection.collection('sessions')
  await sessions.createIndex({ 'session.accountId': 1, 'session.startedAt': -1 }, {}, {})
  await sessions.createIndex({ 'session.cameBy.issuer': 1, 'session.cameBy.subject': 1 }, {}, {})
  await sessions.createIndex({ 'session.cameBy.issuer': 1, 'session.cameBy.sid': 1 }, {}, {})
}

function toListed({ _id, session }: StoredSession, thisId: string): ListedSession {
  const startedAt = session.startedAt ?? new Date(0)
  return {
    id: listedIdOf(_id),
    startedAt,
    lastUsedAt: session.lastUsedAt ?? startedAt,
    browser: session.browser ?? '',
    provider: session.cameBy?.provider ?? '',
    stays: session.stays === true,
    isThis: _id === thisId,
  }
}

function listedIdOf(sessionId: string): string {
  return createHash('sha256').update(`listed ${sessionId}`).digest('base64url').slice(0, 16)
}

// The order matters: most browsers claim to be several.
const browsers = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'] as const
const browserNames = { Edg: 'Edge', OPR: 'Opera', Firefox: 'Firefox', Chrome: 'Chrome', Safari: 'Safari' } as const
const systems = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'] as const

/** A browser in two words, such as `Firefox, Linux`: enough to know one's own, too little to tell people apart. */
export function browserKind(userAgent = ''): string {
  const browser = browsers.find((word) => userAgent.includes(`${word}/`))
  const system = systems.find((word) => userAgent.includes(word))
  return [browser && browserNames[browser], system].filter((word) => word !== undefined).join(', ')
}
