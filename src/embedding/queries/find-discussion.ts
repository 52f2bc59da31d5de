import type { EmbeddingDeps, Thread, ThreadQuery } from '../deps.ts'
import type { Discussion } from '../discussion.model.ts'
import { readPageAddress, type PageAddress } from '../page-address.ts'

type Deps = Pick<EmbeddingDeps, 'discussions' | 'threads' | 'sites' | 'siteOrigin'>

/** What a page asks for. */
export interface Asked extends ThreadQuery {
  url?: string | undefined
  category?: string | undefined
}

/** Why a discussion isn't shown, as a message that names what to change. */
export interface Refusal {
  problem: { key: string; params: Record<string, string> }
}

/** A page that may hold a discussion, with its topic once there is one. */
export interface Found {
  page: PageAddress
  thread?: Thread
}

/** The page of a question, where its site is one of those that the settings name; our own pages may show it too. */
export function pageOf({ sites, siteOrigin }: Deps, url: string | undefined): PageAddress | Refusal {
  const page = readPageAddress(url)
  if (!page) return { problem: { key: 'embedding:problem.url', params: {} } }
  if (page.origin === siteOrigin || sites.includes(page.origin)) return page
  return { problem: { key: 'embedding:problem.site', params: { site: page.origin } } }
}

/** The discussion under a page as everybody may read it, or why there is none. */
export async function findDiscussion(deps: Deps, asked: Asked, nobody: string): Promise<Found | Refusal> {
  const page = pageOf(deps, asked.url)
  if ('problem' in page) return page
  const known = await deps.discussions.findById(page.address).lean<Discussion>()
  const { after, before, post } = asked
  const thread =
    known?.topicId === undefined
      ? 'gone'
      : await deps.threads.show(known.topicId, { query: { after, before, post }, nobody })
  if (thread === 'hidden') return { problem: { key: 'embedding:problem.hidden', params: {} } }
  if (thread !== 'gone') return { page, thread }
  const open = await deps.threads.openCategories()
  const { category } = asked
  if (category !== undefined && !open.some(({ slug }) => slug === category))
    return { problem: { key: 'embedding:problem.openCategory', params: { category } } }
  return open.length === 0 ? { problem: { key: 'embedding:problem.noCategory', params: {} } } : { page }
}
