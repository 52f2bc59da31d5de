import {
  createRoutes,
  freshForm,
  page,
  redirect,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../http/index.ts'
import { newId } from '../kernel/index.ts'
import { postPath, topicPath } from './addresses.ts'
import { mayAnnounce } from './category.policy.ts'
import { addPost } from './commands/add-post.ts'
import { startTopic } from './commands/start-topic.ts'
import type { ForumDeps } from './deps.ts'
import { newPostForm, newTopicForm, newTopicQuery } from './forum.forms.ts'
import { writableCategories } from './queries/list-categories.ts'
import type { SuggestedTopic } from './search/search.views.ts'
import { similarTopics } from './search/suggest-topics.ts'
import { topicPage } from './topic-page.ts'
import { warningFor } from './words/sensitive.ts'

/** Said where a moderator looks first. */
const waits = { kind: 'done' as const, key: 'order:flash.waits' }

/** Beginning topics and replying to them. */
export function writingRoutes(deps: ForumDeps): Routes {
  const routes = createRoutes()

  routes.get('/topics/new', { for: 'visitor', query: newTopicQuery }, (visit) =>
    newTopicPage(
      deps,
      visit,
      freshForm('/topics/new', { submission: newId(), opened: deps.clock().getTime().toString(36), kind: 'question' }),
    ),
  )

  routes.post(
    '/topics/new',
    {
      for: 'member',
      form: newTopicForm,
      query: newTopicQuery,
      limit: 'post',
      keepsDraft: () => '/topics/new',
      again: (visit, form) => newTopicPage(deps, visit, form),
    },
    async (visit) => {
      const topic = await startTopic(deps, visit.actor, visit.form)
      return redirect(topicPath(topic), topic.hiddenFor ? waits : undefined)
    },
  )

  routes.post(
    '/t/:id/posts',
    {
      for: 'member',
      form: newPostForm,
      limit: 'post',
      keepsDraft: ({ id = '' }) => `/t/${id}#reply`,
      again: (visit, form) => topicPage(deps, { ...visit, query: {} }, { id: visit.params['id'] ?? '', form }),
    },
    async (visit) => {
      const { topic, post } = await addPost(deps, visit.actor, { ...visit.form, topicId: visit.params['id'] ?? '' })
      return redirect(postPath(topic, post._id), post.hiddenFor ? waits : undefined)
    },
  )

  return routes
}

/** What was asked before about what the title of a form that comes back says; the page's script looks while it is typed. */
async function similarTo(
  deps: ForumDeps,
  { actor }: Visit<undefined, unknown>,
  { values }: FormState,
): Promise<{ similar?: SuggestedTopic[] }> {
  const { title } = values
  const similar = typeof title === 'string' ? await similarTopics(deps, actor, title) : []
  return similar.length > 0 ? { similar } : {}
}

async function newTopicPage(
  deps: ForumDeps,
  visit: Visit<undefined, { category?: string | undefined }>,
  form: FormState,
): Promise<Answer> {
  const categories = await writableCategories(deps, visit.actor)
  const wanted = categories.find(({ slug }) => slug === visit.query.category)?.id ?? ''
  const view = {
    categories,
    mayAnnounce: mayAnnounce(visit.actor).allowed,
    isGuest: visit.actor.kind === 'visitor',
    ...(await warningFor(deps, visit.actor, form)),
    ...(await similarTo(deps, visit, form)),
  }
  const values = { categoryId: wanted, ...form.values }
  const head = {
    title: visit.formats.t('forum:newTopic.title'),
    robots: 'noindex' as const,
    section: 'topics' as const,
  }
  return page('forum/new-topic', { view, head, form: { ...form, values } })
}
