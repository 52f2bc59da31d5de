import { createHmac, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import MongoStore from 'connect-mongo'
import type { SessionData } from 'express-session'
import type { Connection } from 'mongoose'

/** Seconds that a session of the benchmark lasts. */
const lifetime = 14 * 24 * 60 * 60

/**
 * Puts a session of somebody into the store, as a sign-in would have, and gives the cookie that names it: in production
 * there is no demo issuer to sign in with.
 */
export async function signIn(
  connection: Connection,
  { accountId, secret }: { accountId: string; secret: string },
): Promise<string> {
  const store = MongoStore.create({
    client: connection.getClient(),
    dbName: connection.name,
    collectionName: 'sessions',
    stringify: false,
    ttl: lifetime,
    // As the product has it: without, the session has no time of its last change and is written at every request.
    touchAfter: 24 * 60 * 60,
  })
  const id = randomBytes(24).toString('base64url')
  const maxAge = lifetime * 1000
  const cookie = {
    originalMaxAge: maxAge,
    expires: new Date(Date.now() + maxAge),
    httpOnly: true,
    secure: true,
    path: '/',
  }
  const session = { cookie, accountId } as unknown as SessionData
  await promisify((done: (error?: unknown) => void) => {
    store.set(id, session, done)
  })()
  return `__Host-candor=${encodeURIComponent(`s:${id}.${signature(id, secret)}`)}`
}

/** As the package cookie-signature writes it. */
function signature(id: string, secret: string): string {
  return createHmac('sha256', secret).update(id).digest('base64').replace(/=+$/, '')
}
