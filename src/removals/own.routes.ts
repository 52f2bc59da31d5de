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
import { Invalid, type Member } from '../kernel/index.ts'
import { removeOwn } from './commands/remove-own.ts'
import type { RemovalDeps } from './deps.ts'
import { kindKeys } from './labels.words.ts'
import { findOwn, type OwnThings, type OwnWish } from './queries/find-own.ts'
import { toThingView } from './queries/show-form.ts'
import { manyForm, ownQuery } from './removals.forms.ts'
import { ownKinds } from './removals.words.ts'

type AnyVisit = Visit<unknown, unknown>

const path = '/removals/mine'

/** How many are shown of what would go. */
const shown = 5

/** Removing what one wrote by time or by words: first it is counted, then it goes. */
export function ownRoutes(deps: RemovalDeps): Routes {
  const routes = createRoutes()

  routes.get(path, { for: 'member', query: ownQuery }, async (visit) => {
    const { query, actor } = visit
    const found = query.kinds.length > 0 ? await findOwn(deps, actor as Member, query) : undefined
    return ownPage(deps, visit, { wish: query, ...(found ? { found } : {}) })
  })

  routes.post(
    path,
    { for: 'member', form: manyForm, again: (visit, form) => ownPage(deps, visit, { wish: noWish, form }) },
    async (visit) => {
      const { count, ...wish } = visit.form
      const { things } = await findOwn(deps, visit.actor as Member, wish)
      // What somebody agreed to is what they saw counted.
      if (things.length !== count) throw new Invalid({ form: 'removals:rules.countChanged' })
      const { id, token } = await removeOwn(deps, visit.actor, { things, locale: visit.formats.locale })
      return redirect(`/removals/${id}/${token}`)
    },
  )
  return routes
}

const noWish: OwnWish = { kinds: [], words: '' }

interface Shown {
  wish: OwnWish
  found?: OwnThings
  form?: FormState
}

function ownPage({ link }: RemovalDeps, { formats }: AnyVisit, { wish, found, form }: Shown): Promise<Answer> {
  const { kinds, from = '', to = '', words } = wish
  const view = {
    kinds: ownKinds.map((id) => ({ id, key: kindKeys[id], isChosen: kinds.length === 0 || kinds.includes(id) })),
    action: link(path),
    ...(found
      ? {
          found: {
            count: found.things.length,
            isMore: found.isMore,
            byKind: kinds.map((kind) => ({
              key: kindKeys[kind],
              count: found.things.filter((thing) => thing.kind === kind).length,
            })),
            first: found.things.slice(0, shown).map((thing) => toThingView(thing, undefined)),
          },
        }
      : {}),
  }
  const head = { title: formats.t('removals:mine.title'), robots: 'noindex' as const }
  const values = { from, to, words, count: String(found?.things.length ?? 0) }
  return Promise.resolve(page('removals/mine', { view, head, form: form ?? freshForm(path, values) }))
}
