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
import { submit } from './commands/draft.ts'
import type { TestimonialDeps } from './deps.ts'
import { submissionForm } from './testimonials.forms.ts'

const megabyte = 1024 * 1024

/** The photo that may come with a testimonial. */
export const photoUpload = { field: 'photo', maxBytes: 8 * megabyte, tooLarge: 'photos:refusal.tooLarge' }

/** Giving a testimonial, signed in or not; no cookie is needed or set. */
export function givingRoutes(deps: TestimonialDeps): Routes {
  const routes = createRoutes()

  routes.get('/testimonials/new', { for: 'visitor' }, (visit) => givingPage(deps, visit))

  routes.post(
    '/testimonials/new',
    {
      for: 'visitor',
      form: submissionForm,
      upload: photoUpload,
      limit: 'post',
      again: (visit, form) => givingPage(deps, visit, form),
    },
    async (visit) => {
      const { locale } = visit.formats
      await submit(deps, visit.actor, { ...visit.form, locale, photo: visit.upload?.bytes, source: 'form' })
      return redirect('/testimonials/thanks')
    },
  )

  routes.get('/testimonials/thanks', { for: 'visitor' }, (visit) => {
    const head = { title: visit.formats.t('testimonials:thanks.title'), robots: 'noindex' as const }
    return page('testimonials/thanks', { view: { wallAddress: deps.link('/testimonials') }, head })
  })

  return routes
}

async function givingPage(deps: TestimonialDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const head = { title: visit.formats.t('testimonials:give.title'), robots: 'noindex' as const }
  const state = form ?? freshForm('/testimonials/new', await knownOf(deps, visit))
  return page('testimonials/give', { view: {}, head, form: state })
}

/** What the form begins with: the name and the proven address of who is signed in. */
export async function knownOf(
  { provenAddress }: TestimonialDeps,
  { me, actor }: Visit,
): Promise<Record<string, string>> {
  if (!me || actor.kind !== 'member') return { name: '' }
  return { name: me.name, email: (await provenAddress(actor.id)) ?? '' }
}
