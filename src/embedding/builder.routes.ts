import { z } from 'zod'
import { createRoutes, freshForm, page, type Routes } from '../http/index.ts'
import { statuses, type EmbeddingDeps } from './deps.ts'

const kinds = ['testimonials', 'topics', 'discussion'] as const
type Kind = (typeof kinds)[number]

const count = z.coerce.number().int().min(1)

/** What can be chosen; what doesn't fit is as if it weren't there. */
const builderQuery = z.object({
  widget: z.enum(kinds).catch('testimonials'),
  count: count.optional().catch(undefined),
  category: z.string().max(100).optional().catch(undefined),
  status: z.enum(statuses).optional().catch(undefined),
  theme: z.enum(['light', 'dark']).optional().catch(undefined),
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .optional()
    .catch(undefined),
})
type Choice = z.output<typeof builderQuery>

/** Which attributes an element has, the number that it shows where nothing is said, and how high it is then, in rem. */
const facts = {
  testimonials: { takes: ['count', 'theme'], most: 24, usual: 3, height: () => 20 },
  topics: {
    takes: ['count', 'category', 'status', 'theme'],
    most: 20,
    usual: 5,
    height: (rows: number) => rows * 3.75 + 2.75,
  },
  discussion: { takes: ['category', 'theme'], most: 1, usual: 1, height: () => 24 },
} as const satisfies Record<
  Kind,
  { takes: readonly (keyof Choice)[]; most: number; usual: number; height: (rows: number) => number }
>

/** The page on which an element is put together, looked at and copied. */
export function builderRoutes(deps: EmbeddingDeps): Routes {
  const routes = createRoutes()

  routes.get('/staff/embedding', { for: 'staff', query: builderQuery }, async (visit) => {
    const { widget } = visit.query
    const attributes = attributesOf(visit.query)
    const view = {
      widget,
      takes: facts[widget].takes,
      categories: (await deps.threads.openCategories()).map(({ slug: id, name }) => ({ id, name })),
      element: { name: `candor-${widget}`, attributes, accent: visit.query.accent },
      snippet: snippetOf(deps, visit.query),
      sites: deps.sites,
    }
    const chosen = Object.entries({ ...visit.query, ...Object.fromEntries(attributes) })
    const values = Object.fromEntries(chosen.map(([name, value]) => [name, String(value ?? '')]))
    const head = { title: visit.formats.t('embedding:builder.title'), robots: 'noindex', section: 'staff' } as const
    return page('embedding/builder', {
      view,
      head,
      form: freshForm('/staff/embedding', values),
      exceptions: { holdsFrames: true },
    })
  })

  return routes
}

function attributesOf(choice: Choice): [string, string][] {
  const { takes, most, usual } = facts[choice.widget]
  return takes.flatMap((name): [string, string][] => {
    const value = name === 'count' ? Math.min(choice.count ?? usual, most) : choice[name]
    return value === undefined || value === '' ? [] : [[name, String(value)]]
  })
}

/** The element with the room that it takes, so that nothing below it moves, and the script. */
function snippetOf({ fullAddress }: EmbeddingDeps, choice: Choice): string {
  const { usual, most, height } = facts[choice.widget]
  const rows = Math.min(choice.count ?? usual, most)
  const attributes = attributesOf(choice).map(([name, value]) => ` ${name}="${value}"`)
  const accent = choice.accent === undefined ? '' : `; --candor-accent: ${choice.accent}`
  const style = ` style="display: block; min-block-size: ${height(rows)}rem${accent}"`
  const name = `candor-${choice.widget}`
  return `<${name}${attributes.join('')}${style}></${name}>\n<script src="${fullAddress('/embed.js')}" async></script>`
}
