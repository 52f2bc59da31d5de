import { createHash, timingSafeEqual } from 'node:crypto'
import express, { type Request, type RequestHandler, type Response } from 'express'
import { largestMail } from './smtp.ts'
import { takeMail, type InboundDeps } from './take-mail.ts'

/** Where a mail provider hands mails over. */
export const webhookPath = '/inbound/mail'

/**
 * Takes whole mails (RFC 5322) as the body of a POST with `Authorization: Bearer <secret>`. `X-Envelope-From` and
 * `X-Envelope-To` may say what was said in the SMTP dialogue. Answers 200 for what was taken or written by a machine, 422
 * for what can't be read, 429 for too many of one sender, 413 for what is too large, and 503 where to try again later.
 */
export function webhook(deps: InboundDeps, secret: string): RequestHandler {
  const readBody = express.raw({ type: () => true, limit: largestMail, inflate: false })
  return (request, response, next) => {
    response.setHeader('Cache-Control', 'no-store')
    if (request.method !== 'POST' || request.path !== '/') next()
    else if (!isEntitled(request, secret)) answer(response, 401, 'unauthorized')
    else
      readBody(request, response, (error?: unknown) => {
        if (error && isTooLarge(error)) answer(response, 413, 'too large')
        else if (error) answer(response, 400, 'unreadable')
        else take(deps, request, response).catch(() => answer(response, 503, 'try again later'))
      })
  }
}

/** By hashes, which have one length whatever is guessed. */
function isEntitled(request: Request, secret: string): boolean {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(secret))
}

const isTooLarge = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'status' in error && error.status === 413

async function take(deps: InboundDeps, request: Request, response: Response): Promise<void> {
  const body: unknown = request.body
  const raw = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
  const from = request.header('X-Envelope-From')?.replace(/^<|>$/g, '')
  const to = (request.header('X-Envelope-To') ?? '').split(',').map((address) => address.trim())
  const taken = await takeMail(deps, { raw, envelope: { from, to } })
  if (taken.outcome === 'refused') answer(response, taken.why === 'unreadable' ? 422 : 429, taken.why)
  else answer(response, 200, taken.outcome)
}

function answer(response: Response, status: number, outcome: string): void {
  if (!response.headersSent) response.status(status).json({ outcome })
}
