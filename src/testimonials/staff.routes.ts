import { z } from 'zod'
import {
  body,
  createRoutes,
  freshForm,
  page,
  redirect,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../http/index.ts'
import { NotFound } from '../kernel/index.ts'
import { feature, move, tag } from './commands/arrange.ts'
import { askConsent } from './commands/ask.ts'
import { load } from './commands/change.ts'
import { enterFor } from './commands/draft.ts'
import { noteLook } from './commands/note-look.ts'
import { publish, unpublish } from './commands/publish.ts'
import { remove } from './commands/remove.ts'
import { revise } from './commands/revise.ts'
import type { TestimonialDeps } from './deps.ts'
import { photoUpload } from './giving.routes.ts'
import { showBoard } from './queries/show-board.ts'
import { showItem } from './queries/show-item.ts'
import { showProof } from './queries/show-proof.ts'
import {
  featureForm,
  nothingForm,
  orderForm,
  publicationForm,
  revisionForm,
  submissionForm,
  tagsForm,
} from './testimonials.forms.ts'

const boardPath = '/staff/testimonials'
const itemPath = (visit: Visit<unknown>): string => `${boardPath}/${idOf(visit)}`
const idOf = (visit: Visit<unknown>): string => visit.params['id'] ?? ''

/** Marketing's work on testimonials. */
export function staffRoutes(deps: TestimonialDeps): Routes {
  const routes = createRoutes()
  boardRoutes(routes, deps)
  itemRoutes(routes, deps)
  deedRoutes(routes, deps)
  return routes
}

function boardRoutes(routes: Routes, deps: TestimonialDeps): void {
  const query = z.object({ tag: z.string().max(80).optional() })
  routes.get(boardPath, { for: 'marketing', query }, async (visit) => {
    const { tag: chosen } = visit.query
    const view = {
      ...(await showBoard(deps, { tag: chosen })),
      newAddress: deps.link(`${boardPath}/new`),
      tweetsAddress: deps.link(`${boardPath}/tweets`),
      inviteAddress: deps.link(`${boardPath}/invitations`),
      allAddress: deps.link(boardPath),
      ...(chosen === undefined ? {} : { tag: chosen }),
    }
    return page('testimonials/board', { view, head: headOf(visit, 'testimonials:board.title') })
  })

  routes.get(`${boardPath}/new`, { for: 'marketing' }, (visit) => newPage(visit))

  routes.post(
    `${boardPath}/new`,
    { for: 'marketing', form: submissionForm, upload: photoUpload, again: (visit, form) => newPage(visit, form) },
    async (visit) => {
      const { locale } = visit.formats
      const { _id } = await enterFor(deps, visit.actor, { ...visit.form, locale, photo: visit.upload?.bytes })
      return redirect(`${boardPath}/${_id}`, { kind: 'done', key: 'testimonials:flash.entered' })
    },
  )
}

function itemRoutes(routes: Routes, deps: TestimonialDeps): void {
  routes.get(`${boardPath}/:id`, { for: 'marketing' }, async (visit) => {
    const answer = await itemPage(deps, visit)
    await noteLook(deps, visit.actor, idOf(visit))
    return answer
  })

  routes.post(
    `${boardPath}/:id`,
    {
      for: 'marketing',
      form: revisionForm,
      upload: photoUpload,
      again: (visit, form) => itemPage(deps, visit, form),
    },
    async (visit) => {
      const { removePhoto, ...words } = visit.form
      const photo = visit.upload?.bytes ?? (removePhoto === 'on' ? 'none' : 'same')
      await revise(deps, visit.actor, { id: idOf(visit), ...words, photo })
      return redirect(itemPath(visit), { kind: 'done', key: 'testimonials:flash.revised' })
    },
  )

  routes.get(`${boardPath}/:id/proof`, { for: 'marketing' }, async (visit) => {
    await noteLook(deps, visit.actor, idOf(visit))
    const view = { ...(await showProof(deps, idOf(visit))), backAddress: deps.link(itemPath(visit)) }
    return page('testimonials/proof', { view, head: headOf(visit, 'testimonials:proof.title') })
  })

  routes.get(`${boardPath}/:id/photo`, { for: 'marketing' }, async (visit) => {
    const { photo: mark } = await load(deps, idOf(visit))
    const photo = mark && (await deps.photos.findById(mark.key))
    if (!photo) throw new NotFound('no photo')
    return body('image/webp', photo.bytes)
  })
}

function deedRoutes(routes: Routes, deps: TestimonialDeps): void {
  routes.post(`${boardPath}/:id/request`, { for: 'marketing', form: nothingForm }, async (visit) => {
    const isOnItsWay = await askConsent(deps, visit.actor, idOf(visit))
    const key = isOnItsWay ? 'testimonials:flash.asked' : 'testimonials:flash.askedLater'
    return redirect(itemPath(visit), { kind: 'done', key })
  })

  routes.post(
    `${boardPath}/:id/publication`,
    { for: 'marketing', form: publicationForm, again: (visit, form) => itemPage(deps, visit, form) },
    async (visit) => {
      const { wish, day } = visit.form
      if (wish === 'publish') await publish(deps, visit.actor, { id: idOf(visit), at: day })
      else await unpublish(deps, visit.actor, idOf(visit))
      return redirect(itemPath(visit))
    },
  )

  routes.post(`${boardPath}/:id/feature`, { for: 'marketing', form: featureForm }, async (visit) => {
    await feature(deps, visit.actor, { id: idOf(visit), isFeatured: visit.form.wish === 'feature' })
    return redirect(itemPath(visit))
  })

  routes.post(`${boardPath}/:id/order`, { for: 'marketing', form: orderForm }, async (visit) => {
    const { to, tag: chosen } = visit.form
    await move(deps, visit.actor, { id: idOf(visit), ...to })
    const query = chosen ? `?tag=${encodeURIComponent(chosen)}` : ''
    return redirect(`${boardPath}${query}#testimonial-${idOf(visit)}`)
  })

  routes.post(
    `${boardPath}/:id/tags`,
    { for: 'marketing', form: tagsForm, again: (visit, form) => itemPage(deps, visit, form) },
    async (visit) => {
      await tag(deps, visit.actor, { id: idOf(visit), tags: visit.form.tags })
      return redirect(itemPath(visit))
    },
  )

  routes.post(`${boardPath}/:id/removal`, { for: 'marketing', form: nothingForm }, async (visit) => {
    await remove(deps, visit.actor, idOf(visit))
    return redirect(boardPath, { kind: 'done', key: 'testimonials:flash.removed' })
  })
}

function headOf(
  visit: Visit<unknown, unknown>,
  titleKey: string,
): { title: string; robots: 'noindex'; section: 'staff' } {
  return { title: visit.formats.t(titleKey), robots: 'noindex', section: 'staff' }
}

function newPage(visit: Visit, form?: FormState): Promise<Answer> {
  const state = form ?? freshForm(`${boardPath}/new`)
  return Promise.resolve(
    page('testimonials/new', { view: {}, head: headOf(visit, 'testimonials:new.title'), form: state }),
  )
}

async function itemPage(deps: TestimonialDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const { view: shown, item } = await showItem(deps, idOf(visit))
  const at = deps.link(itemPath(visit))
  const { text, name, nameForm, role, company, stars, connection, tags } = item
  const values = { text, name, nameForm, role, company, connection, stars: String(stars ?? ''), tags: tags.join(', ') }
  const view = { ...shown, at, boardAddress: deps.link(boardPath), today: deps.clock() }
  const state = freshForm(itemPath(visit), values)
  return page('testimonials/item', {
    view,
    head: headOf(visit, 'testimonials:item.title'),
    form: form ? { ...form, values: { ...state.values, ...form.values } } : state,
  })
}
