import { promisify } from 'node:util'
import session from 'express-session'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import type { Connection } from 'mongoose'
import type { Config } from '../config/index.ts'
import type { Clock } from '../kernel/index.ts'
import type { Logger } from './log.ts'
import { endOf, isUseDue, lifeOf } from './session-life.ts'
import { SessionStore } from './session-store.ts'
import type { SessionValues } from './session-values.ts'

/** The session of one request, apart from any session of a host application. */
export interface VisitSession {
  readonly id: string
  readonly values: SessionValues
  /** A request that carries our session as `session`, for Passport's strategies. */
  readonly carrier: Request
  /** The session of somebody who isn't signed in ends by itself after so many milliseconds. */
  lastFor(time: number): void
  /** Writes changes now. Needed before an answer whose follow-up may come at once, such as a redirect. */
  save(): Promise<void>
  /** A new id for the same person or a new one: at sign-in and at every change of rights. Empties the session. */
  renew(): Promise<void>
  /** A new id for the same session, when its person's rights changed. */
  renewId(): Promise<void>
  /** Forgets the session on the server and in the browser. */
  end(): Promise<void>
}

export interface Sessions {
  /** Whether the request names a session of ours. */
  isNamed(request: Request): boolean
  /** The session that the request names, or a new one that is stored once something is put into it. */
  open(request: Request, response: Response): Promise<VisitSession>
  /** Whether a session was not ended since it was opened. */
  isThere(id: string): Promise<boolean>
}

interface Options {
  connection: Connection
  secret: string
  clock: Clock
  log: Logger
}

/** Sessions in the database, through express-session, with a cookie that holds a random signed id and nothing else. */
export function createSessions(config: Config, { connection, secret, clock, log }: Options): Sessions {
  const name = cookieName(config)
  const path = config.mountPath === '' ? '/' : config.mountPath
  const life = lifeOf(config)
  const store = new SessionStore(connection, life.idle)
  // No lifetime: such a cookie ends with the browser. Who asked to stay gets one with a time, below.
  const cookie = { path, httpOnly: true, secure: config.isHttps, sameSite: 'lax' as const }
  const handler = session({ name, secret, resave: false, saveUninitialized: false, cookie, store })
  const inCookie = new RegExp(`(?:^|;\\s*)${name}=`)

  /** After the answer: nobody waits for it, and where it fails the next request does it. */
  function noteUse({ id, values }: VisitSession, response: Response): void {
    const at = clock()
    if (!isUseDue(values, at)) return
    response.once('close', () => {
      store.noteUse(id, { at, stays: values.stays === true }).catch((error: unknown) => {
        log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'use of a session not noted')
      })
    })
  }

  // One for each request: two would each send a cookie.
  const opened = new WeakMap<Request, Promise<VisitSession>>()

  return {
    isThere: (id) => store.isThere(id),
    isNamed: (request) => inCookie.test(request.headers.cookie ?? ''),
    open(request, response) {
      const already = opened.get(request) ?? openAnew(request, response)
      opened.set(request, already)
      return already
    },
  }

  async function openAnew(request: Request, response: Response): Promise<VisitSession> {
    const carrier = carrierOf(request, config)
    await run(handler, carrier, response)
    const clear = (): void => void response.clearCookie(name, { path, secure: config.isHttps })
    const timeLeft = (values: SessionValues): number | undefined => {
      const end = endOf(values, life)
      return end && end.getTime() - clock().getTime()
    }
    const session = wrap(carrier, { response, clear, timeLeft })
    if ((timeLeft(session.values) ?? 1) <= 0) await session.renew()
    else noteUse(session, response)
    return session
  }
}

/**
 * `__Host-` binds a cookie to exactly this host and needs Path=/ and Secure; below a path `__Secure-` is the most that
 * browsers accept. Plain http (development) has neither.
 */
export function cookieName(config: Pick<Config, 'isHttps' | 'mountPath'>): string {
  if (!config.isHttps) return 'candor'
  return config.mountPath === '' ? '__Host-candor' : '__Secure-candor'
}

/**
 * express-session does nothing when `request.session` is there already, as it is inside a host with sessions of its
 * own, and the host's copy would save ours as its own. So ours lives on an object that inherits from the request.
 * `secure` is what the configuration says: TLS may end at a proxy that tells nothing.
 */
function carrierOf(request: Request, config: Config): Request {
  const own = { writable: true, configurable: true, enumerable: true, value: undefined }
  return Object.create(request, {
    session: own,
    sessionID: own,
    sessionStore: own,
    secure: { value: config.isHttps },
    // express-session checks the cookie's path against this; a host or proxy that rewrites addresses must not hide ours.
    originalUrl: { value: config.mountPath + request.url },
  }) as Request
}

function run(handler: RequestHandler, carrier: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    const next: NextFunction = (error?: unknown) => {
      if (error) reject(error instanceof Error ? error : new Error('session'))
      else resolve()
    }
    void handler(carrier, response, next)
  })
}

interface Around {
  response: Response
  clear: () => void
  /** Milliseconds; undefined where nobody is signed in. */
  timeLeft: (values: SessionValues) => number | undefined
}

function wrap(carrier: Request, { response, clear, timeLeft }: Around): VisitSession {
  const call = (method: 'save' | 'regenerate' | 'destroy'): Promise<void> =>
    promisify((done: (error?: unknown) => void) => void carrier.session[method](done))()
  // After its end there is no session, and what is asked of it is not there either.
  const values = (): SessionValues => (carrier.session as SessionValues | undefined) ?? {}
  const timeCookie = (): void => {
    const left = values().stays ? timeLeft(values()) : undefined
    if (left !== undefined) carrier.session.cookie.maxAge = left
  }
  // Read from the store it would begin to count anew with each write.
  timeCookie()
  return {
    get id() {
      return carrier.sessionID
    },
    get values() {
      return values()
    },
    carrier,
    lastFor(time) {
      carrier.session.cookie.maxAge = time
    },
    save() {
      timeCookie()
      return call('save')
    },
    renew: () => call('regenerate'),
    async renewId() {
      const { cookie: _ofOldId, ...kept } = carrier.session
      await call('regenerate')
      Object.assign(carrier.session, kept)
      timeCookie()
      await call('save')
    },
    async end() {
      await call('destroy')
      if (!response.headersSent) clear()
    },
  }
}
