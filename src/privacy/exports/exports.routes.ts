import { z } from 'zod'
import { createRoutes, file, freshForm, page, redirect, type Routes } from '../../http/index.ts'
import { memberOf } from '../../accounts/index.ts'
import { askExport } from './commands/ask-export.ts'
import type { ExportDeps } from './deps.ts'
import { exportDays } from './exports.words.ts'
import { listExports } from './queries/list-exports.ts'
import { openExport } from './queries/open-export.ts'

const nothingForm = z.strictObject({})

/** A person's copy of everything that is held of them. */
export function exportRoutes(deps: ExportDeps): Routes {
  const routes = createRoutes()

  routes.get('/me/data', { for: 'member' }, async (visit) => {
    const view = { ...(await listExports(deps, memberOf(visit).id)), days: exportDays }
    const head = { title: visit.formats.t('my-data:title'), robots: 'noindex' as const, section: 'me' as const }
    return page('privacy/my-data', { view, head, form: freshForm('/me/data') })
  })

  routes.post('/me/data', { for: 'member', form: nothingForm }, async (visit) => {
    await askExport(deps, { accountId: memberOf(visit).id }, { locale: visit.formats.locale })
    return redirect('/me/data', { kind: 'done', key: 'my-data:flash.asked' })
  })

  routes.get('/me/data/:file', { for: 'member' }, async (visit) => {
    const { length, madeAt, pieces } = await openExport(deps, {
      actor: memberOf(visit),
      fileName: visit.params['file'] ?? '',
    })
    return file('application/zip', { name: `my-data-${madeAt.toISOString().slice(0, 10)}.zip`, length, pieces })
  })

  return routes
}
