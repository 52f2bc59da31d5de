import { urlencoded, type Request, type Response } from 'express'
import {
  belongsTo,
  Invalid,
  NotAllowed,
  NotFound,
  NotSignedIn,
  visitor,
  wouldBelongTo,
  type Audience,
} from '../kernel/index.ts'
import { goTo, redirect, type Answer } from './answers.ts'
import { csrfToken, isUnsafe, oldForm, refuseOtherSites, requireToken } from './cross-site.ts'
import { keepDraft, mayKeep, waitingDraft, withDraft } from './drafts.ts'
import { parseForm, typedValues, type FormState } from './forms.ts'
import type { HttpDeps } from './deps.ts'
import { keepFor } from './kept-pages.ts'
import type { Route } from './routes.ts'
import { prefersJson, sendAnswer } from './send.ts'
import type { Me, Presence, Visit } from './visit.ts'
import { codeAddress, signInAddress } from './views.ts'
import type { VisitSession } from './session.ts'
import type { Upload } from './uploads.ts'

/**
 * One request, in order: who comes -> may they come in -> is it theirs to send -> parse -> the feature's handler ->
 * response. What a route needs stands in its row of the table; nothing else changes what it means.
 */
export async function serve(
  route: Route,
  deps: HttpDeps,
  exchange: { request: Request; response: Response },
): Promise<void> {
  const { request, response } = exchange
  // Before anything is read or asked: from elsewhere the console answers as an address that isn't there.
  if (isConsole(route) && !deps.gate(request.ip)) throw new NotFound('not from there')
  if (await keepFor(route, deps, exchange)) return
  if (isUnsafe(request.method)) {
    if (!route.fromAnywhere) refuseOtherSites(request, deps.config)
    // A form with a file is read once it is known who sends it.
    if (!route.upload) await readBody(request, response)
  }
  const visit = await openVisit(route, deps, exchange)
  visits.set(request, visit)
  const answer = await answerTo(route, deps, { visit, response })
  await sendAnswer(answer, deps, { visit, response })
}

const isConsole = ({ path }: Route): boolean => /^\/staff(?:\/|$)/.test(path)

const visits = new WeakMap<Request, Visit>()

/** The visit that the request became, as far as it came; an error page greets who is signed in by it. */
export function visitOf(request: Request): Visit | undefined {
  return visits.get(request)
}

async function answerTo(
  route: Route,
  deps: HttpDeps,
  { visit, response }: { visit: Visit; response: Response },
): Promise<Answer> {
  const { request } = visit
  const turnedAway = await refusal(route, deps, { visit, response })
  if (turnedAway) return turnedAway
  const read = route.upload ? await readUploads(route, deps, { request, response }) : []
  // A session that begins with this very request has no forms out yet, and no cookie that another site could use.
  if (isUnsafe(request.method) && visit.session && deps.sessions.isNamed(request)) {
    const ofBefore = await formOfBefore(route, deps, visit)
    if (ofBefore) return ofBefore
  }
  if (route.limit) await deps.rateLimits.use(route.limit, { actor: visit.actor, ip: request.ip })
  const query = parseQuery(route, request) as undefined
  const uploads = read instanceof Invalid ? [] : read
  const asked = { ...visit, query, uploads, upload: uploads[0] }
  if (!route.form) return withDraft(await route.handle(asked), draftOf(deps, visit))
  const answer = await takeForm(route, asked, read instanceof Invalid ? read : undefined)
  // Taken: what was typed needs to wait no more.
  if (answer.kind === 'redirect' && draftOf(deps, visit)?.action === pathOf(visit)) delete visit.session?.values.draft
  return answer
}

const pathOf = ({ address }: Visit): string => address.split('?', 1)[0] ?? ''

function draftOf({ clock }: HttpDeps, { session }: Visit): ReturnType<typeof waitingDraft> {
  return session && waitingDraft(session.values, clock())
}

/** A form from before the last sign-in comes back with what was typed and a token that holds. Throws NotAllowed where it can't. */
async function formOfBefore(route: Route, deps: HttpDeps, visit: Visit): Promise<Answer | undefined> {
  const body = posted(visit.request)
  try {
    requireToken(body['_csrf'], csrfToken(visit.session?.id ?? '', deps.sessionSecret))
    return undefined
  } catch (error) {
    if (!route.keepsDraft || !route.again || prefersJson(visit.request)) throw error
    const query = parseQuery(route, visit.request) as undefined
    const errors = { form: oldForm }
    const answer = await route.again({ ...visit, query }, { action: visit.address, values: typedValues(body), errors })
    return answer.kind === 'page' ? { ...answer, status: 403 } : answer
  }
}

/** Refuse reading with 404, doing with 403; who could sign in to read, or show a code, is sent there and comes back. */
async function refusal(
  route: Route,
  deps: HttpDeps,
  { visit, response }: { visit: Visit; response: Response },
): Promise<Answer | undefined> {
  if (belongsTo(visit.actor, route.for)) return undefined
  const isGuest = visit.actor.kind === 'visitor'
  if (wouldBelongTo(visit.actor, route.for)) {
    if (route.method === 'GET') return goTo(codeAddress(visit.address))
    throw new NotAllowed('rules:request.codeFirst')
  }
  if (route.method === 'GET' && isGuest) return goTo(signInAddress(visit.address))
  if (route.method === 'GET') throw new NotFound('not for this actor')
  if (isGuest && route.keepsDraft) return signInWithDraft(route.keepsDraft(visit.params), deps, { visit, response })
  if (isGuest) throw new NotSignedIn('signed out')
  throw new NotAllowed(reasonFor(route.for))
}

/** Write first, sign in second: what was typed is there on return, and nothing is sent before its writer says so again. */
async function signInWithDraft(
  back: string,
  deps: HttpDeps,
  { visit, response }: { visit: Visit; response: Response },
): Promise<Answer> {
  const { request, actor } = visit
  const action = pathOf(visit)
  const values = typedValues(posted(request))
  if (prefersJson(request) || !mayKeep(values)) throw new NotSignedIn('signed out')
  await deps.rateLimits.use('write', { actor, ip: request.ip })
  await keepDraft(await deps.sessions.open(request, response), { action, values, at: deps.clock() })
  return redirect(signInAddress(back))
}

function reasonFor(audience: Audience): string {
  return audience === 'member' ? 'rules:request.membersOnly' : 'rules:request.staffOnly'
}

/** A form that can't be taken comes back with everything that was typed, whoever found the fault: schema or command. */
async function takeForm(route: Route, visit: Visit, fault?: Invalid): Promise<Answer> {
  const body = posted(visit.request)
  try {
    if (fault) throw fault
    const form: unknown = route.form ? parseForm(route.form, body) : undefined
    return await route.handle({ ...visit, form: form as undefined })
  } catch (error) {
    if (!(error instanceof Invalid) || !route.again) throw error
    const state: FormState = { action: visit.address, values: typedValues(body), errors: error.fields }
    const answer = await route.again(visit, state)
    return answer.kind === 'page' ? { ...answer, status: 422 } : answer
  }
}

function parseQuery(route: Route, request: Request): unknown {
  if (!route.query) return undefined
  const result = route.query.safeParse(request.query)
  if (!result.success) throw new NotFound('query')
  return result.data
}

/** The files, or what is wrong with them: shown with the form once the token is seen to be right. */
async function readUploads(
  route: Route,
  deps: HttpDeps,
  { request, response }: { request: Request; response: Response },
): Promise<Upload[] | Invalid> {
  if (!route.upload) return []
  // The same form without its file, as a client that knows no multipart sends it.
  if (!request.is('multipart/form-data')) await readBody(request, response)
  try {
    return await deps.uploads.read(request, response, route.upload)
  } catch (error) {
    if (error instanceof Invalid) return error
    throw error
  }
}

async function openVisit(
  route: Route,
  deps: HttpDeps,
  exchange: { request: Request; response: Response },
): Promise<Visit> {
  const { request, response } = exchange
  const session = await openSession(route, deps, exchange)
  const presence = session ? await deps.findPresence(session) : undefined
  if (session?.values.draft && !waitingDraft(session.values, deps.clock())) {
    delete session.values.draft
    await session.save()
  }
  return {
    id: String(response.getHeader('X-Request-Id')),
    actor: presence?.actor ?? visitor,
    params: request.params as Record<string, string>,
    form: undefined,
    query: undefined,
    uploads: [],
    upload: undefined,
    formats: deps.formatsFor(request, presence),
    session: sessionInUse(session, presence, route),
    address: request.url,
    me: presence && greeting(presence, deps.gate(request.ip)),
    request,
  }
}

/** Where the console can't be reached, the header has no link to it. */
function greeting({ me }: Presence, isAtWork: boolean): Me {
  return isAtWork ? me : { ...me, isOwner: false, isStaff: false }
}

/** The session that the request names or the route opens, as a host's word on who is signed in there lets it be. */
async function openSession(
  route: Route,
  deps: HttpDeps,
  { request, response }: { request: Request; response: Response },
): Promise<VisitSession | undefined> {
  if (route.fromAnywhere || route.ignoresCookie) return undefined
  const open = (): Promise<VisitSession> => deps.sessions.open(request, response)
  const session = route.opensSession || deps.sessions.isNamed(request) ? await open() : undefined
  return deps.hostWord ? deps.hostWord.follow(session, { request, open }) : session
}

/** A cookie of a session that is long gone makes nobody: its bearer is a guest again. */
function sessionInUse(
  session: VisitSession | undefined,
  presence: Presence | undefined,
  route: Route,
): VisitSession | undefined {
  return presence || route.opensSession ? session : undefined
}

const bodyParser = urlencoded({ extended: false, limit: '512kb', parameterLimit: 200 })

/** Reads the posted form; a host's parser may have done so already. */
function readBody(request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    bodyParser(request, response, (error?: unknown) => {
      if (error) reject(error instanceof Error ? error : new Error('body'))
      else resolve()
    })
  })
}

/** What was posted, field by field; nothing when the body isn't a form. */
export function posted(request: Request): Record<string, unknown> {
  const body: unknown = request.body
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
}
