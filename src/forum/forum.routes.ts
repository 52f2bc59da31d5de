import {
  createRoutes,
  freshForm,
  movedTo,
  page,
  redirect,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../http/index.ts'
import { newId } from '../kernel/index.ts'
import { peopleStamp } from '../accounts/index.ts'
import { categoryPath, postPath, topicPath } from './addresses.ts'
import { mayAnnounce } from './category.policy.ts'
import { addPost } from './commands/add-post.ts'
import { startTopic } from './commands/start-topic.ts'
import type { ForumDeps } from './deps.ts'
import { listQuery, newPostForm, newTopicForm, newTopicQuery, topicQuery, type TopicQuery } from './forum.forms.ts'
import type { PageLinks } from './forum.views.ts'
import { writableCategories } from './queries/list-categories.ts'
import { showCategory } from './queries/show-category.ts'
import { showHome } from './queries/show-home.ts'
import { showTopic } from './queries/show-topic.ts'
import { categoriesStamp, categoryStamp, latestStamp, topicStamp } from './stamp-names.ts'

/** Reading the forum, and writing into it. */
export function forumRoutes(deps: ForumDeps): Routes {
  const routes = createRoutes()
  const part = (params: Readonly<Record<string, string>>, name: string): string => params[name] ?? ''

  routes.get(
    '/',
    { for: 'visitor', query: listQuery, stamps: () => [latestStamp, categoriesStamp, peopleStamp] },
    async (visit) => {
      const view = await showHome(deps, visit.actor, visit.query)
      const { t } = visit.formats
      const head = {
        title: t('forum:home.title'),
        canonical: '/',
        section: 'topics' as const,
        description: t('forum:home.lead'),
      }
      return page('forum/home', { view, head: { ...head, ...neighbours(deps, view.links) } })
    },
  )

  routes.get(
    '/c/:category',
    {
      for: 'visitor',
      query: listQuery,
      stamps: (params) => [categoryStamp(part(params, 'category')), categoriesStamp, peopleStamp],
    },
    async (visit) => {
      const slug = part(visit.params, 'category')
      const view = await showCategory(deps, visit.actor, { slug, query: visit.query })
      const { name: title, description } = view.category
      const head = { title, description, canonical: categoryPath({ slug }), section: 'topics' as const }
      return page('forum/category', { view, head: { ...head, ...neighbours(deps, view.links) } })
    },
  )

  routes.get('/topics/new', { for: 'member', query: newTopicQuery }, (visit) =>
    newTopicPage(deps, visit, freshForm('/topics/new', { submission: newId(), kind: 'question' })),
  )

  routes.post(
    '/topics/new',
    {
      for: 'member',
      form: newTopicForm,
      query: newTopicQuery,
      limit: 'post',
      again: (visit, form) => newTopicPage(deps, visit, form),
    },
    async (visit) => redirect(topicPath(await startTopic(deps, visit.actor, visit.form))),
  )

  routes.get(
    '/t/:id/:slug',
    {
      for: 'visitor',
      query: topicQuery,
      stamps: (params) => [topicStamp(part(params, 'id')), categoriesStamp, peopleStamp],
    },
    async (visit) => {
      const { id, slug } = { id: part(visit.params, 'id'), slug: part(visit.params, 'slug') }
      return topicPage(deps, visit, { id, slug, form: freshForm(`/t/${id}/posts`, { submission: newId() }) })
    },
  )
  routes.get('/t/:id', { for: 'visitor', query: topicQuery }, async (visit) => {
    const { path } = await showTopic(deps, visit.actor, { id: part(visit.params, 'id'), query: {} })
    return movedTo(path)
  })

  routes.post(
    '/t/:id/posts',
    {
      for: 'member',
      form: newPostForm,
      limit: 'post',
      again: (visit, form) => topicPage(deps, { ...visit, query: {} }, { id: part(visit.params, 'id'), form }),
    },
    async (visit) => {
      const { topic, post } = await addPost(deps, visit.actor, { ...visit.form, topicId: part(visit.params, 'id') })
      return redirect(postPath(topic, post._id))
    },
  )

  return routes
}

async function newTopicPage(
  deps: ForumDeps,
  visit: Visit<undefined, { category?: string | undefined }>,
  form: FormState,
): Promise<Answer> {
  const categories = await writableCategories(deps, visit.actor)
  const wanted = categories.find(({ slug }) => slug === visit.query.category)?.id ?? ''
  const view = { categories, mayAnnounce: mayAnnounce(visit.actor).allowed }
  const values = { categoryId: wanted, ...form.values }
  const head = {
    title: visit.formats.t('forum:newTopic.title'),
    robots: 'noindex' as const,
    section: 'topics' as const,
  }
  return page('forum/new-topic', { view, head, form: { ...form, values } })
}

/** The topic's page; an address with an old or wrong slug moves to the right one. */
async function topicPage(
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
function neighbours(deps: ForumDeps, links: PageLinks): { prev?: string; next?: string } {
  const below = (address: string): string => address.slice(deps.link('').length)
  return {
    ...(links.previous === undefined ? {} : { prev: below(links.previous) }),
    ...(links.next === undefined ? {} : { next: below(links.next) }),
  }
}
