import type { ErrorRequestHandler, Request, Response } from 'express'
import {
  Busy,
  CandorError,
  Conflict,
  Gone,
  Invalid,
  NotAllowed,
  NotSignedIn,
  TooMany,
  Unavailable,
  type MessageKey,
  type RemovalClass,
} from '../kernel/index.ts'
import { toUnavailable } from '../database/index.ts'
import { isOverdue } from './admission.ts'
import { page, type PageAnswer } from './answers.ts'
import type { HttpDeps } from './deps.ts'
import { typedValues } from './forms.ts'
import { contentTypes, prefersJson, sendBody } from './send.ts'
import { csrfToken, oldForm } from './cross-site.ts'
import { formPage } from './form-page.ts'
import { posted, visitOf } from './serve.ts'
import { signInAddress } from './views.ts'

/** What the error page shows. `typed` is what stood in a form that couldn't be taken, so that nothing is lost. */
export interface ErrorView {
  status: number
  titleKey: string
  textKey: string
  textParams?: Readonly<Record<string, string | number>>
  requestId: string
  retryAfter?: number
  wayOn: { address: string; labelKey: string }
  typed?: { label: string; text: string }[]
}

/** The one place where an error becomes a response: a page, JSON, or an empty body. */
export function errorHandler(deps: HttpDeps): ErrorRequestHandler {
  // eslint-disable-next-line max-params -- Express knows an error handler by its four parameters.
  return (thrown: unknown, request, response, _next) => {
    if (isOverdue(response)) return
    const error = known(thrown)
    const id = String(response.getHeader('X-Request-Id'))
    if (!error) deps.log.error({ id, err: bare(thrown) }, 'unexpected error')
    else if (error instanceof Unavailable) deps.log.warn({ id, err: bare(error.cause) }, 'unavailable')
    if (response.headersSent) {
      response.destroy()
      return
    }
    respond(error, deps, { request, response, id }).catch((failure: unknown) => {
      deps.log.error({ id, err: bare(failure) }, 'error page failed')
      response.status(500).type('text').end(`500 (${id})`)
    })
  }
}

async function respond(
  error: CandorError | BadRequest | undefined,
  deps: HttpDeps,
  { request, response, id }: { request: Request; response: Response; id: string },
): Promise<void> {
  const view = errorView(error, deps, { request, id })
  const visit = visitOf(request)
  const formats = visit?.formats ?? deps.formatsFor(request)
  response.setHeader('Cache-Control', 'private, no-store')
  response.setHeader('Vary', 'Cookie, Accept, Accept-Language, Accept-Encoding')
  response.setHeader('X-Robots-Tag', 'noindex')
  if (view.retryAfter !== undefined) response.setHeader('Retry-After', view.retryAfter)
  response.status(view.status)
  if (prefersJson(request)) {
    const { titleKey, textKey, textParams, status } = view
    response.setHeader('Content-Type', contentTypes.json)
    const message = formats.t(textKey, textParams)
    await sendBody(
      request,
      response,
      JSON.stringify({ error: { status, title: formats.t(titleKey), message, requestId: id } }),
    )
    return
  }
  const answer: PageAnswer = page('errors/error', {
    view,
    head: { title: formats.t(view.titleKey), robots: 'noindex' },
  })
  const csrf = visit?.me && visit.session ? csrfToken(visit.session.id, deps.sessionSecret) : ''
  const around = {
    formats,
    header: deps.header.last(),
    me: visit?.me,
    csrf,
    flash: [],
    address: returnAddress(request, deps.config),
  }
  response.setHeader('Content-Type', contentTypes.html)
  await sendBody(request, response, deps.views.render(answer, around))
}

function errorView(
  error: CandorError | BadRequest | undefined,
  deps: HttpDeps,
  { request, id }: { request: Request; id: string },
): ErrorView {
  const name = nameOf(error)
  const typed = typedTexts(request)
  return {
    status: error?.status ?? 500,
    titleKey: words[name].title,
    textKey: reasonOf(error) ?? words[name].text,
    requestId: id,
    ...(error instanceof Unavailable || error instanceof Busy || error instanceof TooMany
      ? { retryAfter: error.retryAfter }
      : {}),
    ...(error instanceof TooMany ? { textParams: { count: error.retryAfter } } : {}),
    ...(error instanceof Gone && error.since ? { textParams: { at: error.since.getTime() } } : {}),
    ...(error instanceof NotAllowed && error.params ? { textParams: error.params } : {}),
    wayOn: wayOn(error, deps, request),
    ...(typed.length > 0 ? { typed } : {}),
  }
}

/** Sign in and come back; the form's page again, with the token that it has now; else home. */
function wayOn(
  error: CandorError | BadRequest | undefined,
  { config }: HttpDeps,
  request: Request,
): ErrorView['wayOn'] {
  const { mountPath } = config
  if (error instanceof NotSignedIn)
    return { address: mountPath + signInAddress(returnAddress(request, config)), labelKey: 'errors:wayOn.signIn' }
  const again = error instanceof NotAllowed && error.reason === oldForm ? formPage(request, config) : undefined
  return again === undefined
    ? { address: `${mountPath}/`, labelKey: 'errors:wayOn.home' }
    : { address: mountPath + again, labelKey: 'errors:wayOn.again' }
}

/** The words for each kind of error; where the error brings a reason of its own, that is shown instead of the text. */
const words = {
  notFound: { title: 'errors:notFound.title', text: 'errors:notFound.text' },
  gone: { title: 'errors:gone.title', text: 'errors:gone.text' },
  notAllowed: { title: 'errors:notAllowed.title', text: 'errors:unexpected.text' },
  notSignedIn: { title: 'errors:notSignedIn.title', text: 'errors:notSignedIn.text' },
  invalid: { title: 'errors:invalid.title', text: 'errors:unexpected.text' },
  conflict: { title: 'errors:conflict.title', text: 'errors:unexpected.text' },
  tooMany: { title: 'errors:tooMany.title', text: 'errors:tooMany.text' },
  busy: { title: 'errors:busy.title', text: 'errors:busy.text' },
  unavailable: { title: 'errors:unavailable.title', text: 'errors:unavailable.text' },
  badRequest: { title: 'errors:badRequest.title', text: 'errors:badRequest.text' },
  tooLarge: { title: 'errors:tooLarge.title', text: 'errors:tooLarge.text' },
  unexpected: { title: 'errors:unexpected.title', text: 'errors:unexpected.text' },
} as const satisfies Record<string, { title: MessageKey; text: MessageKey }>

function nameOf(error: CandorError | BadRequest | undefined): keyof typeof words {
  const name = error?.name ?? 'unexpected'
  return Object.hasOwn(words, name) ? (name as keyof typeof words) : 'unexpected'
}

function reasonOf(error: CandorError | BadRequest | undefined): string | undefined {
  if (error instanceof Gone && error.since) return error.why ? goneFor[error.why] : 'errors:gone.since'
  if (error instanceof NotAllowed || error instanceof Conflict) return error.reason
  if (error instanceof Invalid) return Object.values(error.fields)[0]
  return undefined
}

/** The class of the ground and the date, and nothing more. */
const goneFor = {
  author: 'errors:gone.author',
  personal: 'errors:gone.personal',
  consent: 'errors:gone.consent',
  illegal: 'errors:gone.illegal',
  copyright: 'errors:gone.copyright',
  other: 'errors:gone.other',
} as const satisfies Record<RemovalClass, MessageKey>

/** After a failed form the way back is to the page that held it, if that was ours. */
function returnAddress(request: Request, config: HttpDeps['config']): string {
  return request.method === 'GET' ? request.url : (formPage(request, config) ?? '/')
}

/** Fields that somebody may have thought about; who typed them gets them back. */
const shownAgain = new Set(['title', 'text', 'name', 'description', 'about', 'handle', 'email'])

function typedTexts(request: Request): { label: string; text: string }[] {
  if (request.method === 'GET') return []
  return Object.entries(typedValues(posted(request)))
    .filter(([label, text]) => shownAgain.has(label) && text.trim() !== '')
    .map(([label, text]) => ({ label, text }))
}

/** An answer of Express or its parsers that the sender is to blame for: too large, not decodable, an encoding we lack. */
interface BadRequest {
  name: 'badRequest' | 'tooLarge'
  status: number
}

function known(thrown: unknown): CandorError | BadRequest | undefined {
  const error = toUnavailable(thrown)
  if (error instanceof CandorError) return error
  const status = statusOf(error)
  if (status === 413) return { name: 'tooLarge', status }
  return status !== undefined && status >= 400 && status < 500 ? { name: 'badRequest', status: 400 } : undefined
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined
  return typeof error.status === 'number' ? error.status : undefined
}

/** What of an error may stand in the log: its kind and place. Driver messages can quote the values of a document. */
function bare(error: unknown): object {
  if (!(error instanceof Error)) return { kind: typeof error }
  const code = 'code' in error ? { code: error.code } : {}
  return {
    kind: error.name,
    ...code,
    stack: error.stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .join('\n'),
  }
}
