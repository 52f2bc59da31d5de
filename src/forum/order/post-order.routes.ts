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
import { allow } from '../../kernel/index.ts'
import { postPath, topicPath } from '../addresses.ts'
import type { ForumDeps } from '../deps.ts'
import { nothingForm } from '../forum.forms.ts'
import { loadPost, lookAtPost } from '../load.ts'
import type { PostInPlace } from '../place.ts'
import { showLonePost } from '../queries/show-post-form.ts'
import { holdPost, keepPost } from './commands/decide-post.ts'
import { reportPost } from './commands/report-post.ts'
import { restorePost, takeDownPost } from './commands/take-down.ts'
import { decisionForm, queueQuery, reportForm, takeDownForm } from './order.forms.ts'
import { mayModerate, mayReport } from './order.policy.ts'
import { grounds } from './order.words.ts'
import { listQueue } from './queries/list-queue.ts'
import { groundKeys } from './queries/order-view.ts'

type AnyVisit = Visit<unknown, unknown>
const idOf = ({ params }: AnyVisit): string => params['id'] ?? ''
const groundChoices = grounds.map((id) => ({ id, key: groundKeys[id] }))

/** Reporting a post, deciding about it, taking it down and bringing it back. */
export function postOrderRoutes(deps: ForumDeps): Routes {
  const routes = createRoutes()
  addReports(routes, deps)
  addTakingDown(routes, deps)
  addQueue(routes, deps)
  return routes
}

function addReports(routes: Routes, deps: ForumDeps): void {
  routes.get('/posts/:id/report', { for: 'member' }, (visit) => reportPage(deps, visit))
  routes.post(
    '/posts/:id/report',
    { for: 'member', form: reportForm, again: (visit, form) => reportPage(deps, visit, form) },
    async (visit) => {
      const { topic, post } = await reportPost(deps, visit.actor, { ...visit.form, postId: idOf(visit) })
      return redirect(postPath(topic, post._id), { kind: 'done', key: 'order:flash.reported' })
    },
  )
}

function addTakingDown(routes: Routes, deps: ForumDeps): void {
  routes.get('/posts/:id/taking-down', { for: 'moderator' }, (visit) => takeDownPage(deps, visit))
  routes.post(
    '/posts/:id/taking-down',
    { for: 'moderator', form: takeDownForm, again: (visit, form) => takeDownPage(deps, visit, form) },
    async (visit) => {
      const { topic, post } = await takeDownPost(deps, visit.actor, { ...visit.form, postId: idOf(visit) })
      return redirect(post.isOpening ? topicPath(topic) : postPath(topic, post._id), {
        kind: 'done',
        key: 'order:flash.takenDown',
      })
    },
  )
  routes.post('/posts/:id/restoration', { for: 'moderator', form: nothingForm }, async (visit) => {
    const { topic, post } = await restorePost(deps, visit.actor, idOf(visit))
    return redirect(postPath(topic, post._id), { kind: 'done', key: 'order:flash.restored' })
  })
}

function addQueue(routes: Routes, deps: ForumDeps): void {
  routes.get('/staff/moderation', { for: 'moderator', query: queueQuery }, async (visit) => {
    const view = { ...(await listQueue(deps, visit.actor, visit.query)), grounds: groundChoices }
    return page('staff/moderation', { view, head: headOf(visit, 'order:queue.title', 'staff') })
  })
  routes.post('/staff/moderation/:id', { for: 'moderator', form: decisionForm }, async (visit) => {
    const { decision, ground, note } = visit.form
    const postId = idOf(visit)
    if (decision === 'keep') await keepPost(deps, visit.actor, postId)
    else if (decision === 'hold') await holdPost(deps, visit.actor, postId)
    else await takeDownPost(deps, visit.actor, { postId, ground, note })
    return redirect('/staff/moderation', { kind: 'done', key: flashes[decision] })
  })
}

const flashes = {
  keep: 'order:flash.kept',
  hold: 'order:flash.held',
  'take-down': 'order:flash.takenDown',
} as const

async function reportPage(deps: ForumDeps, visit: AnyVisit, form?: FormState): Promise<Answer> {
  const place = await loadPost(deps, visit.actor, idOf(visit))
  allow(mayReport(visit.actor, place.post))
  return askPage(deps, visit, { place, template: 'forum/report', titleKey: 'order:report.title', form })
}

async function takeDownPage(deps: ForumDeps, visit: AnyVisit, form?: FormState): Promise<Answer> {
  allow(mayModerate(visit.actor))
  const place = await lookAtPost(deps, visit.actor, idOf(visit))
  return askPage(deps, visit, { place, template: 'forum/take-down', titleKey: 'order:takeDown.title', form })
}

async function askPage(
  deps: ForumDeps,
  visit: AnyVisit,
  ask: { place: PostInPlace; template: string; titleKey: string; form: FormState | undefined },
): Promise<Answer> {
  const { place, template, titleKey, form } = ask
  const view = { ...(await showLonePost(deps, visit.actor, place)), grounds: groundChoices }
  return page(template, { view, head: headOf(visit, titleKey, 'topics'), form: form ?? freshForm(visit.address) })
}

function headOf({ formats }: AnyVisit, titleKey: string, section: 'topics' | 'staff') {
  return { title: formats.t(titleKey), robots: 'noindex' as const, section }
}
