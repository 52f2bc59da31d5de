import { memberOf } from '../accounts/index.ts'
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
import { NotFound, type Member } from '../kernel/index.ts'
import { begin, confirm, renewCodes } from './commands/set-up.ts'
import { enter, remove, reset } from './commands/use.ts'
import type { FactorDeps } from './deps.ts'
import { factorPage } from './factor-page.ts'
import { codeForm, entryQuery, nothingForm } from './second-factor.forms.ts'
import { rolesHeld } from './second-factor.policy.ts'

type AnyVisit = Visit<unknown, unknown>

const at = '/me/second-factor'

/** One's second factor: set it up, show it, renew its codes, take it away; and the owner's way to help. */
export function secondFactorRoutes(deps: FactorDeps): Routes {
  const routes = createRoutes()

  routes.get(at, { for: 'member' }, (visit) => factorPage(deps, staffOf(visit), { visit }))

  routes.post(at, { for: 'member', form: nothingForm }, async (visit) => {
    await begin(deps, staffOf(visit))
    return redirect(at)
  })

  addCodeForm(routes, deps, {
    path: `${at}/confirmation`,
    take: async (visit) => {
      const codes = await confirm(deps, staffOf(visit), visit.form.code)
      await noteShown(deps, visit)
      return codesPage(deps, visit, codes)
    },
  })

  addCodeForm(routes, deps, {
    path: `${at}/codes`,
    take: async (visit) => codesPage(deps, visit, await renewCodes(deps, staffOf(visit), visit.form.code)),
  })

  addCodeForm(routes, deps, {
    path: `${at}/removal`,
    take: async (visit) => {
      await remove(deps, staffOf(visit), visit.form.code)
      return redirect(at, { kind: 'done', key: 'second-factor:flash.removed' })
    },
  })

  addEntry(routes, deps)

  routes.post('/staff/people/:id/second-factor/removal', { for: 'owner', form: nothingForm }, async (visit) => {
    const id = visit.params['id'] ?? ''
    await reset(deps, visit.actor, id)
    return redirect(`/staff/people/${id}`, { kind: 'done', key: 'second-factor:flash.reset' })
  })

  return routes
}

interface CodeForm {
  path: string
  take: (visit: Visit<{ code: string }>) => Promise<Answer>
}

/** A form whose only field is a code, on the page of one's second factor. */
function addCodeForm(routes: Routes, deps: FactorDeps, { path, take }: CodeForm): void {
  const again = (visit: Visit, form: FormState): Promise<Answer> => factorPage(deps, staffOf(visit), { visit, form })
  routes.post(path, { for: 'member', form: codeForm, again, limit: 'code' }, take)
}

/** The code that opens the console: asked for after the sign-in, and wherever the console is asked for without it. */
function addEntry(routes: Routes, deps: FactorDeps): void {
  const path = `${at}/entry`
  const ask = (visit: Visit<undefined, { return?: string | undefined }>, form?: FormState): Answer => {
    staffOf(visit)
    const head = { title: visit.formats.t('second-factor:entry.title'), robots: 'noindex' as const }
    const action = visit.address
    return page('second-factor/entry', { view: {}, head, form: form ?? freshForm(action, { code: '' }) })
  }
  routes.get(path, { for: 'member', query: entryQuery }, (visit) => {
    const back = deps.returnPath(visit.query.return)
    if (visit.me?.secondFactor === 'setUp') return redirect(at)
    return visit.me?.secondFactor === 'enter' ? ask(visit) : redirect(back)
  })
  routes.post(
    path,
    {
      for: 'member',
      form: codeForm,
      query: entryQuery,
      limit: 'code',
      again: (visit, form) => Promise.resolve(ask(visit, { ...form, values: { code: '' } })),
    },
    async (visit) => {
      await enter(deps, staffOf(visit), visit.form.code)
      await noteShown(deps, visit)
      return redirect(deps.returnPath(visit.query.return))
    },
  )
}

/** Notes in the session that its person has shown their second factor; the session gets a new id, as at every change of rights. */
async function noteShown({ clock }: FactorDeps, { session }: AnyVisit): Promise<void> {
  if (!session) return
  session.values.factorAt = clock()
  await session.renewId()
}

/** Throws NotFound for who doesn't work here: there is no such page for them. */
function staffOf(visit: AnyVisit): Member {
  if (rolesHeld(visit.actor).length === 0) throw new NotFound('for staff')
  return memberOf(visit)
}

function codesPage({ link }: FactorDeps, { formats }: AnyVisit, codes: readonly string[]): Answer {
  const head = { title: formats.t('second-factor:codes.title'), robots: 'noindex' as const, section: 'me' as const }
  return page('second-factor/codes', { view: { codes, onAddress: link('/staff') }, head })
}
