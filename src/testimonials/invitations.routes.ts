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
import { endInvitation, invite, openInvitation, submitInvited } from './commands/invite.ts'
import type { TestimonialDeps } from './deps.ts'
import { knownOf, photoUpload } from './giving.routes.ts'
import type { Invitation } from './invitation.model.ts'
import { invitationForm, nothingForm, submissionForm } from './testimonials.forms.ts'

const listPath = '/staff/testimonials/invitations'
const most = 200

/** Links by which marketing invites, and the form behind them. */
export function invitationRoutes(deps: TestimonialDeps): Routes {
  const routes = createRoutes()
  const tokenOf = (visit: Visit<unknown>): string => visit.params['token'] ?? ''
  const again = (visit: Visit, form: FormState): Promise<Answer> => listPage(deps, visit, form)

  routes.get(listPath, { for: 'marketing' }, (visit) => listPage(deps, visit))

  routes.post(listPath, { for: 'marketing', form: invitationForm, again }, async (visit) => {
    await invite(deps, visit.actor, visit.form)
    return redirect(listPath, { kind: 'done', key: 'testimonials:flash.invited' })
  })

  routes.post(`${listPath}/:token/removal`, { for: 'marketing', form: nothingForm }, async (visit) => {
    await endInvitation(deps, visit.actor, tokenOf(visit))
    return redirect(listPath)
  })

  routes.get('/testimonials/invited/:token', { for: 'visitor' }, (visit) => invitedPage(deps, visit))

  routes.post(
    '/testimonials/invited/:token',
    {
      for: 'visitor',
      form: submissionForm,
      upload: photoUpload,
      limit: 'post',
      again: (visit, form) => invitedPage(deps, visit, form),
    },
    async (visit) => {
      const { locale } = visit.formats
      const sent = { ...visit.form, locale, photo: visit.upload?.bytes, token: tokenOf(visit) }
      await submitInvited(deps, visit.actor, sent)
      return redirect('/testimonials/thanks')
    },
  )

  return routes
}

async function invitedPage(deps: TestimonialDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const { _id: token } = await openInvitation(deps, visit.params['token'] ?? '')
  const head = { title: visit.formats.t('testimonials:give.title'), robots: 'noindex' as const }
  const state = form ?? freshForm(`/testimonials/invited/${token}`, await knownOf(deps, visit))
  return page('testimonials/give', { view: {}, head, form: state })
}

async function listPage(deps: TestimonialDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const found = await deps.invitations
    .find({ expiresAt: { $gt: deps.clock() } })
    .sort({ expiresAt: 1 })
    .limit(most)
    .lean<Invitation[]>()
  const rows = found.map(({ _id, label, usesLeft, expiresAt }) => ({
    label,
    usesLeft,
    expiresAt,
    address: deps.fullAddress(`/testimonials/invited/${_id}`),
    endAction: deps.link(`${listPath}/${_id}/removal`),
  }))
  const title = visit.formats.t('testimonials:invitations.title')
  const head = { title, robots: 'noindex' as const, section: 'staff' as const }
  const view = { rows, boardAddress: deps.link('/staff/testimonials') }
  return page('testimonials/invitations', { view, head, form: form ?? freshForm(listPath, { uses: '1', days: '30' }) })
}
