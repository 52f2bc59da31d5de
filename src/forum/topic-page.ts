import { movedTo, page, type Answer, type FormState, type Visit } from '../http/index.ts'
import type { ForumDeps } from './deps.ts'
import type { TopicQuery } from './forum.forms.ts'
import type { PageLinks } from './forum.views.ts'
import { showTopic } from './queries/show-topic.ts'

/** The topic's page; an address with an old or wrong slug moves to the right one. */
export async function topicPage(
  deps: ForumDeps,
  visit: Visit<undefined, TopicQuery>,
  { id, slug, form }: { id: string; slug?: string; form: FormState },
): Promise<Answer> {
  const { view, path } = await showTopic(deps, visit.actor, { id, query: visit.query })
  if (slug !== undefined && path !== `/t/${id}/${encodeURIComponent(slug)}`) {
    return movedTo(path + (visit.query.post === undefined ? '' : `?post=${visit.query.post}`))
  }
  const { title, description } = view.topic
  const head = { title, description, canonical: path, section: 'topics' as const, ...neighbours(deps, view.links) }
  return page('forum/topic', { view, head, ...(view.replyAction === undefined ? {} : { form }) })
}

/** The head's links to neighbouring pages; view objects hold whole paths, the head is given them below the mount path. */
export function neighbours(deps: ForumDeps, links: PageLinks): { prev?: string; next?: string } {
  const below = (address: string): string => address.slice(deps.link('').length)
  return {
    ...(links.previous === undefined ? {} : { prev: below(links.previous) }),
    ...(links.next === undefined ? {} : { next: below(links.next) }),
  }
}
