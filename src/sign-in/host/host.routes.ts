import { z } from 'zod'
import { createRoutes, freshForm, goTo, page, type Answer, type Routes, type Visit } from '../../http/index.ts'
import { NotFound } from '../../kernel/index.ts'
import { sessionOf } from '../begin-session.ts'
import { readHostToken, type HostToken } from '../commands/read-host-token.ts'
import type { UsedTokenDeps } from '../commands/spend-token.ts'
import { comeIn, failedPage } from '../conclude.ts'
import type { SignInDeps } from '../deps.ts'
import type { HostProvider } from '../providers.ts'
import { tripQuery } from '../return-address.ts'
import type { AskHost } from './ask-host.ts'

const token = z.string('rules:form.notUsable').max(8000, 'rules:form.notUsable')
const tokenForm = z.object({ token })
const entryForm = z.strictObject({ token, agreed: z.literal('on', 'rules:form.notUsable').optional() })
const nothing = z.strictObject({})

type HostDeps = SignInDeps & UsedTokenDeps & { host: HostProvider | undefined }

/**
 * Where a host's signed token arrives: posted by the host's page, or in the fragment of a link. Either way it comes to one
 * page of ours whose script sends it on from here, so that what follows knows which browser it is.
 */
export function hostRoutes(deps: HostDeps): Routes {
  const routes = createRoutes()

  // From another site no cookie comes along. A fragment reaches no server and no log.
  routes.post(
    '/sign-in/host/token',
    { for: 'visitor', form: tokenForm, fromAnywhere: true, limit: 'signIn' },
    (visit) => {
      requireKeys(deps)
      return { ...goTo(`/sign-in/host/token#token=${encodeURIComponent(visit.form.token)}`), status: 303 }
    },
  )

  // A token in the query would stand in logs: the schema takes none.
  routes.get('/sign-in/host/token', { for: 'visitor', query: nothing, opensSession: true }, (visit) => {
    const { label } = requireKeys(deps)
    return arrivalPage(visit, { provider: label })
  })

  routes.post(
    '/sign-in/host/entry',
    { for: 'visitor', form: entryForm, opensSession: true, limit: 'signIn' },
    async (visit) => {
      const host = requireKeys(deps)
      // Sent here by a page of another site they would be somebody they don't know they are: their own click is needed.
      const isExpected = sessionOf(visit).values.isAtHost === true || visit.form.agreed === 'on'
      const read = await readHostToken(deps, host, { token: visit.form.token, spend: isExpected })
      if ('fault' in read) return refused(deps, { visit, host, read })
      const { name = '' } = read.identity
      if (!isExpected) return arrivalPage(visit, { provider: host.label, token: visit.form.token, name })
      return comeIn(deps, { ...visit, form: undefined }, { identity: read.identity })
    },
  )

  return routes
}

function requireKeys({ host }: HostDeps): HostProvider {
  if (!host || host.keys.length === 0) throw new NotFound('no host hands tokens over')
  return host
}

/** 401: a token that was used, has grown old or is none lets nobody in. The log says which of these it was. */
function refused(
  deps: HostDeps,
  { visit, host, read }: { visit: Visit<unknown>; host: HostProvider; read: Extract<HostToken, { fault: string }> },
): Answer {
  deps.log.warn({ id: visit.id, fault: read.fault }, 'token of the host refused')
  return failedPage(deps, { ...visit, form: undefined }, { provider: host, why: 'over' })
}

/** Without a token the page's script takes it from the fragment; with one, its person is asked whether to go on. */
function arrivalPage(
  visit: Visit<unknown, unknown>,
  { token: given = '', ...view }: { provider: string; token?: string; name?: string },
): Answer {
  const head = { title: visit.formats.t('sign-in:arrival.title'), robots: 'noindex' as const }
  return page('sign-in/arrival', { view, head, form: freshForm('/sign-in/host/entry', { token: given }) })
}

interface Step {
  visit: Visit<undefined, unknown>
  host: HostProvider
  askHost: AskHost
}

/** Coming in by the host's word: at once when somebody is signed in there, else by its own sign-in page. */
export async function hostStep(deps: SignInDeps, { visit, host, askHost }: Step): Promise<Answer> {
  const session = sessionOf(visit)
  const identity = await askHost(visit.request)
  if (identity) return comeIn(deps, visit, { identity })
  if (host.signInUrl === undefined) return failedPage(deps, visit, { provider: host, why: 'away' })
  session.values.isAtHost = true
  const { returnTo: back = '/' } = session.values
  const there = new URL(host.signInUrl)
  const isByToken = host.keys.length > 0 && !host.currentUser
  const backHere = isByToken ? '/sign-in/host/token' : `/sign-in/host${tripQuery({ back, stays: false })}`
  there.searchParams.set('return', deps.fullAddress(backHere))
  return goTo(there.href)
}
