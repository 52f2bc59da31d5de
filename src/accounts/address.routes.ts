import {
  createRoutes,
  freshForm,
  page,
  redirect,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../http/index.ts'
import { NotFound } from '../kernel/index.ts'
import { addressForm, nothingForm } from './accounts.forms.ts'
import { claimAddress, findClaim, findUndo, proveAddress, undoAddress } from './commands/claim-address.ts'
import type { AccountDeps } from './deps.ts'
import { loadOwn } from './load.ts'
import { memberOf } from './profile.routes.ts'

/** One's e-mail address: asking for it, proving it, undoing a change. A GET of a mailed link only asks. */
export function addressRoutes(deps: AccountDeps): Routes {
  const routes = createRoutes()
  const tokenOf = (visit: Visit<unknown, unknown>): string => visit.params['token'] ?? ''

  routes.get('/me/address', { for: 'member' }, (visit) =>
    addressPage(deps, visit, freshForm('/me/address', { email: '' })),
  )

  routes.post(
    '/me/address',
    { for: 'member', form: addressForm, again: (visit, form) => addressPage(deps, visit, form), limit: 'mail' },
    async (visit) => {
      await claimAddress(deps, memberOf(visit), visit.form.email)
      return redirect('/me/address', {
        kind: 'done',
        key: 'accounts:flash.mailed',
        params: { email: visit.form.email },
      })
    },
  )

  routes.get('/me/address/:token', { for: 'member' }, async (visit) => {
    const claim = await known(findClaim(deps, memberOf(visit), tokenOf(visit)))
    if (!claim) return overPage(deps, visit)
    const { email } = claim
    return asking(visit, { template: 'accounts/prove-address', email, action: `/me/address/${tokenOf(visit)}` })
  })

  routes.post('/me/address/:token', { for: 'member', form: nothingForm }, async (visit) => {
    const { session } = visit
    const proof = { token: tokenOf(visit), sessionId: session?.id ?? '', identity: session?.values.cameBy }
    const proven = await known(proveAddress(deps, memberOf(visit), proof).then(() => true))
    if (!proven) return overPage(deps, visit)
    return redirect('/me', { kind: 'done', key: 'accounts:flash.proven' })
  })

  routes.get('/me/address/undo/:token', { for: 'visitor' }, async (visit) => {
    const change = await known(findUndo(deps, tokenOf(visit)))
    if (!change) return overPage(deps, visit)
    const { email } = change
    return asking(visit, { template: 'accounts/undo-address', email, action: `/me/address/undo/${tokenOf(visit)}` })
  })

  routes.post('/me/address/undo/:token', { for: 'visitor', form: nothingForm }, async (visit) => {
    const undone = await known(undoAddress(deps, tokenOf(visit)).then(() => true))
    if (!undone) return overPage(deps, visit)
    const title = visit.formats.t('accounts:undone.title')
    return page('accounts/undone', { view: {}, head: { title, robots: 'noindex' } })
  })

  return routes
}

/** What a mailed link leads to; undefined where it leads nowhere any more, which deserves better words than «nothing here». */
async function known<Value>(found: Promise<Value>): Promise<Value | undefined> {
  try {
    return await found
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
}

function overPage({ link }: AccountDeps, visit: Visit<unknown, unknown>): Answer {
  const head = { title: visit.formats.t('accounts:linkOver.title'), robots: 'noindex' as const }
  return page('accounts/link-over', { view: { againAddress: link('/me/address') }, head, status: 410 })
}

function asking(
  visit: Visit<unknown, unknown>,
  { template, email, action }: { template: string; email: string; action: string },
): Answer {
  const head = { title: visit.formats.t('accounts:address.title'), robots: 'noindex' as const, section: 'me' as const }
  return page(template, { view: { email }, head, form: freshForm(action) })
}

async function addressPage(deps: AccountDeps, visit: Visit, form: FormState): Promise<Answer> {
  const { email, emailProof } = await loadOwn(deps, memberOf(visit))
  const claims = await deps.links
    .find({ accountId: memberOf(visit).id, kind: 'prove' }, { email: 1 })
    .lean<{ email: string }[]>()
  const view = { ...(email === undefined ? {} : { email, emailProof }), waiting: claims.map((claim) => claim.email) }
  const head = { title: visit.formats.t('accounts:address.title'), robots: 'noindex' as const, section: 'me' as const }
  return page('accounts/address', { view, head, form })
}
