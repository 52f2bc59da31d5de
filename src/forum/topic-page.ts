import { goTo, movedTo, page, type Answer, type FormState, type Visit } from '../http/index.ts'
import { NotAllowed } from '../kernel/index.ts'
import { anchorOf } from './addresses.ts'
import type { ForumDeps } from './deps.ts'
import type { TopicQuery } from './forum.forms.ts'
import type { PageLinks } from './forum.views.ts'
import { markRead } from './following/commands/mark-read.ts'
import { structuredData } from './machines/structured-data.ts'
import { rememberReading } from './marks/commands/remember-reading.ts'
import { firstUnread } from './marks/queries/first-unread.ts'
import { showTopic } from './queries/show-topic.ts'
import { quoteWhole } from './words/queries/quote-whole.ts'
import { warningFor } from './words/sensitive.ts'

/** The topic's page; an address with an old or wrong slug moves to the right one. */
export async function topicPage(
  deps: ForumDeps,
  visit: Visit<undefined, TopicQuery>,
  { id, slug, form }: { id: string; slug?: string; form: FormState },
): Promise<Answer> {
  const { view, path, shownUpTo } = await showTopic(deps, visit.actor, {
    id,
    query: visit.query,
    nobody: visit.formats.t('forum:nobody'),
  })
  if (slug !== undefined && path !== `/t/${id}/${encodeURIComponent(slug)}`) {
    return movedTo(path + queryText(visit.query))
  }
  if (visit.query.unread !== undefined) {
    const unread = await firstUnread(deps, visit.actor, id)
    return goTo(unread === undefined ? path : `${path}?post=${unread}#${anchorOf(unread)}`)
  }
  if (visit.me?.unread) await markRead(deps, visit.actor, view.topic.id)
  await rememberReading(deps, visit.actor, { topicId: view.topic.id, upTo: shownUpTo })
  // A page without the form would lose what was typed; an error page keeps it.
  if (view.replyAction === undefined && Object.keys(form.errors).length > 0)
    throw new NotAllowed(view.whyNoReply ?? 'rules:topic.closed', view.whyNoReplyParams)
  const { title, description } = view.topic
  const shown = { ...view, ...(await warningFor(deps, visit.actor, form)) }
  const { after, before, post } = visit.query
  const isFirst = after === undefined && before === undefined && post === undefined
  const head = {
    title,
    description,
    // Replies stay where they are, so a later page is a page of its own.
    canonical: after === undefined ? path : `${path}?after=${after}`,
    section: 'topics' as const,
    ...(view.share ? { feed: `/t/${id}/feed.atom` } : {}),
    ...(view.share && isFirst ? { jsonLd: structuredData(view, aroundOf(deps, visit)) } : {}),
    ...neighbours(deps, view.links),
  }
  return page('forum/topic', {
    view: shown,
    head,
    ...(view.replyAction === undefined ? {} : { form: await withQuote(deps, visit, { topicId: id, form }) }),
  })
}

function aroundOf(deps: ForumDeps, { formats }: Visit<unknown, unknown>): Parameters<typeof structuredData>[1] {
  return {
    full: (address) => deps.siteOrigin + address,
    nobody: formats.t('forum:nobody'),
    home: { name: formats.t('common:nav.topics'), address: deps.link('/') },
  }
}

/** The reply form with a post quoted in it, where the address asks for that. */
async function withQuote(
  deps: ForumDeps,
  visit: Visit<undefined, TopicQuery>,
  { topicId, form }: { topicId: string; form: FormState },
): Promise<FormState> {
  const { quote: postId } = visit.query
  if (postId === undefined || form.values['text'] !== undefined) return form
  const text = await quoteWhole(deps, { postId, topicId, nobody: visit.formats.t('forum:nobody') })
  return { ...form, values: { ...form.values, text } }
}

function queryText(query: TopicQuery): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined) as [string, string][]
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}

/** The head's links to neighbouring pages; view objects hold whole paths, the head is given them below the mount path. */
export function neighbours(deps: ForumDeps, links: PageLinks): { prev?: string; next?: string } {
  const below = (address: string): string => address.slice(deps.link('').length)
  return {
    ...(links.previous === undefined ? {} : { prev: below(links.previous) }),
    ...(links.next === undefined ? {} : { next: below(links.next) }),
  }
}
