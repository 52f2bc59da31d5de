import { createRoutes, goTo, page, redirect, type Routes, type Visit } from '../../http/index.ts'
import { NotFound } from '../../kernel/index.ts'
import { noteSeen } from './commands/note-seen.ts'
import { policyStamp, type PolicyDeps } from './deps.ts'
import { seenForm } from './policies.forms.ts'
import { policyNames, policyTitles, type PolicyName } from './policies.words.ts'
import { showChanges, showPolicy } from './queries/show-policy.ts'

const stamps = (): string[] => [policyStamp]

/** The texts that the site is run under, for everybody: as they hold, in each version, and what changed. */
export function policyRoutes(deps: PolicyDeps): Routes {
  const routes = createRoutes()
  for (const policy of policyNames) addPolicy(routes, deps, policy)

  routes.post('/policies/seen', { for: 'member', form: seenForm }, async (visit) => {
    const { policy, version, back } = visit.form
    await noteSeen(deps, visit.actor, { policy, version })
    return redirect(back ?? `/${policy}/${version}`)
  })

  return routes
}

function addPolicy(routes: Routes, deps: PolicyDeps, policy: PolicyName): void {
  routes.get(`/${policy}`, { for: 'visitor', stamps }, async (visit) => {
    const view = await showPolicy(deps, { policy })
    const elsewhere = deps.elsewhere[policy]
    if (view.state === 'none' && elsewhere !== undefined) return goTo(elsewhere)
    return page('privacy/policy', { view, head: headOf(visit, policy, { canonical: `/${policy}` }) })
  })

  routes.get(`/${policy}/:version`, { for: 'visitor', stamps }, async (visit) => {
    const view = await showPolicy(deps, { policy, version: versionOf(visit) })
    return page('privacy/policy', { view, head: headOf(visit, policy, { robots: 'noindex' }) })
  })

  routes.get(`/${policy}/:version/changes`, { for: 'visitor', stamps }, async (visit) => {
    const view = await showChanges(deps, { policy, version: versionOf(visit) })
    return page('privacy/policy-changes', { view, head: headOf(visit, policy, { robots: 'noindex' }) })
  })
}

function versionOf({ params }: Visit): number {
  const { version = '' } = params
  if (!/^[1-9]\d{0,5}$/.test(version)) throw new NotFound('no version')
  return Number(version)
}

function headOf(
  { formats }: Visit,
  policy: PolicyName,
  more: { canonical: string } | { robots: 'noindex' },
): { title: string } & typeof more {
  return { title: formats.t(policyTitles[policy]), ...more }
}
