import type { Request, Response } from 'express'
import type { Answer, BodyAnswer, PageAnswer, RedirectAnswer } from './answers.ts'
import { chooseEncoding, compress } from './compress.ts'
import { csrfToken } from './cross-site.ts'
import type { HttpDeps } from './deps.ts'
import { exceptionalHeaders } from './headers.ts'
import { sendFile } from './send-file.ts'
import { openStream } from './stream.ts'
import type { Surroundings } from './views.ts'
import type { Visit } from './visit.ts'

interface Body {
  type: string
  text: string | Buffer
}

/** Sends an answer to somebody for whom it was made: never kept by anybody on the way. */
export async function sendAnswer(
  answer: Answer,
  deps: HttpDeps,
  { visit, response }: { visit: Visit; response: Response },
): Promise<void> {
  if (answer.kind === 'redirect') return sendRedirect(answer, deps, { visit, response })
  if (answer.kind === 'stream') {
    openStream(answer, deps, { visit, response })
    return
  }
  if (answer.kind === 'file') return sendFile(answer, visit.request, response)
  const { type, text } = renderBody(answer, deps, {
    visit,
    header: await deps.header.now(),
    ...(await pageSession(deps, visit)),
  })
  response.setHeader('Content-Type', type)
  response.setHeader('Vary', 'Cookie, Accept, Accept-Language, Accept-Encoding')
  if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'private, no-store')
  if (answer.kind === 'page') {
    response.setHeader('Content-Language', visit.formats.locale)
    if (answer.head.robots) response.setHeader('X-Robots-Tag', answer.head.robots)
  }
  if (answer.exceptions) {
    for (const [name, value] of exceptionalHeaders(deps.config, answer.exceptions)) setHeader(response, name, value)
  }
  await sendBody(visit.request, response.status(answer.status), text)
}

/** Sets a header, or takes it away where it has no value. */
export function setHeader(response: Response, name: string, value: string | undefined): void {
  if (value === undefined) response.removeHeader(name)
  else response.setHeader(name, value)
}

/** Compresses and ends. The body of a HEAD request is counted but not sent. */
export async function sendBody(request: Request, response: Response, text: string | Buffer): Promise<void> {
  const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text)
  const encoding = chooseEncoding(request, bytes.length)
  const out = await compress(bytes, encoding)
  if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding)
  response.setHeader('Content-Length', out.length)
  response.end(request.method === 'HEAD' ? undefined : out)
}

/** The text of an answer: a page as HTML, or as its view object for a reader that prefers JSON. */
export function renderBody(
  answer: PageAnswer | BodyAnswer,
  deps: HttpDeps,
  { visit, ...around }: { visit: Visit } & Pick<Surroundings, 'header' | 'csrf' | 'flash'>,
): Body {
  if (answer.kind === 'body') return { type: answer.type, text: answer.body }
  if (prefersJson(visit.request)) return { type: contentTypes.json, text: JSON.stringify(jsonOf(answer, visit)) }
  const { formats, me, address } = visit
  return { type: contentTypes.html, text: deps.views.render(answer, { ...around, formats, me, address }) }
}

export const contentTypes = {
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
} as const

/** Whether the reader would rather have JSON than a page; a browser never would. */
export function prefersJson(request: Request): boolean {
  const accept = request.headers.accept
  if (!accept?.includes('json')) return false
  return request.accepts(['html', 'json']) === 'json'
}

function jsonOf(answer: PageAnswer, visit: Visit): object {
  if (!answer.form || Object.keys(answer.form.errors).length === 0) return answer.view
  const errors = Object.entries(answer.form.errors).map(([field, key]) => [field, visit.formats.t(key)])
  return { errors: Object.fromEntries(errors) as Record<string, string> }
}

async function sendRedirect(
  answer: RedirectAnswer,
  deps: HttpDeps,
  { visit, response }: { visit: Visit; response: Response },
): Promise<void> {
  const { session } = visit
  if (session) {
    // Whoever has just come in is greeted too.
    if (answer.flash && session.values.accountId !== undefined)
      session.values.flash = [...(session.values.flash ?? []), answer.flash]
    // The browser may follow before the response is finished: what it needs must be stored by then.
    if (session.values.accountId !== undefined || session.values.returnTo !== undefined) await session.save()
  }
  response.setHeader('Cache-Control', answer.status === 301 ? 'public, no-cache' : 'private, no-store')
  response.setHeader('Location', answer.to.startsWith('/') ? deps.config.url + answer.to : answer.to)
  response.status(answer.status).end()
}

/** What a page takes from the session: the token for its forms, and messages that are shown once. */
async function pageSession(
  deps: HttpDeps,
  visit: Visit,
): Promise<{ csrf: string; flash: { kind: 'done' | 'problem'; text: string }[] }> {
  const { session, formats } = visit
  if (!session) return { csrf: '', flash: [] }
  const waiting = visit.me ? (session.values.flash ?? []) : []
  if (waiting.length > 0) {
    delete session.values.flash
    await session.save()
  }
  return {
    csrf: csrfToken(session.id, deps.sessionSecret),
    flash: waiting.map(({ kind, key, params }) => ({ kind, text: formats.t(key, params) })),
  }
}
