import type { Request } from 'express'
import type { ProvenIdentity } from '../../accounts/index.ts'
import type { HostWord, VisitSession } from '../../http/index.ts'
import { NotAllowed } from '../../kernel/index.ts'
import { beginSession } from '../begin-session.ts'
import type { SignInDeps } from '../deps.ts'
import type { AskHost } from './ask-host.ts'

type Deps = Pick<SignInDeps, 'accounts' | 'clock'> & { askHost: AskHost }

/**
 * Lets sessions follow the host's: who has an account here and signs in there is signed in here at their next request,
 * and out again at the next request after they left there. Whoever has no account yet stays a guest until they ask in.
 */
export function createHostWord(deps: Deps): HostWord {
  return {
    speaksFor: async (request) => (await deps.askHost(request)) !== undefined,
    async follow(session, { request, open }) {
      const identity = await deps.askHost(request)
      if (session && hasLeftHost(session, identity)) await session.renew()
      if (!identity || !mayBegin(session, identity)) return session
      const account = await deps.accounts.withIdentity(identity)
      if (account?.status !== 'active') return session
      return begin(deps, { session: session ?? (await open()), request, identity, accountId: account._id })
    },
  }
}

/** By the host's word they came; now it is silent, or speaks for somebody else. */
function hasLeftHost({ values }: VisitSession, identity: ProvenIdentity | undefined): boolean {
  return values.cameBy?.provider === 'host' && values.cameBy.subject !== identity?.subject
}

/** Nobody is signed in here, nothing is under way, and they didn't sign out here themselves. */
function mayBegin(session: VisitSession | undefined, { subject }: ProvenIdentity): boolean {
  if (!session) return true
  const { accountId, pending, isRefused, staysOut } = session.values
  return accountId === undefined && pending === undefined && !isRefused && staysOut !== subject
}

interface Beginning {
  session: VisitSession
  request: Request
  identity: ProvenIdentity
  accountId: string
}

async function begin(deps: Deps, { session, request, identity, accountId }: Beginning): Promise<VisitSession> {
  const { provider, issuer, subject } = identity
  try {
    await beginSession(deps, { session, request }, { accountId, by: { provider, issuer, subject } })
  } catch (error) {
    // Suspended: they read as a guest does, and are told why when they ask in.
    if (!(error instanceof NotAllowed)) throw error
  }
  return session
}
