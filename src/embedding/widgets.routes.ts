import { z } from 'zod'
import { bodyForEverySite, createRoutes, page, type Answer, type Routes } from '../http/index.ts'
import { NotFound, type MessageKey, type MessageParams } from '../kernel/index.ts'
import { statuses, type EmbeddingDeps, type Status } from './deps.ts'

const text = z.string().max(200).optional()
const query = z.object({ count: text, category: text, status: text, as: z.literal('element').optional() })
type Query = z.output<typeof query>

/** How many are shown at most, and where nothing is said. */
const counts = {
  testimonials: { most: 24, usual: 3 },
  topics: { most: 20, usual: 5 },
} as const

type Kind = keyof typeof counts

/** What a page of another site asks for and can't have: one sentence that names what to change. */
interface Problem {
  key: MessageKey
  params: MessageParams
}

/**
 * Pieces of HTML that the elements of embed.js fetch, or a server puts into its own page: the same for everybody, kept by
 * stamps like the pages they show a part of. What is withdrawn or removed is gone with the next request.
 */
export function widgetRoutes(deps: EmbeddingDeps): Routes {
  const routes = createRoutes()
  const open = { for: 'visitor', ignoresCookie: true, query } as const

  routes.get('/embed/testimonials', { ...open, stamps: () => [...deps.testimonials.stamps] }, async (visit) => {
    const count = countOf('testimonials', visit.query)
    const cards = count === undefined ? [] : await deps.testimonials.cards(count)
    return fragment(deps, 'testimonials', {
      view: { cards, address: deps.fullAddress('/testimonials'), ...problemOf('testimonials', visit.query) },
      query: visit.query,
    })
  })

  routes.get('/embed/topics', { ...open, stamps: () => [...deps.forum.stamps] }, async (visit) => {
    const found = await topicsFor(deps, visit.query)
    const address = deps.fullAddress(found.topics ? pathOf(visit.query) : '/')
    return fragment(deps, 'topics', {
      view: { topics: found.topics ?? [], address, ...('problem' in found ? found : {}) },
      query: visit.query,
    })
  })

  routes.get('/embed/topics.json', { ...open, stamps: () => [...deps.forum.stamps] }, async (visit) => {
    const { topics } = await topicsFor(deps, visit.query)
    if (!topics) throw new NotFound('no such list')
    return bodyForEverySite('application/json; charset=utf-8', JSON.stringify({ topics }))
  })

  return routes
}

const pathOf = ({ category }: Query): string => (category === undefined ? '/' : `/c/${encodeURIComponent(category)}`)

/** The topics that are asked for, or what is wrong with the question. */
async function topicsFor(
  { forum }: EmbeddingDeps,
  asked: Query,
): Promise<{ topics: readonly object[] } | { topics?: never; problem: Problem }> {
  const { category } = asked
  const count = countOf('topics', asked)
  const wrong = problemOf('topics', asked)
  if (count === undefined || 'problem' in wrong) return wrong as { problem: Problem }
  const topics = await forum.topics({ count, category, status: asked.status as Status | undefined })
  if (topics) return { topics }
  return { problem: { key: 'embedding:problem.category', params: { category: category ?? '' } } }
}

/** The number that is asked for; undefined when it is none that can be shown. */
function countOf(kind: Kind, { count }: Query): number | undefined {
  const { most, usual } = counts[kind]
  if (count === undefined) return usual
  const number = /^\d{1,3}$/.test(count) ? Number(count) : 0
  return number >= 1 && number <= most ? number : undefined
}

function problemOf(kind: Kind, asked: Query): { problem?: Problem } {
  if (countOf(kind, asked) === undefined)
    return { problem: { key: 'embedding:problem.count', params: { most: counts[kind].most } } }
  const isStatus = asked.status === undefined || (statuses as readonly string[]).includes(asked.status)
  return isStatus ? {} : { problem: { key: 'embedding:problem.status', params: {} } }
}

/** The inside of an element; asked for as an element, the whole of it with its inside in a declarative shadow root. */
function fragment(
  deps: EmbeddingDeps,
  kind: Kind,
  { view, query: { as, ...attributes } }: { view: object; query: Query },
): Answer {
  const inner = { ...view, styles: deps.fullAddress(deps.asset('embed.css')) }
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined)
  const whole = { ...inner, element: `candor-${kind}`, attributes: given, template: kind }
  const parts = { head: { title: '', robots: 'noindex' }, layout: 'bare', exceptions: { everySite: true } } as const
  return as === 'element'
    ? page('embedding/whole', { view: whole, ...parts })
    : page(`embedding/${kind}`, { view: inner, ...parts })
}
