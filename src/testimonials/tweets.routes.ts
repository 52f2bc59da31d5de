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
import { addTweet, removeTweet } from './commands/tweets.ts'
import type { TestimonialDeps } from './deps.ts'
import { tweetAddress } from './public/tweet-addresses.ts'
import { nothingForm, tweetForm } from './testimonials.forms.ts'
import type { Tweet } from './tweet.model.ts'

const listPath = '/staff/testimonials/tweets'
const most = 200

/** Tweets that marketing points at. */
export function tweetRoutes(deps: TestimonialDeps): Routes {
  const routes = createRoutes()
  const again = (visit: Visit, form: FormState): Promise<Answer> => listPage(deps, visit, form)

  routes.get(listPath, { for: 'marketing' }, (visit) => listPage(deps, visit))

  routes.post(listPath, { for: 'marketing', form: tweetForm, again }, async (visit) => {
    await addTweet(deps, visit.actor, visit.form.address)
    return redirect(listPath)
  })

  routes.post(`${listPath}/:id/removal`, { for: 'marketing', form: nothingForm }, async (visit) => {
    await removeTweet(deps, visit.actor, visit.params['id'] ?? '')
    return redirect(listPath)
  })

  return routes
}

async function listPage(deps: TestimonialDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const found = await deps.tweets.find().sort({ createdAt: -1 }).limit(most).lean<Tweet[]>()
  const rows = found.map(({ _id, number }) => ({
    address: tweetAddress(number),
    endAction: deps.link(`${listPath}/${_id}/removal`),
  }))
  const head = {
    title: visit.formats.t('testimonials:tweets.title'),
    robots: 'noindex' as const,
    section: 'staff' as const,
  }
  const view = { rows, boardAddress: deps.link('/staff/testimonials') }
  return page('testimonials/tweets', { view, head, form: form ?? freshForm(listPath, { address: '' }) })
}
