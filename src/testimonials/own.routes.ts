import { memberOf } from '../accounts/index.ts'
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
import { confirmConsent, withdraw, withdrawPhoto } from './commands/answer.ts'
import { correct } from './commands/revise.ts'
import type { TestimonialDeps } from './deps.ts'
import { findOwn, listOwn } from './queries/list-own.ts'
import { showConsent } from './queries/show-consent.ts'
import { showProof } from './queries/show-proof.ts'
import type { Testimonial } from './testimonial.model.ts'
import { correctionForm, nothingForm, withdrawalForm } from './testimonials.forms.ts'

const listPath = '/me/testimonials'

/**
 * One's own testimonials, for who is signed in: the wording, the proof, where it may be shown, and the way to take it back.
 * Consent itself is given by the mailed link alone. Whose address isn't the one that it is asked by sees it, and may take
 * it back.
 */
export function ownRoutes(deps: TestimonialDeps): Routes {
  const routes = createRoutes()
  const pathOf = (visit: Visit<unknown>): string => `${listPath}/${idOf(visit)}`
  const find = (visit: Visit<unknown>): ReturnType<typeof findOwn> => findOwn(deps, memberOf(visit), idOf(visit))
  const findByAddress = async (visit: Visit<unknown>): Promise<Testimonial> => {
    const { item, isByAddress } = await find(visit)
    if (!isByAddress) throw new NotFound('asked by another address')
    return item
  }

  routes.get(listPath, { for: 'member' }, async (visit) => {
    const view = { rows: await listOwn(deps, memberOf(visit)), giveAddress: deps.link('/testimonials/new') }
    return page('testimonials/own', { view, head: headOf(visit, 'testimonials:own.title') })
  })

  routes.get(`${listPath}/:id`, { for: 'member' }, (visit) => ownPage(deps, visit))

  routes.post(`${listPath}/:id/withdrawal`, { for: 'member', form: withdrawalForm }, async (visit) => {
    const isPhoto = visit.form.what === 'photo'
    const { _id: id } = isPhoto ? await findByAddress(visit) : (await find(visit)).item
    await (isPhoto ? withdrawPhoto(deps, { id }) : withdraw(deps, { id }))
    return redirect(pathOf(visit))
  })

  routes.post(`${listPath}/:id/confirmation`, { for: 'member', form: nothingForm }, async (visit) => {
    await confirmConsent(deps, { id: (await findByAddress(visit))._id })
    return redirect(pathOf(visit))
  })

  const again = (visit: Visit, form: FormState): Promise<Answer> => ownPage(deps, visit, form)
  routes.post(`${listPath}/:id/correction`, { for: 'member', form: correctionForm, again }, async (visit) => {
    const item = await findByAddress(visit)
    const { version, ...words } = visit.form
    await correct(deps, { ...item, version }, { ...words, nameForm: item.nameForm, stars: item.stars })
    return redirect(pathOf(visit))
  })

  routes.get(`${listPath}/:id/proof`, { for: 'member' }, async (visit) => {
    const { item } = await find(visit)
    const view = { ...(await showProof(deps, item._id)), backAddress: deps.link(pathOf(visit)) }
    return page('testimonials/proof', { view, head: headOf(visit, 'testimonials:proof.title') })
  })

  routes.get(`${listPath}/:id/photo`, { for: 'member' }, async (visit) => {
    const { item } = await find(visit)
    const photo = item.photo && (await deps.photos.findById(item.photo.key))
    if (!photo) throw new NotFound('no photo')
    return body('image/webp', photo.bytes)
  })

  return routes
}

const idOf = (visit: Visit<unknown>): string => visit.params['id'] ?? ''

function headOf({ formats }: Visit, titleKey: string): { title: string; robots: 'noindex'; section: 'me' } {
  return { title: formats.t(titleKey), robots: 'noindex', section: 'me' }
}

async function ownPage(deps: TestimonialDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const { item, isByAddress } = await findOwn(deps, memberOf(visit), idOf(visit))
  const at = `${listPath}/${item._id}`
  const shown = await showConsent(deps, item, deps.link(`${at}/photo`))
  const { text, name, role, company, connection } = item
  const values = { text, name, role, company, connection }
  const view = {
    ...shown,
    isOwnPage: true,
    ...(isByAddress
      ? { correctionAction: deps.link(`${at}/correction`), confirmationAction: deps.link(`${at}/confirmation`) }
      : { hasPhoto: false, isAskedAgain: false }),
    withdrawalAction: deps.link(`${at}/withdrawal`),
    proofAddress: deps.link(`${at}/proof`),
    ...(shown.hasPage ? { publicAddress: deps.link(`/testimonials/${item._id}`) } : {}),
  }
  const state = form ? { ...form, values: { ...values, ...form.values } } : freshForm(`${at}/correction`, values)
  return page('testimonials/consent', { view, head: headOf(visit, 'testimonials:consent.title'), form: state })
}
