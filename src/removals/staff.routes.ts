import {
  body,
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
import { addThings } from './commands/add-things.ts'
import { loadCase } from './load-case.ts'
import { decide } from './commands/decide.ts'
import { hideMeanwhile } from './commands/hide-things.ts'
import { acceptRemains, lookAgain } from './commands/judge-remains.ts'
import { prolong } from './commands/prolong.ts'
import { askParty } from './commands/write-message.ts'
import type { RemovalDeps } from './deps.ts'
import { basisKeys, refusalKeys } from './labels.words.ts'
import { readJudgements } from './queries/read-judgements.ts'
import { listQueue } from './queries/list-queue.ts'
import { showCase } from './queries/show-case.ts'
import {
  additionForm,
  askBackForm,
  caseQuery,
  decisionForm,
  hidingForm,
  nothingForm,
  prolongationForm,
  queueQuery,
  remainsForm,
} from './removals.forms.ts'
import { refusals, staffBases } from './removals.words.ts'
import { templateKeys, templates } from './templates.words.ts'

type AnyVisit = Visit<unknown, unknown>
const idOf = ({ params }: AnyVisit): string => params['id'] ?? ''
const caseAddress = (visit: AnyVisit): string => `/staff/removals/${idOf(visit)}`

/** The queue of requests, and everything that is done with one. */
export function removalStaffRoutes(deps: RemovalDeps): Routes {
  const routes = createRoutes()
  const again = (visit: AnyVisit, form: FormState): Promise<Answer> => casePage(deps, visit, form)

  routes.get('/staff/removals', { for: 'moderator', query: queueQuery }, async (visit) =>
    page('removals/queue', {
      view: await listQueue(deps, visit.query),
      head: headOf(visit.formats.t('removals:queue.title')),
    }),
  )
  routes.get('/staff/removals/:id', { for: 'moderator' }, (visit) => casePage(deps, visit))
  routes.get('/staff/removals/:id/things/:n/picture', { for: 'moderator' }, async (visit) => {
    const thing = (await loadCase(deps, idOf(visit))).things[Number(visit.params['n'])]
    const found = thing && (await deps.removables[thing.kind].find(thing.id))
    if (found?.preview.kind !== 'picture') throw new NotFound('no picture')
    return body(found.preview.type, found.preview.bytes)
  })

  routes.post('/staff/removals/:id/hiding', { for: 'moderator', form: hidingForm, again }, async (visit) => {
    await hideMeanwhile(deps, visit.actor, { id: idOf(visit), ...visit.form })
    return redirect(caseAddress(visit), { kind: 'done', key: hidingFlashes[visit.form.wish] })
  })
  routes.post('/staff/removals/:id/messages', { for: 'moderator', form: askBackForm, again }, async (visit) => {
    await askParty(deps, visit.actor, { id: idOf(visit), ...visit.form })
    return redirect(`${caseAddress(visit)}#party-${visit.form.party}`, { kind: 'done', key: 'removals:flash.asked' })
  })
  routes.post(
    '/staff/removals/:id/prolongation',
    { for: 'moderator', form: prolongationForm, again },
    async (visit) => {
      await prolong(deps, visit.actor, { id: idOf(visit), ...visit.form })
      return redirect(caseAddress(visit), { kind: 'done', key: 'removals:flash.prolonged' })
    },
  )
  routes.post('/staff/removals/:id/things', { for: 'moderator', form: additionForm, again }, async (visit) => {
    await addThings(deps, visit.actor, { id: idOf(visit), addresses: visit.form.about })
    return redirect(caseAddress(visit), { kind: 'done', key: 'removals:flash.added' })
  })
  addDecision(routes, deps)
  addProof(routes, deps)
  return routes
}

const hidingFlashes = {
  hide: 'removals:flash.hidden',
  show: 'removals:flash.shown',
  leave: 'removals:flash.left',
} as const

function addDecision(routes: Routes, deps: RemovalDeps): void {
  routes.get('/staff/removals/:id/decision', { for: 'moderator', query: caseQuery }, (visit) => {
    const { template } = visit.query
    const known = templates.find((each) => each === template)
    const explanation = known === undefined ? '' : visit.formats.t(templateKeys[known].text)
    return decisionPage(deps, visit, freshForm(`${caseAddress(visit)}/decision`, { explanation }))
  })
  routes.post(
    '/staff/removals/:id/decision',
    { for: 'moderator', form: decisionForm, again: (visit, form) => decisionPage(deps, visit, form) },
    async (visit) => {
      const { person, basis, refusal, explanation, ...fields } = visit.form
      await decide(deps, visit.actor, {
        id: idOf(visit),
        person,
        basis,
        refusal,
        explanation,
        things: await readJudgements(deps, idOf(visit), fields),
      })
      return redirect(caseAddress(visit), { kind: 'done', key: 'removals:flash.decided' })
    },
  )
}

function addProof(routes: Routes, deps: RemovalDeps): void {
  routes.post('/staff/removals/:id/verification', { for: 'moderator', form: nothingForm }, async (visit) => {
    await lookAgain(deps, visit.actor, idOf(visit))
    return redirect(`${caseAddress(visit)}#proof`, { kind: 'done', key: 'removals:flash.looked' })
  })
  routes.post(
    '/staff/removals/:id/remains',
    { for: 'moderator', form: remainsForm, again: (visit, form) => casePage(deps, visit, form) },
    async (visit) => {
      const { run: runId, ...remains } = visit.form
      await acceptRemains(deps, visit.actor, { id: idOf(visit), runId, ...remains })
      return redirect(`${caseAddress(visit)}#proof`, { kind: 'done', key: 'removals:flash.accepted' })
    },
  )
}

async function casePage(deps: RemovalDeps, visit: AnyVisit, form?: FormState): Promise<Answer> {
  const view = await showCase(deps, visit.actor, await loadCase(deps, idOf(visit)))
  const title = visit.formats.t('removals:case.title', { reference: view.reference })
  return page('removals/case', { view, head: headOf(title), form: form ?? freshForm(caseAddress(visit)) })
}

async function decisionPage(deps: RemovalDeps, visit: AnyVisit, form: FormState): Promise<Answer> {
  const shown = await showCase(deps, visit.actor, await loadCase(deps, idOf(visit)))
  const title = visit.formats.t('removals:decide.title', { reference: shown.reference })
  const view = {
    ...shown,
    bases: staffBases.map((id) => ({ id, key: basisKeys[id] })),
    refusals: refusals.map((id) => ({ id, key: refusalKeys[id] })),
    templates: templates.map((id) => ({ id, key: templateKeys[id].title })),
  }
  return page('removals/decide', { view, head: headOf(title), form })
}

function headOf(title: string) {
  return { title, robots: 'noindex' as const, section: 'staff' as const }
}
