import {
  createRoutes,
  freshForm,
  page,
  redirect,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../../http/index.ts'
import { allow, newId } from '../../kernel/index.ts'
import { topicPath } from '../addresses.ts'
import { mayAnnounce } from '../category.policy.ts'
import type { ForumDeps } from '../deps.ts'
import { nothingForm } from '../forum.forms.ts'
import { lookAtTopic } from '../load.ts'
import { writableCategories } from '../queries/list-categories.ts'
import { editTopic } from './commands/edit-topic.ts'
import { mergeTopics } from './commands/merge-topics.ts'
import { closeTopic, pinTopic, reopenTopic } from './commands/order-topic.ts'
import { splitTopic } from './commands/split-topic.ts'
import { restoreTopic, takeDownTopic } from './commands/take-down.ts'
import { closureForm, editTopicForm, mergerForm, pinForm, splitForm, takeDownForm } from './order.forms.ts'
import { mayEditTopic, mayModerate } from './order.policy.ts'
import { grounds } from './order.words.ts'
import { groundKeys, topicOrder } from './queries/order-view.ts'
import { showSplit } from './queries/splittable.ts'

type AnyVisit = Visit<unknown, unknown>
const idOf = ({ params }: AnyVisit): string => params['id'] ?? ''

/** Editing, closing, pinning, moving, merging, splitting and taking down whole topics. */
export function topicOrderRoutes(deps: ForumDeps): Routes {
  const routes = createRoutes()
  addEditing(routes, deps)
  addModeration(routes, deps)
  addJoining(routes, deps)
  return routes
}

function addEditing(routes: Routes, deps: ForumDeps): void {
  routes.get('/topics/:id/edit', { for: 'member' }, (visit) => editPage(deps, visit))
  routes.post(
    '/topics/:id/edit',
    { for: 'member', form: editTopicForm, again: (visit, form) => editPage(deps, visit, form) },
    async (visit) => {
      const topic = await editTopic(deps, visit.actor, { ...visit.form, topicId: idOf(visit) })
      return redirect(topicPath(topic), { kind: 'done', key: 'order:flash.edited' })
    },
  )
}

function addModeration(routes: Routes, deps: ForumDeps): void {
  routes.get('/topics/:id/moderation', { for: 'moderator' }, (visit) => moderationPage(deps, visit))
  routes.post(
    '/topics/:id/closure',
    { for: 'moderator', form: closureForm, again: (visit, form) => moderationPage(deps, visit, form) },
    async (visit) => {
      const { topic } = await closeTopic(deps, visit.actor, { ...visit.form, topicId: idOf(visit) })
      return redirect(topicPath(topic), { kind: 'done', key: 'order:flash.closed' })
    },
  )
  routes.post('/topics/:id/closure/end', { for: 'moderator', form: nothingForm }, async (visit) => {
    const { topic } = await reopenTopic(deps, visit.actor, idOf(visit))
    return redirect(topicPath(topic), { kind: 'done', key: 'order:flash.reopened' })
  })
  routes.post('/topics/:id/pin', { for: 'moderator', form: pinForm }, async (visit) => {
    const isPinned = visit.form.wish === 'pin'
    const { topic } = await pinTopic(deps, visit.actor, { topicId: idOf(visit), isPinned })
    return redirect(topicPath(topic), { kind: 'done', key: isPinned ? 'order:flash.pinned' : 'order:flash.unpinned' })
  })
  routes.post(
    '/topics/:id/taking-down',
    { for: 'moderator', form: takeDownForm, again: (visit, form) => moderationPage(deps, visit, form) },
    async (visit) => {
      const { topic } = await takeDownTopic(deps, visit.actor, { ...visit.form, topicId: idOf(visit) })
      return redirect(topicPath(topic), { kind: 'done', key: 'order:flash.topicTakenDown' })
    },
  )
  routes.post('/topics/:id/restoration', { for: 'moderator', form: nothingForm }, async (visit) => {
    const { topic } = await restoreTopic(deps, visit.actor, idOf(visit))
    return redirect(topicPath(topic), { kind: 'done', key: 'order:flash.topicRestored' })
  })
}

function addJoining(routes: Routes, deps: ForumDeps): void {
  routes.post(
    '/topics/:id/merger',
    { for: 'moderator', form: mergerForm, again: (visit, form) => moderationPage(deps, visit, form) },
    async (visit) => {
      const { topic } = await mergeTopics(deps, visit.actor, { topicId: idOf(visit), intoId: visit.form.into })
      return redirect(topicPath(topic), { kind: 'done', key: 'order:flash.merged' })
    },
  )
  routes.get('/topics/:id/split', { for: 'moderator' }, (visit) => splitPage(deps, visit))
  routes.post(
    '/topics/:id/split',
    { for: 'moderator', form: splitForm, again: (visit, form) => splitPage(deps, visit, form) },
    async (visit) => {
      const { posts: postIds, ...form } = visit.form
      const topic = await splitTopic(deps, visit.actor, { ...form, postIds, topicId: idOf(visit) })
      return redirect(topicPath(topic), { kind: 'done', key: 'order:flash.split' })
    },
  )
}

async function editPage(deps: ForumDeps, visit: AnyVisit, form?: FormState): Promise<Answer> {
  const place = await lookAtTopic(deps, visit.actor, idOf(visit))
  allow(mayEditTopic(visit.actor, place))
  const { topic, category } = place
  const writable = await writableCategories(deps, visit.actor)
  const own = { id: category._id, name: category.name, slug: category.slug }
  const view = {
    topicAddress: deps.link(topicPath(topic)),
    topicTitle: topic.title,
    categories: writable.some(({ id }) => id === own.id) ? writable : [own, ...writable],
    mayAnnounce: topic.kind === 'announcement' || mayAnnounce(visit.actor).allowed,
  }
  const values = { title: topic.title, kind: topic.kind, categoryId: topic.categoryId }
  const fresh = freshForm(`/topics/${topic._id}/edit`, values)
  return page('forum/edit-topic', { view, head: headOf(visit, 'order:edit.title'), form: form ?? fresh })
}

async function moderationPage(deps: ForumDeps, visit: AnyVisit, form?: FormState): Promise<Answer> {
  allow(mayModerate(visit.actor))
  const place = await lookAtTopic(deps, visit.actor, idOf(visit))
  const { topic } = place
  const view = {
    topicTitle: topic.title,
    topicAddress: deps.link(topicPath(topic)),
    base: deps.link(`/topics/${topic._id}`),
    isClosed: topic.isClosed,
    isListed: topic.visibility !== 'hidden',
    ...topicOrder(deps, visit.actor, place),
    grounds: grounds.map((id) => ({ id, key: groundKeys[id] })),
  }
  return page('forum/moderate-topic', {
    view,
    head: headOf(visit, 'order:moderate.title'),
    form: form ?? freshForm(visit.address),
  })
}

async function splitPage(deps: ForumDeps, visit: AnyVisit, form?: FormState): Promise<Answer> {
  const view = await showSplit(deps, visit.actor, idOf(visit))
  const fresh = freshForm(`/topics/${idOf(visit)}/split`, { submission: newId(), kind: 'discussion' })
  return page('forum/split-topic', { view, head: headOf(visit, 'order:split.title'), form: form ?? fresh })
}

function headOf({ formats }: AnyVisit, titleKey: string) {
  return { title: formats.t(titleKey), robots: 'noindex' as const, section: 'topics' as const }
}
