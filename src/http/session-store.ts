import session from 'express-session'
import MongoStore from 'connect-mongo'
import type { Request } from 'express'
import type { Connection } from 'mongoose'
import type { SessionValues } from './session-values.ts'

type Done = (error?: unknown) => void

/**
 * Sessions in the database, by connect-mongo. Two things are ours: a session that was ended elsewhere while a request of
 * it was under way is not written again, and reading a page writes nothing (what `touch` would do is `noteUse`).
 */
export class SessionStore extends session.Store {
  readonly #inner: MongoStore
  readonly #sessions
  readonly #idle: number
  /** Those that are in the database, or were when they were read. */
  readonly #written = new WeakSet<session.SessionData>()

  /** `idle`: milliseconds that a session without a time of its own in its cookie is kept after a write. */
  constructor(connection: Connection, idle: number) {
    super()
    this.#idle = idle
    this.#sessions = connection.collection<{ _id: string; session: SessionValues; expires: Date }>('sessions')
    this.#inner = MongoStore.create({
      client: connection.getClient(),
      dbName: connection.name,
      collectionName: 'sessions',
      stringify: false,
      ttl: idle / 1000,
    })
  }

  get(id: string, done: (error: unknown, found?: session.SessionData | null) => void): void {
    this.#inner.get(id, done)
  }

  override createSession(request: Request, data: session.SessionData): session.Session & session.SessionData {
    const made = super.createSession(request, data)
    this.#written.add(made)
    return made
  }

  set(id: string, values: session.SessionData, done: Done = () => undefined): void {
    if (this.#written.has(values)) {
      this.#rewrite(id, values).then(() => done(), done)
      return
    }
    this.#written.add(values)
    this.#inner.set(id, values, done)
  }

  destroy(id: string, done?: Done): void {
    this.#inner.destroy(id, done)
  }

  /** Whether a session is stored and lasts. */
  async isThere(id: string): Promise<boolean> {
    const found = await this.#sessions.findOne({ _id: id, expires: { $gt: new Date() } }, { projection: { _id: 1 } })
    return found !== null
  }

  /** Notes when a session was used; one that is kept by its use only is kept from now on. */
  async noteUse(id: string, { at, stays }: { at: Date; stays: boolean }): Promise<void> {
    const expires = new Date(Date.now() + this.#idle)
    await this.#sessions.updateOne(
      { _id: id, 'session.lastUsedAt': { $lt: at } },
      { $set: { 'session.lastUsedAt': at, ...(stays ? {} : { expires }) } },
    )
  }

  async #rewrite(id: string, values: session.SessionData): Promise<void> {
    const plain = { ...values, cookie: (values.cookie as session.Cookie & { toJSON(): object }).toJSON() }
    const expires = new Date(Date.now() + (values.cookie.maxAge ?? this.#idle))
    await this.#sessions.updateOne({ _id: id }, { $set: { session: plain as SessionValues, expires } })
  }
}
