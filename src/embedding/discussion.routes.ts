import {
  bodyForEverySite,
  body,
  createRoutes,
  freshForm,
  page,
  type Answer,
  type Routes,
  type Visit,
} from '../http/index.ts'
import { newId, NotFound, NotSignedIn } from '../kernel/index.ts'
import { postInDiscussion } from './commands/post-in-discussion.ts'
import type { EmbeddingDeps } from './deps.ts'
import { discussionQuery, pagePostForm, type DiscussionQuery } from './embedding.forms.ts'
import { findDiscussion, pageOf, type Refusal } from './queries/find-discussion.ts'
import { whoHolds } from './queries/who-holds.ts'

/** No cookie is looked at: what is read is the same for all, and who writes brings a token. */
const inFrame = { for: 'visitor', ignoresCookie: true } as const

/** The frame under a page of another site, and what it asks for. */
export function discussionRoutes(deps: EmbeddingDeps): Routes {
  const routes = createRoutes()

  // Asked before there is a frame, since a browser tells nobody why it refuses one.
  routes.get('/embed/discussion.json', { ...inFrame, query: discussionQuery }, async (visit) => {
    const found = await findDiscussion(deps, visit.query, visit.formats.t('forum:nobody'))
    const told = 'problem' in found ? { problem: sentence(visit, found) } : { address: frameAddress(deps, visit) }
    return bodyForEverySite('application/json; charset=utf-8', JSON.stringify(told))
  })

  routes.get('/embed/discussion', { ...inFrame, query: discussionQuery }, (visit) => framePage(deps, visit))

  routes.get('/embed/who', inFrame, async (visit) => {
    const presence = await whoHolds(deps, { authorization: visit.request.headers.authorization })
    return jsonBody({ name: presence?.me.name ?? null })
  })

  routes.post('/embed/discussion', { ...inFrame, form: pagePostForm }, async (visit) => {
    const { url, ...post } = visit.form
    const found = pageOf(deps, url)
    if ('problem' in found) throw new NotFound('no page of a site that may')
    const { authorization } = visit.request.headers
    const presence = await whoHolds(deps, { authorization, site: found.origin })
    if (!presence) throw new NotSignedIn('no grant')
    await deps.countPost({ actor: presence.actor, ip: visit.request.ip })
    const done = await postInDiscussion(deps, presence.actor, { ...post, page: found })
    return 'reason' in done ? jsonBody({ ...done, reason: visit.formats.t(done.reason) }, 422) : jsonBody(done)
  })

  return routes
}

function jsonBody(content: object, status = 200): Answer {
  return body('application/json; charset=utf-8', JSON.stringify(content), status)
}

type Reading = Visit<undefined, DiscussionQuery>

function sentence({ formats }: Reading, { problem }: Refusal): string {
  return formats.t(problem.key, problem.params)
}

/** The frame's own address; `more` takes the place of which part of the topic is shown. */
function frameAddress({ fullAddress }: EmbeddingDeps, { query }: Reading, more: Record<string, string> = {}): string {
  const { url = '', title, category, theme } = query
  const kept = { url, title, ...(category === undefined ? {} : { category }), ...(theme ? { theme } : {}), ...more }
  return fullAddress(`/embed/discussion?${new URLSearchParams(kept).toString()}`)
}

async function framePage(deps: EmbeddingDeps, visit: Reading): Promise<Answer> {
  const { query, formats } = visit
  const found = await findDiscussion(deps, query, formats.t('forum:nobody'))
  const head = { title: formats.t('embedding:discussion.title'), robots: 'noindex' } as const
  if ('problem' in found) {
    const view = { problem: sentence(visit, found), posts: [], links: {} }
    return page('embedding/discussion', { view, head, layout: 'frame', status: 404 })
  }
  const { thread, page: under } = found
  const { after: _after, before: _before, post: _post, ...asked } = query
  const view = {
    theme: query.theme,
    site: under.origin,
    posts: thread?.posts ?? [],
    replyCount: thread?.replyCount ?? 0,
    ...(thread ? { address: thread.address } : {}),
    ...(thread?.whyClosed === undefined
      ? {}
      : { whyClosed: thread.whyClosed, whyClosedParams: thread.whyClosedParams }),
    links: linksWithin(deps, visit, thread?.links ?? {}),
    whoAddress: deps.link('/embed/who'),
    signInAddress: deps.link('/embed/sign-in'),
    here: frameAddress(deps, visit),
    asked: { url: under.address, title: asked.title, category: asked.category },
  }
  const values = { submission: newId(), opened: deps.clock().getTime().toString(36) }
  return page('embedding/discussion', {
    view,
    head,
    form: freshForm('/embed/discussion', values),
    layout: 'frame',
    exceptions: { framedBy: [under.origin] },
  })
}

/** Neighbouring pages of the topic, as pages of the frame. */
function linksWithin(
  deps: EmbeddingDeps,
  visit: Reading,
  links: { first?: string; previous?: string; next?: string },
): object {
  const within = Object.entries(links).map(([name, address]) => {
    const keys = new URL(address, 'http://unused.invalid').searchParams
    return [name, frameAddress(deps, visit, Object.fromEntries(keys))]
  })
  return Object.fromEntries(within) as object
}
