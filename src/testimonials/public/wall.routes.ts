import { z } from 'zod'
import { body, bodyForEverySite, createRoutes, page, type Routes, type Visit } from '../../http/index.ts'
import { Gone, NotFound } from '../../kernel/index.ts'
import { itemStamp, wallStamp } from '../stamp-names.ts'
import type { Purpose } from '../testimonials.words.ts'
import { atomOf } from './atom.ts'
import { cardOf, type Card } from './card.ts'
import { tweetAddress, tweetFrame, twitterFrames } from './tweet-addresses.ts'
import type { PublicTestimonial, PublicTestimonials, WallKey } from './read.ts'
import { shareSize } from './share-image.ts'
import { sharePath } from './share.routes.ts'

export interface WallDeps {
  shown: PublicTestimonials
  siteName: string
  link: (path: string) => string
  fullAddress: (path: string) => string
}

const pageSize = 24
const feedSize = 30

const pageQuery = z.object({
  after: z
    .string()
    .regex(/^-?\d{1,20}(\.\d{1,20})?_[0-9a-hjkmnp-tv-z]{12}$/)
    .optional(),
})

/** What everybody may see of testimonials. Everything comes from the one public query. */
export function wallRoutes(deps: WallDeps): Routes {
  const routes = createRoutes()
  const lists = { for: 'visitor', stamps: () => [wallStamp] } as const
  const single = {
    for: 'visitor',
    stamps: (params: Readonly<Record<string, string>>) => [itemStamp(params['id'] ?? '')],
  } as const

  routes.get('/testimonials', { ...lists, query: pageQuery }, (visit) => wallPage(deps, visit))

  routes.get('/testimonials/feed.atom', lists, async (visit) => {
    const parts = { items: await deps.shown.newest(feedSize), gone: await deps.shown.gone(feedSize) }
    const title = `${visit.formats.t('testimonials:wall.title')} · ${deps.siteName}`
    const nobody = visit.formats.t('testimonials:nobody')
    return body('application/atom+xml; charset=utf-8', atomOf(parts, { title, nobody, fullAddress: deps.fullAddress }))
  })

  routes.get('/embed/testimonials.json', { ...lists, query: pageQuery }, async (visit) => {
    const { t } = visit.formats
    const { cards, next } = await cardsFor(deps, 'widget', visit.query.after)
    const told = {
      selectedBy: t('testimonials:wall.selected', { company: deps.siteName }),
      testimonials: cards.map((card) => inWords(card, t)),
      ...(next === undefined
        ? {}
        : { next: deps.fullAddress(next.replace('/testimonials', '/embed/testimonials.json')) }),
    }
    return bodyForEverySite('application/json; charset=utf-8', JSON.stringify(told))
  })

  routes.get('/testimonials/:id', single, async (visit) => singlePage(deps, visit))

  routes.get('/testimonials/:id/photos/:key', single, async (visit) => {
    const { id = '', key = '' } = visit.params
    const bytes = await deps.shown.photo(id, key)
    if (!bytes) throw new NotFound('no such photo')
    return bodyForEverySite('image/webp', bytes)
  })

  return routes
}

async function wallPage(
  deps: WallDeps,
  visit: Visit<undefined, z.output<typeof pageQuery>>,
): Promise<ReturnType<typeof page>> {
  const { cards, next } = await cardsFor(deps, 'site', visit.query.after)
  const title = visit.formats.t('testimonials:wall.title')
  const head = { title, description: visit.formats.t('testimonials:wall.lead', { company: deps.siteName }) }
  const links = {
    ...(visit.query.after === undefined ? {} : { first: deps.link('/testimonials') }),
    ...(next === undefined ? {} : { next: deps.link(next) }),
  }
  const tweets = visit.query.after === undefined ? await deps.shown.tweets() : []
  return page('testimonials/wall', {
    view: {
      cards,
      tweets: tweets.map((number) => ({ address: tweetAddress(number), frame: tweetFrame(number) })),
      links,
      feed: deps.link('/testimonials/feed.atom'),
      giveAddress: deps.link('/testimonials/new'),
    },
    head: {
      ...head,
      section: 'testimonials',
      canonical: '/testimonials',
      feed: '/testimonials/feed.atom',
      ...(next === undefined ? {} : { next }),
    },
    ...(tweets.length > 0 ? { exceptions: { frames: [twitterFrames] } } : {}),
  })
}

async function singlePage(deps: WallDeps, visit: Visit): Promise<ReturnType<typeof page>> {
  const item = await deps.shown.find('site', visit.params['id'] ?? '')
  if (item === undefined) throw new NotFound('no such testimonial')
  if (item === 'gone') throw new Gone()
  const name = item.name ?? visit.formats.t('testimonials:nobody')
  const view = { card: cardOf(deps.link, item), publishedAt: item.publishedAt, wallAddress: deps.link('/testimonials') }
  return page('testimonials/single', {
    view,
    head: {
      section: 'testimonials',
      title: visit.formats.t('testimonials:single.title', { name }),
      // A description is the whole text or none of it: a cut of it is not what was consented to.
      description: item.text,
      image: { path: sharePath(item), ...shareSize },
      canonical: `/testimonials/${item.id}`,
      jsonLd: reviewOf(item, { name, company: deps.siteName }),
    },
  })
}

/** The words alone: stars for one's own organisation are no business of search engines. */
function reviewOf(item: PublicTestimonial, { name, company }: { name: string; company: string }): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'Review',
    reviewBody: item.text,
    author: { '@type': 'Person', name },
    itemReviewed: { '@type': 'Organization', name: company },
    datePublished: item.publishedAt.toISOString(),
  }
}

async function cardsFor(
  deps: WallDeps,
  purpose: Purpose,
  after: string | undefined,
): Promise<{ cards: Card[]; next?: string }> {
  const key = after === undefined ? undefined : keyFrom(after)
  const { items, next } = await deps.shown.list(purpose, { size: pageSize, ...(key ? { after: key } : {}) })
  // A widget stands on other sites, where a path alone leads to them.
  const link = purpose === 'widget' ? deps.fullAddress : deps.link
  return {
    cards: items.map((item) => cardOf(link, item)),
    ...(next ? { next: `/testimonials?after=${next.place}_${next.id}` } : {}),
  }
}

/** A card for who has none of our texts at hand: everything that is said beside the words is said here. */
function inWords({ connectionKey, name, stars, ...card }: Card, t: Visit['formats']['t']): object {
  return {
    ...card,
    name: name ?? t('testimonials:nobody'),
    ...(stars === undefined ? {} : { stars, starsText: t('testimonials:card.stars', { count: stars }) }),
    ...(connectionKey === undefined
      ? {}
      : { disclosure: t('testimonials:card.connection', { what: t(connectionKey) }) }),
  }
}

function keyFrom(text: string): WallKey {
  const [place = '', id = ''] = text.split('_')
  return { place: Number(place), id }
}
