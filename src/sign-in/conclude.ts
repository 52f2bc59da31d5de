import { goTo, page, redirect, type Answer, type Visit } from '../http/index.ts'
import type { MessageKey } from '../kernel/index.ts'
import { beginSession, sessionOf } from './begin-session.ts'
import type { SignInDeps } from './deps.ts'
import type { Outcome } from './outcome.ts'
import { cameBy, keepPending, type Pending } from './pending.ts'
import type { SignInProvider } from './providers.ts'
import { tripQuery } from './return-address.ts'

type AnyVisit = Visit<undefined, unknown>

interface Step {
  visit: AnyVisit
  provider: SignInProvider
  outcome: Outcome
}

/** What a step with a provider leads to. */
export async function conclude(deps: SignInDeps, { visit, provider, outcome }: Step): Promise<Answer> {
  switch (outcome.kind) {
    case 'go':
      return goTo(outcome.to)
    case 'refused':
      return failedPage(deps, visit, { provider, why: 'refused' })
    case 'lost':
      return failedPage(deps, visit, { provider, why: whyLost(visit) })
    case 'skewed':
    case 'down':
      deps.log.warn({ id: visit.id, provider: provider.id, error: nameOf(outcome.cause) }, 'provider failed')
      return failedPage(deps, visit, { provider, why: outcome.kind })
    case 'proven': {
      const pending = { identity: outcome.identity, ...(outcome.sid === undefined ? {} : { sid: outcome.sid }) }
      return sessionOf(visit).values.isLinking ? askToLink(visit, pending) : comeIn(deps, visit, pending)
    }
    default:
      return outcome satisfies never
  }
}

/** A known identity signs in; an unknown one is greeted first. Whoever is signed in already stays so until then. */
export async function comeIn(deps: SignInDeps, visit: AnyVisit, pending: Pending): Promise<Answer> {
  const admission = await deps.accounts.admit(pending.identity)
  switch (admission.kind) {
    case 'known':
    case 'joined': {
      const accountId = admission.account._id
      const back = await beginSession(deps, visit, { accountId, by: cameBy(pending) })
      return admission.kind === 'joined'
        ? redirect(back, { kind: 'done', key: 'sign-in:flash.joined' })
        : redirect(back)
    }
    case 'left':
      await keepPending(sessionOf(visit), pending)
      return redirect('/me/reactivation')
    case 'unknown':
      // Turned away in this browser before: nothing about them is kept, not even in the session.
      if (sessionOf(visit).values.isRefused) return redirect('/welcome')
      await keepPending(sessionOf(visit), pending)
      return redirect('/welcome')
    default:
      return admission satisfies never
  }
}

async function askToLink(visit: AnyVisit, pending: Pending): Promise<Answer> {
  delete sessionOf(visit).values.isLinking
  await keepPending(sessionOf(visit), pending)
  return redirect('/me/sign-ins/link')
}

type Why = 'refused' | 'skewed' | 'down' | 'lost' | 'unknown' | 'again' | 'over' | 'away'

/** Where this session began no sign-in, the cookie that it began with didn't come back: blocked, or another browser's. */
function whyLost({ session, actor }: AnyVisit): Why {
  if (actor.kind === 'member') return 'again'
  return session?.values.returnTo === undefined ? 'unknown' : 'lost'
}

const messages = {
  refused: 'sign-in:failed.refused',
  skewed: 'sign-in:failed.skewed',
  down: 'sign-in:failed.down',
  lost: 'sign-in:failed.lost',
  unknown: 'sign-in:failed.unknown',
  again: 'sign-in:failed.again',
  over: 'sign-in:failed.over',
  away: 'sign-in:failed.away',
} as const satisfies Record<Why, MessageKey>

/** One clear message, and ways on: the same again, another way in, or back to reading. */
export function failedPage(
  { link }: SignInDeps,
  visit: AnyVisit,
  { provider, why }: { provider: SignInProvider; why: Why },
): Answer {
  const { returnTo: back = '/', asksToStay: stays = false } = visit.session?.values ?? {}
  const titleKey = why === 'again' ? 'sign-in:failed.againTitle' : 'sign-in:failed.title'
  const view = {
    titleKey,
    messageKey: messages[why],
    provider: provider.label,
    ...(why === 'again'
      ? {}
      : {
          retryAddress: link(`/sign-in/${provider.id}${tripQuery({ back, stays })}`),
          // Another provider, or a link by mail.
          othersAddress: link(`/sign-in${tripQuery({ back, stays: false })}`),
        }),
  }
  const head = { title: visit.formats.t(titleKey), robots: 'noindex' as const }
  return page('sign-in/failed', { view, head, status: statuses[why] })
}

const statuses = {
  refused: 400,
  lost: 400,
  unknown: 400,
  again: 400,
  away: 400,
  over: 401,
  skewed: 503,
  down: 503,
} as const satisfies Record<Why, number>

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause
}
