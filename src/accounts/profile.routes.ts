import {
  createRoutes,
  freshForm,
  movedTo,
  page,
  redirect,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../http/index.ts'
import { NotSignedIn, type Member } from '../kernel/index.ts'
import { shownParts } from './account.words.ts'
import { profileForm, type ProfileFields } from './accounts.forms.ts'
import { changeProfile } from './commands/change-profile.ts'
import type { AccountDeps } from './deps.ts'
import { hueOf, initialsOf, photoPath } from './person.ts'
import { loadOwn } from './load.ts'
import { showProfile, type ActivityOf } from './queries/show-profile.ts'

/** One's own profile, and everybody's public pages. */
export function profileRoutes(deps: AccountDeps, activityOf: ActivityOf): Routes {
  const routes = createRoutes()

  routes.get('/me', { for: 'member' }, (visit) => profilePage(deps, visit))

  routes.post(
    '/me',
    { for: 'member', form: profileForm, again: (visit, form) => profilePage(deps, visit, form) },
    async (visit) => {
      await changeProfile(deps, memberOf(visit), toChange(visit.form))
      return redirect('/me', { kind: 'done', key: 'accounts:flash.saved' })
    },
  )

  routes.get('/people/:handle', { for: 'visitor' }, async (visit) => {
    const handle = visit.params['handle'] ?? ''
    const found = await showProfile(deps, visit.actor, { handle, activityOf })
    if ('movedTo' in found) return movedTo(found.movedTo)
    const head = { title: found.view.name, canonical: `/people/${found.view.handle}`, section: 'topics' as const }
    return page('accounts/person', { view: found.view, head })
  })

  return routes
}

/** The signed-in actor of a visit whose route is for members. */
export function memberOf(visit: Visit<unknown, unknown>): Member {
  if (visit.actor.kind !== 'member') throw new NotSignedIn()
  return visit.actor
}

function toChange(fields: ProfileFields): Parameters<typeof changeProfile>[2] {
  const { name, handle, about, locale, timeZone } = fields
  return { name, handle, about, locale, timeZone, shows: shownParts.filter((part) => fields[`shows-${part}`] === 'on') }
}

async function profilePage(deps: AccountDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const account = await loadOwn(deps, memberOf(visit))
  const { name, handle, about, locale, timeZone, shows, photo, email, emailProof } = account
  const values = {
    name,
    handle,
    about: about?.source ?? '',
    locale: locale ?? visit.formats.locale,
    timeZone: timeZone ?? 'UTC',
    ...Object.fromEntries(shows.map((part) => [`shows-${part}`, 'on'])),
  }
  const view = {
    profileAddress: deps.link(`/people/${handle}`),
    initials: initialsOf(name),
    hue: hueOf(account._id),
    ...(photo === undefined ? {} : { photo: deps.link(photoPath(photo, 'medium')) }),
    ...(email === undefined ? {} : { email, emailProof }),
    locales: visit.formats.locales,
    timeZones: ['UTC', ...Intl.supportedValuesOf('timeZone')],
    parts: shownParts,
    isHiddenInPart: (account.hiddenTexts ?? []).length > 0,
  }
  const head = { title: visit.formats.t('accounts:profile.title'), robots: 'noindex' as const, section: 'me' as const }
  return page('accounts/profile', { view, head, form: form ?? freshForm('/me', values) })
}
