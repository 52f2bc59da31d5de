import { createRoutes, page, type Routes } from '../../http/index.ts'
import type { DataDeclaration } from '../../kernel/index.ts'
import { mapAreas } from './map.ts'

/** Path below the mount path of the page that says what is held of people. */
const mapPath = '/privacy/what-we-keep'

/** What this site holds of people, why, until when and who sees it: read off the models. */
export function mapRoutes(declarations: readonly DataDeclaration[]): Routes {
  const routes = createRoutes()
  routes.get(mapPath, { for: 'visitor', stamps: () => [] }, (visit) => {
    const head = {
      title: visit.formats.t('privacy-map:title'),
      description: visit.formats.t('privacy-map:lead'),
      canonical: mapPath,
    }
    return page('privacy/map', { view: { areas: mapAreas(declarations) }, head })
  })
  return routes
}
