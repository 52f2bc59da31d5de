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
import { Invalid, NotFound } from '../kernel/index.ts'
import { confirmConsent, declineConsent, giveConsent, withdraw, withdrawPhoto, type Yes } from './commands/answer.ts'
import { correct } from './commands/revise.ts'
import type { TestimonialDeps } from './deps.ts'
import { findByLink } from './queries/find-own.ts'
import { showConsent } from './queries/show-consent.ts'
import { showProof } from './queries/show-proof.ts'
import { answerForm, correctionForm, nothingForm, withdrawalForm, type AnswerFields } from './testimonials.forms.ts'
import { purposes } from './testimonials.words.ts'

/** Where a mailed link leads. A GET changes nothing: programs that follow links in mails answer nothing. */
export function consentRoutes(deps: TestimonialDeps): Routes {
  const routes = createRoutes()
  const back = (visit: Visit<unknown>): Answer => redirect(`/consent/${tokenOf(visit)}`)
  const again = (visit: Visit, form: FormState): Promise<Answer> => consentPage(deps, visit, form)
  const find = (visit: Visit<unknown>): ReturnType<typeof findByLink> => findByLink(deps, tokenOf(visit))

  routes.get('/consent/:token', { for: 'visitor' }, (visit) => consentPage(deps, visit))

  routes.post('/consent/:token/answer', { for: 'visitor', form: answerForm, again }, async (visit) => {
    const { way } = await find(visit)
    if (visit.form.answer === 'decline') await declineConsent(deps, way, visit.form.version)
    else await giveConsent(deps, way, toYes(visit.form))
    return back(visit)
  })

  routes.post('/consent/:token/correction', { for: 'visitor', form: correctionForm, again }, async (visit) => {
    const { item } = await find(visit)
    const { version, ...words } = visit.form
    await correct(deps, { ...item, version }, { ...words, nameForm: item.nameForm, stars: item.stars })
    return back(visit)
  })

  routes.post('/consent/:token/withdrawal', { for: 'visitor', form: withdrawalForm }, async (visit) => {
    const { way } = await find(visit)
    if (visit.form.what === 'photo') await withdrawPhoto(deps, way)
    else await withdraw(deps, way)
    return back(visit)
  })

  routes.post('/consent/:token/confirmation', { for: 'visitor', form: nothingForm }, async (visit) => {
    await confirmConsent(deps, (await find(visit)).way)
    return back(visit)
  })

  routes.get('/consent/:token/proof', { for: 'visitor' }, async (visit) => {
    const { item } = await find(visit)
    const head = { title: visit.formats.t('testimonials:proof.title'), robots: 'noindex' as const }
    const backAddress = deps.link(`/consent/${tokenOf(visit)}`)
    return page('testimonials/proof', { view: { ...(await showProof(deps, item._id)), backAddress }, head })
  })

  routes.get('/consent/:token/photo', { for: 'visitor' }, async (visit) => {
    const { item } = await find(visit)
    const photo = item.photo && (await deps.photos.findById(item.photo.key))
    if (!photo) throw new NotFound('no photo')
    return body('image/webp', photo.bytes)
  })

  return routes
}

function tokenOf(visit: Visit<unknown>): string {
  return visit.params['token'] ?? ''
}

function toYes({ version, nameForm, photo, ...chosen }: AnswerFields): Yes {
  if (nameForm === undefined) throw new Invalid({ nameForm: 'rules:testimonial.nameForm' })
  return {
    version,
    nameForm,
    withPhoto: photo === 'on',
    purposes: purposes.filter((purpose) => chosen[purpose] === 'on'),
  }
}

async function consentPage(deps: TestimonialDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const { item } = await findByLink(deps, tokenOf(visit))
  const at = `/consent/${tokenOf(visit)}`
  const shown = await showConsent(deps, item, deps.link(`${at}/photo`))
  const { text, name, role, company, connection } = item
  const values = { text, name, role, company, connection }
  const view = {
    ...shown,
    answerAction: deps.link(`${at}/answer`),
    correctionAction: deps.link(`${at}/correction`),
    withdrawalAction: deps.link(`${at}/withdrawal`),
    confirmationAction: deps.link(`${at}/confirmation`),
    proofAddress: deps.link(`${at}/proof`),
    ...(shown.hasPage ? { publicAddress: deps.link(`/testimonials/${item._id}`) } : {}),
  }
  const head = { title: visit.formats.t('testimonials:consent.title'), robots: 'noindex' as const }
  const state = form ? { ...form, values: { ...values, ...form.values } } : freshForm(`${at}/answer`, values)
  return page('testimonials/consent', { view, head, form: state })
}
