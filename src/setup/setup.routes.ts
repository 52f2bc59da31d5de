import { z } from 'zod'
import { createRoutes, page, type Answer, type Routes, type Visit } from '../http/index.ts'
import type { Finding } from '../kernel/index.ts'
import type { SetupDeps } from './deps.ts'
import { lookAround, lookAtMail, lookAtOwnAddress } from './look.ts'

type AnyVisit = Visit<unknown, unknown>

/** The owner's page for the first day: what is set up, which addresses providers have to know, and whether it all works. */
export function setupRoutes(deps: SetupDeps): Routes {
  const routes = createRoutes()
  routes.get('/staff/setup', { for: 'owner' }, (visit) => setupPage(deps, visit))
  routes.post('/staff/setup', { for: 'owner', form: z.strictObject({}), limit: 'server' }, (visit) =>
    setupPage(deps, visit, { tests: true }),
  )
  return routes
}

async function setupPage(deps: SetupDeps, visit: AnyVisit, { tests = false } = {}): Promise<Answer> {
  const asked = tests ? Promise.all([lookAtOwnAddress(deps), lookAtMail(deps)]) : Promise.resolve([])
  const providers = deps.providers.map(async ({ id, label, addresses, test }) => ({
    id,
    label,
    addresses,
    findings: shown(visit, tests ? await test() : []),
  }))
  const view = {
    findings: shown(visit, [...(await lookAround(deps)), ...(await asked)]),
    providers: await Promise.all(providers),
    isTested: tests,
    testAction: deps.link('/staff/setup'),
  }
  const head = { title: visit.formats.t('setup:title'), robots: 'noindex' as const, section: 'staff' as const }
  return page('setup/setup', { view, head })
}

function shown({ formats }: AnyVisit, findings: readonly Finding[]): object[] {
  return findings.map(({ level, key, params }) => ({ level, text: formats.t(key, params) }))
}
