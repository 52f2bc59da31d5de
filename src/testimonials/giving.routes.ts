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

  routes.get('/testimonials/new', { for: 'visitor' }, (visit) => givingPage(visit))

  routes.post(
    '/testimonials/new',
    {
      for: 'visitor',
      form: submissionForm,
      upload: photoUpload,
      limit: 'post',
      again: (visit, form) => givingPage(visit, form),
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

function givingPage(visit: Visit, form?: FormState): Promise<Answer> {
  const head = { title: visit.formats.t('testimonials:give.title'), robots: 'noindex' as const }
  const values = visit.me ? { name: visit.me.name } : { name: '' }
  return Promise.resolve(
    page('testimonials/give', { view: {}, head, form: form ?? freshForm('/testimonials/new', values) }),
  )
}
