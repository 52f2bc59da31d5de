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
import { NotFound } from '../../kernel/index.ts'
import { announce } from './commands/announce.ts'
import { callOff } from './commands/call-off.ts'
import { writeDraft } from './commands/write-draft.ts'
import type { PolicyDeps } from './deps.ts'
import { announcementForm, draftForm, nothingForm } from './policies.forms.ts'
import { policyNames, type PolicyName } from './policies.words.ts'
import { listPolicies, showEditor } from './queries/edit-policy.ts'

const listPath = '/staff/policies'

/** The owner's work on the texts that the site is run under. */
export function staffPolicyRoutes(deps: PolicyDeps): Routes {
  const routes = createRoutes()

  routes.get(listPath, { for: 'owner' }, async (visit) =>
    page('staff/policies', { view: await listPolicies(deps), head: headOf(visit) }),
  )

  routes.get(`${listPath}/:policy`, { for: 'owner' }, (visit) => editor(deps, visit))

  routes.post(
    `${listPath}/:policy/draft`,
    { for: 'owner', form: draftForm, again: (visit, form) => editor(deps, visit, form) },
    async (visit) => {
      const policy = policyOf(visit)
      await writeDraft(deps, visit.actor, { policy, source: visit.form.source })
      return redirect(`${listPath}/${policy}`, { kind: 'done', key: 'policies:flash.saved' })
    },
  )

  routes.post(
    `${listPath}/:policy/announcement`,
    { for: 'owner', form: announcementForm, again: (visit, form) => editor(deps, visit, form) },
    async (visit) => {
      const policy = policyOf(visit)
      const { effectiveOn: effectiveAt, isMaterial, summary, newOwner } = visit.form
      await announce(deps, visit.actor, { policy, effectiveAt, isMaterial: isMaterial === 'yes', summary, newOwner })
      return redirect(`${listPath}/${policy}`, { kind: 'done', key: 'policies:flash.announced' })
    },
  )

  routes.post(`${listPath}/:policy/calling-off`, { for: 'owner', form: nothingForm }, async (visit) => {
    const policy = policyOf(visit)
    await callOff(deps, visit.actor, { policy })
    return redirect(`${listPath}/${policy}`, { kind: 'done', key: 'policies:flash.calledOff' })
  })

  return routes
}

function policyOf({ params }: Visit<unknown>): PolicyName {
  const named = policyNames.find((name) => name === params['policy'])
  if (!named) throw new NotFound('no such policy')
  return named
}

async function editor(deps: PolicyDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const view = await showEditor(deps, policyOf(visit))
  const at = `${listPath}/${view.policy}`
  const values = { source: view.source, summary: '', newOwner: '', effectiveOn: '', isMaterial: 'yes' }
  const state = form ? { ...form, values: { ...values, ...form.values } } : freshForm(at, values)
  return page('staff/policy', { view: { ...view, at: deps.link(at) }, head: headOf(visit), form: state })
}

function headOf({ formats }: Visit<unknown>) {
  return { title: formats.t('policies:staff.title'), robots: 'noindex' as const, section: 'staff' as const }
}
