import { bodyForEverySite, createRoutes, type Routes, type Visit } from '../../http/index.ts'
import { NotFound } from '../../kernel/index.ts'
import { itemStamp } from '../stamp-names.ts'
import { toCard } from './card.ts'
import type { PublicTestimonial, PublicTestimonials } from './read.ts'
import { createShareImages, type ShareParts } from './share-image.ts'

export interface ShareDeps {
  shown: PublicTestimonials
  siteName: string
}

/** Path below the mount path of what networks show with a testimonial. */
export const sharePath = ({ id, shareKey }: Pick<PublicTestimonial, 'id' | 'shareKey'>): string =>
  `/testimonials/${id}/image/${shareKey}.png`

/** Share images. They are drawn from the one public query, and so are gone with the consent. */
export function shareRoutes(deps: ShareDeps): Routes {
  const routes = createRoutes()
  const images = createShareImages()
  const stamps = ({ id = '' }: Readonly<Record<string, string>>): string[] => [itemStamp(id)]

  routes.get('/testimonials/:id/image/:file', { for: 'visitor', stamps }, async (visit) => {
    const { id = '', file } = visit.params
    const item = await deps.shown.find('site', id)
    if (typeof item !== 'object' || file !== `${item.shareKey}.png`) throw new NotFound('no such picture')
    const key = `${item.shareKey} ${visit.formats.locale}`
    return bodyForEverySite('image/png', await images.draw(key, () => partsOf(deps, item, visit.formats.t)))
  })

  return routes
}

async function partsOf(deps: ShareDeps, item: PublicTestimonial, t: Visit['formats']['t']): Promise<ShareParts> {
  const { connectionKey, name, ...card } = toCard(item, {})
  const photo = item.photo === undefined ? undefined : await deps.shown.photo(item.id, item.photo)
  return {
    text: card.text,
    isQuoted: card.isQuoted,
    name: name ?? t('testimonials:nobody'),
    about: [card.role, card.company].filter((part) => part !== '').join(', '),
    disclosure: connectionKey === undefined ? '' : t('testimonials:card.connection', { what: t(connectionKey) }),
    selectedBy: t('testimonials:wall.selected', { company: deps.siteName }),
    ...(card.stars === undefined ? {} : { stars: card.stars }),
    ...(photo ? { photo } : {}),
  }
}
