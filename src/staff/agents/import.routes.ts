import {
  createRoutes,
  freshForm,
  page,
  redirect,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../../http/index.ts'
import { NotFound, type Member } from '../../kernel/index.ts'
import { nothingForm } from './agents.forms.ts'
import { faults, invitationDays, mostBytes, mostRows, refusals } from './agents.words.ts'
import { withdrawInvitation } from './commands/answer-invitation.ts'
import { confirmImport } from './commands/confirm-import.ts'
import { prepareImport } from './commands/prepare-import.ts'
import type { AgentDeps } from './deps.ts'
import type { AgentImport, ImportRow } from './import.model.ts'
import type { AgentInvitation } from './invitation.model.ts'

type AnyVisit = Visit<unknown, unknown>

const importPath = '/staff/agents/import'
const mostListed = 500

/** Agents from a spreadsheet, for the owner: send a file, look at what was read, invite. */
export function importRoutes(deps: AgentDeps): Routes {
  const routes = createRoutes()
  const upload = { field: 'file', maxBytes: mostBytes, tooLarge: refusals.tooLarge }
  const idOf = ({ params }: AnyVisit): string => params['id'] ?? ''

  routes.get(importPath, { for: 'owner' }, (visit) => importPage(deps, visit))

  routes.post(
    importPath,
    { for: 'owner', form: nothingForm, upload, again: (visit, form) => importPage(deps, visit, form) },
    async (visit) => redirect(`${importPath}/${await prepareImport(deps, visit.actor, visit.upload?.bytes)}`),
  )

  routes.get(`${importPath}/:id`, { for: 'owner' }, (visit) => previewPage(deps, visit, idOf(visit)))

  routes.post(`${importPath}/:id/confirmation`, { for: 'owner', form: nothingForm }, async (visit) => {
    const { locale } = visit.formats
    const { invited: count, later } = await confirmImport(deps, visit.actor, { id: idOf(visit), locale })
    return redirect(importPath, {
      kind: later === 0 ? 'done' : 'problem',
      key: later === 0 ? 'agents:flash.invited' : 'agents:flash.invitedLater',
      params: { count, later },
    })
  })

  routes.post('/staff/agents/invitations/:id/withdrawal', { for: 'owner', form: nothingForm }, async (visit) => {
    await withdrawInvitation(deps, visit.actor, idOf(visit))
    return redirect(importPath, { kind: 'done', key: 'agents:flash.withdrawn' })
  })

  return routes
}

function headOf({ formats }: AnyVisit) {
  return { title: formats.t('agents:import.title'), robots: 'noindex' as const, section: 'staff' as const }
}

async function importPage(deps: AgentDeps, visit: AnyVisit, form?: FormState): Promise<Answer> {
  const waiting = await deps.invitations
    .find({ expiresAt: { $gt: deps.clock() } })
    .sort({ createdAt: -1, _id: -1 })
    .limit(mostListed)
    .lean<AgentInvitation[]>()
  const view = {
    most: mostRows,
    days: invitationDays,
    waiting: waiting.map(({ _id, name, email, createdAt, expiresAt }) => ({
      name,
      email,
      createdAt,
      expiresAt,
      withdrawAction: deps.link(`/staff/agents/invitations/${_id}/withdrawal`),
    })),
  }
  return page('staff/agents-import', { view, head: headOf(visit), form: form ?? freshForm(importPath) })
}

async function previewPage(deps: AgentDeps, visit: AnyVisit, id: string): Promise<Answer> {
  const byId = (visit.actor as Member).id
  const found = await deps.imports.findOne({ _id: id, byId }).lean<AgentImport>()
  if (!found || found.expiresAt <= deps.clock()) throw new NotFound('no such preview')
  const sound = found.rows.filter((row) => row.faults.length === 0)
  const view = {
    rows: found.rows.map(toShown),
    sound: sound.length,
    faulty: found.rows.length - sound.length,
    days: invitationDays,
    againAddress: deps.link(importPath),
  }
  return page('staff/agents-preview', {
    view,
    head: headOf(visit),
    form: freshForm(`${importPath}/${id}/confirmation`),
  })
}

function toShown({ row, name, email, faults: found, sameAs = 0 }: ImportRow): object {
  return { row, name, email, faults: found.map((fault) => ({ key: faults[fault], row: sameAs })) }
}
