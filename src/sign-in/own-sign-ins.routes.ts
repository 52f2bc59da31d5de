import { z } from 'zod'
import { mayUnlink, memberOf } from '../accounts/index.ts'
import { createRoutes, freshForm, page, redirect, type Answer, type Routes, type Visit } from '../http/index.ts'
import { NotFound } from '../kernel/index.ts'
import type { SignInDeps } from './deps.ts'
import { pendingOf } from './pending.ts'

const unlinkForm = z.strictObject({
  issuer: z.string('rules:form.notUsable').max(500),
  subject: z.string('rules:form.notUsable').max(300),
})
const endForm = z.strictObject({ session: z.string('rules:form.notUsable').max(40) })
const nothingForm = z.strictObject({})

/** One's ways in and one's sessions: link, unlink, sign out elsewhere. */
export function ownSignInsRoutes(deps: SignInDeps): Routes {
  const routes = createRoutes()

  routes.get('/me/sign-ins', { for: 'member' }, (visit) => signInsPage(deps, visit))

  routes.get('/me/sign-ins/link', { for: 'member' }, (visit) => linkPage(deps, visit))

  routes.post('/me/sign-ins/link', { for: 'member', form: nothingForm }, async (visit) => {
    const { identity } = pendingOf(visit.session)
    const holder = await deps.accounts.withIdentity(identity)
    if (visit.session) delete visit.session.values.pending
    if (holder) return redirect('/me/sign-ins', { kind: 'problem', key: 'sign-in:flash.linkedElsewhere' })
    await deps.accounts.link(memberOf(visit), identity)
    return redirect('/me/sign-ins', { kind: 'done', key: 'sign-in:flash.linked' })
  })

  routes.post('/me/sign-ins/removal', { for: 'member', form: unlinkForm }, async (visit) => {
    const { issuer, subject } = visit.form
    await deps.accounts.unlink(memberOf(visit), { issuer, subject })
    // Whoever came in by it is signed out, but for the one who takes it away.
    await deps.sessions.endOfIssuer(issuer, { sub: subject }, visit.session?.id)
    return redirect('/me/sign-ins', { kind: 'done', key: 'sign-in:flash.unlinked' })
  })

  routes.post('/me/sessions/removal', { for: 'member', form: endForm }, async (visit) => {
    await deps.sessions.end(memberOf(visit).id, visit.form.session)
    return redirect('/me/sign-ins', { kind: 'done', key: 'sign-in:flash.sessionEnded' })
  })

  routes.post('/me/sessions/others/removal', { for: 'member', form: nothingForm }, async (visit) => {
    await deps.sessions.endAll(memberOf(visit).id, visit.session?.id)
    return redirect('/me/sign-ins', { kind: 'done', key: 'sign-in:flash.othersEnded' })
  })

  return routes
}

async function signInsPage(deps: SignInDeps, visit: Visit): Promise<Answer> {
  const account = await deps.accounts.find(memberOf(visit).id)
  if (!account) throw new NotFound('no such account')
  const labelOf = (provider: string): string => deps.providers.find(({ id }) => id === provider)?.label ?? provider
  const view = {
    identities: account.identities.map(({ provider, issuer, subject, label, linkedAt, lastUsedAt }) => ({
      provider: labelOf(provider),
      issuer,
      subject,
      ...(label === undefined ? {} : { label }),
      linkedAt,
      lastUsedAt,
      isThis: visit.session?.values.cameBy?.issuer === issuer && visit.session.values.cameBy.subject === subject,
    })),
    mayUnlink: mayUnlink(account).allowed,
    others: deps.providers.map(({ id, label }) => ({
      label,
      address: deps.link(`/sign-in/${id}?link=1&return=%2Fme%2Fsign-ins`),
    })),
    sessions: (await deps.sessions.list(account._id, visit.session?.id ?? '')).map((session) => ({
      ...session,
      provider: labelOf(session.provider),
    })),
    unlinkAction: deps.link('/me/sign-ins/removal'),
    endAction: deps.link('/me/sessions/removal'),
    endOthersAction: deps.link('/me/sessions/others/removal'),
  }
  const head = { title: visit.formats.t('sign-in:own.title'), robots: 'noindex' as const, section: 'me' as const }
  return page('sign-in/own', { view, head })
}

/** What would change by linking: nothing, unless the person says so on their profile later. */
async function linkPage(deps: SignInDeps, visit: Visit): Promise<Answer> {
  if (visit.session?.values.pending === undefined) return redirect('/me/sign-ins')
  const { identity } = pendingOf(visit.session)
  const [account, holder] = await Promise.all([
    deps.accounts.find(memberOf(visit).id),
    deps.accounts.withIdentity(identity),
  ])
  const view = {
    provider: deps.providers.find(({ id }) => id === identity.provider)?.label ?? identity.provider,
    theirName: identity.name ?? '',
    yourName: account?.name ?? '',
    ...(identity.email === undefined ? {} : { theirEmail: identity.email }),
    isYours: holder?._id === account?._id && holder !== undefined,
    isTaken: holder !== undefined && holder._id !== account?._id,
    cancelAddress: deps.link('/me/sign-ins'),
  }
  const head = { title: visit.formats.t('sign-in:link.title'), robots: 'noindex' as const, section: 'me' as const }
  return page('sign-in/link', { view, head, form: freshForm('/me/sign-ins/link') })
}
