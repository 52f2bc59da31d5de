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
import { belongsTo, keyToText, roles, type Page } from '../kernel/index.ts'
import type { PersonRow } from '../accounts/index.ts'
import type { StaffDeps } from './deps.ts'
import { nothingForm, peopleQuery, restrictionForm, rolesForm } from './staff.forms.ts'
import { roleKeys } from './staff.words.ts'

type AnyVisit = Visit<unknown, unknown>
type Kind = 'silenced' | 'suspended'

const idOf = ({ params }: AnyVisit): string => params['id'] ?? ''

/** People, for moderators: who they are here, what was taken from them; for the owner their roles. */
export function peopleRoutes(deps: StaffDeps): Routes {
  const routes = createRoutes()

  routes.get('/staff/people', { for: 'moderator', query: peopleQuery }, async (visit) => {
    const { search = '', show = '' } = visit.query
    const found = await deps.accounts.staff.list(visit.actor, visit.query)
    const people = found.rows.map((row) => ({ ...row, roleKeys: row.roles.map((role) => roleKeys[role].name) }))
    const view = { people, search, show, links: linksOf(deps, { search, show }, found) }
    return page('staff/people', { view, head: headOf(visit) })
  })

  routes.get('/staff/people/:id', { for: 'moderator' }, async (visit) => {
    const answer = await personPage(deps, visit)
    const id = idOf(visit)
    await deps.audit.noteLook(visit.actor, { action: 'account.look', thing: { kind: 'account', id }, about: id })
    return answer
  })

  addRestriction(routes, deps, { path: 'silence', kind: 'silenced' })
  addRestriction(routes, deps, { path: 'suspension', kind: 'suspended' })

  routes.post(
    '/staff/people/:id/roles',
    { for: 'owner', form: rolesForm, again: (visit, form) => personPage(deps, visit, form) },
    async (visit) => {
      const chosen = roles.filter((role) => visit.form[role] === 'on')
      await deps.accounts.staff.giveRoles(visit.actor, { id: idOf(visit), roles: chosen })
      return redirect(`/staff/people/${idOf(visit)}`, { kind: 'done', key: 'people:flash.roles' })
    },
  )

  return routes
}

function addRestriction(routes: Routes, deps: StaffDeps, { path, kind }: { path: string; kind: Kind }): void {
  routes.post(
    `/staff/people/:id/${path}`,
    { for: 'moderator', form: restrictionForm, again: (visit, form) => personPage(deps, visit, form) },
    async (visit) => {
      const { reason, lasts } = visit.form
      const days = lasts === 'forever' ? undefined : Number(lasts)
      await deps.accounts.staff.restrict(visit.actor, { id: idOf(visit), kind, reason, days })
      return redirect(`/staff/people/${idOf(visit)}`, { kind: 'done', key: flashes[kind].on })
    },
  )

  routes.post(`/staff/people/:id/${path}/end`, { for: 'moderator', form: nothingForm }, async (visit) => {
    await deps.accounts.staff.unrestrict(visit.actor, { id: idOf(visit), kind })
    return redirect(`/staff/people/${idOf(visit)}`, { kind: 'done', key: flashes[kind].off })
  })
}

const flashes = {
  silenced: { on: 'people:flash.silenced', off: 'people:flash.unsilenced' },
  suspended: { on: 'people:flash.suspended', off: 'people:flash.unsuspended' },
} as const

async function personPage(deps: StaffDeps, visit: AnyVisit, form?: FormState): Promise<Answer> {
  const shown = await deps.accounts.staff.show(visit.actor, idOf(visit))
  const roleChoices = roles.map((id) => ({ id, ...roleKeys[id], isHeld: shown.roles.includes(id) }))
  const hasFactor = belongsTo(visit.actor, 'owner') && (await deps.hasSecondFactor(idOf(visit)))
  const view = {
    ...shown,
    ...(hasFactor ? { resetFactorAction: `${shown.address}/second-factor/removal` } : {}),
    roleKeys: shown.roles.map((role) => roleKeys[role].name),
    roleChoices,
    silenceAction: `${shown.address}/silence`,
    suspendAction: `${shown.address}/suspension`,
  }
  return page('staff/person', { view, head: headOf(visit), form: form ?? freshForm(visit.address, { lasts: '7' }) })
}

function headOf({ formats }: AnyVisit) {
  return { title: formats.t('people:title'), robots: 'noindex' as const, section: 'staff' as const }
}

function linksOf(
  { link }: StaffDeps,
  asked: { search: string; show: string },
  { next, previous }: Page<PersonRow>,
): { first?: string; previous?: string; next?: string } {
  const to = (more: Record<string, string>): string => {
    const given = Object.entries({ ...asked, ...more }).filter(([, value]) => value !== '')
    const text = new URLSearchParams(given).toString()
    return link(text === '' ? '/staff/people' : `/staff/people?${text}`)
  }
  return {
    ...(previous ? { first: to({}), previous: to({ before: keyToText(previous) }) } : {}),
    ...(next ? { next: to({ after: keyToText(next) }) } : {}),
  }
}
