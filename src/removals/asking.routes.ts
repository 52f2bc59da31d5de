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
import { Invalid } from '../kernel/index.ts'
import { byConfirmation, confirmNotice, disownNotice } from './commands/confirm-notice.ts'
import { fileNotice, type NewNotice } from './commands/file-notice.ts'
import { removeOwn } from './commands/remove-own.ts'
import type { RemovalDeps } from './deps.ts'
import { relationKeys } from './labels.words.ts'
import { distinctThings, resolveThings } from './queries/resolve-things.ts'
import { showAsk } from './queries/show-form.ts'
import { showNotice } from './queries/show-status.ts'
import { addresses, askQuery, confirmationForm, noticeForm, ownForm, type NoticeFields } from './removals.forms.ts'
import { grounds, relations, type AskedGround } from './removals.words.ts'
import { partyToken } from './tokens.ts'

type AnyVisit = Visit<unknown, unknown>

/** Asking for a removal, signed in or not; no cookie is needed or set. */
export function askingRoutes(deps: RemovalDeps): Routes {
  const routes = createRoutes()

  routes.get('/removals/new', { for: 'visitor', query: askQuery }, (visit) => askPage(deps, visit, visit.query))

  routes.post(
    '/removals/new',
    { for: 'visitor', form: noticeForm, limit: 'mail', again: (visit, form) => askAgain(deps, visit, form) },
    async (visit) => {
      const { id, token } = await fileNotice(deps, visit.actor, toNotice(visit.form, visit.formats.locale))
      return redirect(`/removals/${id}/${token}`)
    },
  )

  routes.post(
    '/removals/own',
    { for: 'member', form: ownForm, again: (visit, form) => askAgain(deps, visit, form) },
    async (visit) => {
      const resolved = await resolveThings(deps, visit.actor, { typed: visit.form.about, sight: 'as-seen' })
      if (resolved.some(({ problem }) => problem !== undefined)) throw new Invalid({ about: 'removals:rules.notFound' })
      const things = distinctThings(resolved)
      const { id, token } = await removeOwn(deps, visit.actor, { things, locale: visit.formats.locale })
      return redirect(`/removals/${id}/${token}`)
    },
  )

  addConfirmation(routes, deps)
  return routes
}

/** A GET only asks: programs that follow links in mails confirm nothing. */
function addConfirmation(routes: Routes, deps: RemovalDeps): void {
  const linkOf = ({ params }: AnyVisit): { id: string; token: string } => ({
    id: params['id'] ?? '',
    token: params['token'] ?? '',
  })
  routes.get('/removals/:id/confirmation/:token', { for: 'visitor' }, async (visit) => {
    const item = await byConfirmation(deps, linkOf(visit))
    if (item.state !== 'unconfirmed') return redirect(statusPath(deps, item._id))
    const head = { title: visit.formats.t('removals:confirm.title'), robots: 'noindex' as const }
    return page('removals/confirm', { view: showNotice(deps, item), head, form: freshForm(visit.address) })
  })
  routes.post('/removals/:id/confirmation/:token', { for: 'visitor', form: confirmationForm }, async (visit) => {
    if (visit.form.answer === 'disown') {
      await disownNotice(deps, linkOf(visit))
      return redirect('/removals/disowned')
    }
    const { _id } = await confirmNotice(deps, linkOf(visit))
    return redirect(statusPath(deps, _id))
  })
  routes.get('/removals/disowned', { for: 'visitor' }, (visit) => {
    const head = { title: visit.formats.t('removals:disowned.title'), robots: 'noindex' as const }
    return page('removals/disowned', { view: {}, head })
  })
}

const statusPath = ({ secret }: RemovalDeps, id: string): string =>
  `/removals/${id}/${partyToken(secret, { id, party: 0 })}`

async function askPage(
  deps: RemovalDeps,
  visit: AnyVisit,
  asked: { about: string; ground?: AskedGround | undefined; step?: 'ground' | undefined; form?: FormState },
): Promise<Answer> {
  const typed = addresses.safeParse(asked.about)
  const { ground } = asked
  const shown = await showAsk(deps, visit.actor, { addresses: typed.success ? typed.data : [], ground })
  const view = { ...shown, relations: relations.map((id) => ({ id, key: relationKeys[id] })) }
  const head = { title: visit.formats.t('removals:ask.title'), robots: 'noindex' as const }
  const values = { about: asked.about, ground: ground ?? '', ...(await ownValues(deps, visit)) }
  const fresh = freshForm('/removals/new', values)
  const unchosen = { ...fresh, errors: { ground: 'removals:rules.groundMissing' } } as const
  return page('removals/ask', { view, head, form: asked.form ?? (asked.step && !ground ? unchosen : fresh) })
}

/** The form comes back with the fields of its ground. */
function askAgain(deps: RemovalDeps, visit: AnyVisit, form: FormState): Promise<Answer> {
  const ground = grounds.find((known) => known === form.values['ground'])
  return askPage(deps, visit, { about: form.values['about'] ?? '', ground, form })
}

/** Who is signed in needs to type neither name nor address. */
async function ownValues({ accounts }: RemovalDeps, { actor }: AnyVisit): Promise<Record<string, string>> {
  if (actor.kind !== 'member') return { name: '', email: '' }
  const own = (await accounts.recipients([actor.id])).get(actor.id)
  return { name: own?.name ?? '', email: own?.email ?? '' }
}

function toNotice(form: NoticeFields, locale: string): NewNotice {
  const { ground, about, name, email, hidden } = form
  const reference = 'reference' in form && form.reference !== '' ? { reference: form.reference } : {}
  return {
    ground,
    addresses: about,
    name,
    email,
    wishesHidden: hidden === 'on',
    wantsAll: form.ground === 'personal' && form.everything === 'on',
    locale,
    notice: {
      ...(form.words === '' ? {} : { words: form.words }),
      ...(form.ground === 'personal' ? { relation: form.relation } : {}),
      ...reference,
      ...('goodFaith' in form ? { inGoodFaith: true } : {}),
      ...(form.ground === 'copyright'
        ? { postalAddress: form.postalAddress, phone: form.phone, signature: form.signature, underPerjury: true }
        : {}),
    },
  }
}
