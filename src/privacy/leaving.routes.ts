import { z } from 'zod'
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
import { Invalid, NotFound, NotSignedIn, treatments, type Treatment } from '../kernel/index.ts'
import type { Account } from '../accounts/index.ts'
import { leave, undoDays } from './commands/leave.ts'
import { allKinds, holderOf, type PrivacyDeps } from './deps.ts'

/** `mode`, and one field `becomes-<kind>` for each kind; which kinds there are is known to the features. */
const leavingForm = z
  .object({
    mode: z.enum(['deactivate', 'erase'], 'rules:leave.mode'),
    confirmed: z.enum(['on'], 'rules:leave.confirm'),
  })
  .catchall(z.enum(treatments, 'rules:leave.choice'))

/** Leaving: what becomes of each kind of things, now or for good. */
export function leavingRoutes(deps: PrivacyDeps): Routes {
  const routes = createRoutes()

  routes.get('/me/deactivate', { for: 'member' }, (visit) => leavingPage(deps, visit))

  routes.post(
    '/me/deactivate',
    { for: 'member', form: leavingForm, again: (visit, form) => leavingPage(deps, visit, form) },
    async (visit) => {
      const { mode, confirmed: _, ...fields } = visit.form
      await leave(deps, await ownAccount(deps, visit), { erases: mode === 'erase', choices: choicesOf(deps, fields) })
      await visit.session?.end()
      return redirect(mode === 'erase' ? '/goodbye?for=good' : '/goodbye')
    },
  )

  routes.get('/goodbye', { for: 'visitor', query: z.object({ for: z.literal('good').optional() }) }, (visit) => {
    const title = visit.formats.t('privacy:goodbye.title')
    return page('privacy/goodbye', {
      view: { forGood: visit.query.for === 'good', undoDays },
      head: { title, robots: 'noindex' },
    })
  })

  return routes
}

async function ownAccount(deps: PrivacyDeps, visit: Visit<unknown>): Promise<Account> {
  if (visit.actor.kind !== 'member') throw new NotSignedIn()
  const account = await deps.accounts.find(visit.actor.id)
  if (!account) throw new NotFound('no such account')
  return account
}

function choicesOf(deps: PrivacyDeps, fields: Readonly<Record<string, Treatment>>): Record<string, Treatment> {
  const kinds = new Set(allKinds(deps).map(({ kind }) => kind))
  return Object.fromEntries(
    Object.entries(fields).map(([field, treatment]) => {
      const kind = field.replace(/^becomes-/, '')
      if (!kinds.has(kind)) throw new Invalid({ form: 'rules:form.notUsable' })
      return [kind, treatment]
    }),
  )
}

async function leavingPage(deps: PrivacyDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const account = await ownAccount(deps, visit)
  const subject = { accountId: account._id, ...(account.email === undefined ? {} : { email: account.email }) }
  const kinds = await Promise.all(
    allKinds(deps).map(async (held) => ({ ...held, count: await holderOf(deps, held.kind).count(subject, held.kind) })),
  )
  const chosen = Object.fromEntries(kinds.map((held) => [`becomes-${held.kind}`, held.treatments[0] ?? 'delete']))
  const view = { kinds: kinds.filter(({ count, treatments: choices }) => count > 0 || choices.length > 1), undoDays }
  const head = { title: visit.formats.t('privacy:leave.title'), robots: 'noindex' as const, section: 'me' as const }
  return page('privacy/leave', {
    view,
    head,
    form: form ?? freshForm('/me/deactivate', { mode: 'deactivate', ...chosen }),
  })
}
