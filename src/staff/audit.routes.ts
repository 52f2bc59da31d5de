import { body, createRoutes, page, type Routes } from '../http/index.ts'
import type { StaffDeps } from './deps.ts'
import { auditFile } from './queries/audit-file.ts'
import { listAudit } from './queries/list-audit.ts'
import { auditQuery } from './staff.forms.ts'

/** The owner's view of what people who work here did. There is no form here: an entry can't be changed. */
export function auditRoutes(deps: StaffDeps): Routes {
  const routes = createRoutes()

  routes.get('/staff/audit', { for: 'owner', query: auditQuery }, async (visit) => {
    const head = { title: visit.formats.t('audit:title'), robots: 'noindex' as const, section: 'staff' as const }
    return page('staff/audit', { view: await listAudit(deps, visit.query), head })
  })

  routes.get('/staff/audit/file', { for: 'owner', query: auditQuery }, async (visit) => {
    const { name, type, text } = await auditFile(deps, visit.query)
    visit.request.res?.setHeader('Content-Disposition', `attachment; filename="${name}"`)
    return body(type, text)
  })

  return routes
}
