import { belongsTo, type Actor, type Audience } from '../kernel/index.ts'
import { createRoutes, page, type Routes } from '../http/index.ts'
import type { StaffDeps, Waiting } from './deps.ts'

interface Entry {
  path: string
  /** Who finds the entry on the console's home. */
  for: Audience
  titleKey: string
  textKey: string
  /** What waits there is counted. */
  waits?: Waiting
}

const entries: readonly Entry[] = [
  { path: '/staff/requests', for: 'agent', titleKey: 'tickets:queue.title', textKey: 'tickets:queue.lead' },
  {
    path: '/staff/testimonials',
    for: 'marketing',
    titleKey: 'testimonials:board.title',
    textKey: 'testimonials:board.lead',
  },
  { path: '/staff/embedding', for: 'staff', titleKey: 'embedding:builder.title', textKey: 'embedding:builder.lead' },
  { path: '/staff/waiting', for: 'staff', titleKey: 'following:waiting.title', textKey: 'following:waiting.lead' },
  { path: '/staff/mail', for: 'owner', titleKey: 'mail:outbox.title', textKey: 'mail:outbox.lead' },
  {
    path: '/staff/categories',
    for: 'owner',
    titleKey: 'staff:links.categories',
    textKey: 'staff:links.categoriesWhat',
  },
  {
    path: '/staff/moderation',
    for: 'moderator',
    titleKey: 'order:queue.title',
    textKey: 'order:queue.lead',
    waits: 'posts',
  },
  {
    path: '/staff/removals',
    for: 'moderator',
    titleKey: 'removals:queue.title',
    textKey: 'removals:queue.lead',
    waits: 'requests',
  },
  { path: '/staff/data-requests', for: 'owner', titleKey: 'access:staff.title', textKey: 'access:staff.lead' },
  { path: '/staff/policies', for: 'owner', titleKey: 'policies:staff.title', textKey: 'policies:staff.lead' },
  { path: '/staff/people', for: 'moderator', titleKey: 'people:title', textKey: 'people:lead' },
  { path: '/staff/agents/import', for: 'owner', titleKey: 'agents:import.title', textKey: 'agents:import.door' },
  { path: '/staff/audit', for: 'owner', titleKey: 'audit:title', textKey: 'audit:lead' },
  { path: '/staff/setup', for: 'owner', titleKey: 'setup:title', textKey: 'setup:lead' },
]

/** The home of the people who work here: what each of them may open. */
export function staffRoutes(deps: StaffDeps): Routes {
  const routes = createRoutes()
  routes.get('/staff', { for: 'staff' }, async (visit) => {
    const head = { title: visit.formats.t('staff:home.title'), robots: 'noindex' as const, section: 'staff' as const }
    return page('staff/home', { view: { links: await entriesFor(deps, visit.actor) }, head })
  })
  return routes
}

async function entriesFor({ link, waiting: queues }: StaffDeps, actor: Actor): Promise<object[]> {
  const own = entries.filter((entry) => belongsTo(actor, entry.for))
  return Promise.all(
    own.map(async ({ path, titleKey, textKey, waits }) => {
      const waiting = waits ? await queues[waits].countWaiting() : 0
      return { address: link(path), titleKey, textKey, ...(waiting > 0 ? { waiting } : {}) }
    }),
  )
}
