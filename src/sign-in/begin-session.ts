import { browserKind, type CameBy, type Visit, type VisitSession } from '../http/index.ts'
import { Unavailable } from '../kernel/index.ts'
import type { SignInDeps } from './deps.ts'

type AnyVisit = Visit<unknown, unknown>

/** The visit's session, on routes that open one. */
export function sessionOf(visit: Pick<AnyVisit, 'session'>): VisitSession {
  if (!visit.session) throw new Unavailable()
  return visit.session
}

/**
 * Makes the browser's session the account's. The session gets a new id, so whoever knew the old one (session fixation)
 * is left with nothing. Gives where the person wanted to be. Throws NotAllowed for who is suspended.
 */
export async function beginSession(
  { accounts, clock, wayOn }: Pick<SignInDeps, 'accounts' | 'clock'> & Partial<Pick<SignInDeps, 'wayOn'>>,
  visit: Pick<AnyVisit, 'session' | 'request'>,
  { accountId, by }: { accountId: string; by?: CameBy },
): Promise<string> {
  await accounts.requireAdmittance(accountId)
  const session = sessionOf(visit)
  const { returnTo = '/', isRefused, asksToStay, draft, frame } = session.values
  await session.renew()
  const now = clock()
  Object.assign(session.values, {
    accountId,
    startedAt: now,
    lastUsedAt: now,
    browser: browserKind(visit.request.headers['user-agent']),
    ...(by ? { cameBy: by } : {}),
    ...(asksToStay ? { stays: true } : {}),
    // What was typed before is what the person comes back for.
    ...(draft ? { draft } : {}),
    ...(frame ? { frame } : {}),
    // The mark outlives the change: another account's sign-in is no way round it.
    ...(isRefused ? { isRefused } : {}),
  })
  await session.save()
  return wayOn ? wayOn(accountId, returnTo) : returnTo
}
