import type { Response } from 'express'
import { CandorError, visitor, type Actor } from '../kernel/index.ts'
import { letStay } from './admission.ts'
import type { StreamAnswer } from './answers.ts'
import type { HttpDeps } from './deps.ts'
import type { Changes } from './live-changes.ts'
import type { Reader, Shared } from './live.ts'
import type { Visit } from './visit.ts'

/** Milliseconds after which a browser whose stream broke comes back. */
const retry = 3_000
/** Bytes that may wait for a reader who doesn't take them; then the line is cut, and they come back when they can. */
const mostWaiting = 64 * 1024

/**
 * Answers with server-sent events (HTML Living Standard, 9.2) until the reader leaves, loses the right to read, or the
 * process ends. Each event's id is the version that it tells of: a reader who comes back names the last one.
 */
export function openStream(
  answer: StreamAnswer,
  deps: HttpDeps,
  { visit, response }: { visit: Visit; response: Response },
): void {
  const { request } = visit
  // Who left meanwhile, or was answered for want of time, would be a reader for good: nothing tells of their going any more.
  if (response.closed || response.headersSent) return
  if (request.method === 'HEAD') return void head(response).end()
  const reader = createReader(answer, deps, { visit, response })
  // Throws while the answer can still be an error page.
  const leave = deps.live.join(reader)
  response.once('close', leave)
  letStay(response)
  head(response).write(`retry: ${retry}\n\n`)
}

function head(response: Response): Response {
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8')
  response.setHeader('Cache-Control', 'private, no-store, no-transform')
  response.setHeader('Vary', 'Cookie, Accept, Accept-Encoding')
  // nginx would hold events back until its buffer is full.
  response.setHeader('X-Accel-Buffering', 'no')
  return response.status(200)
}

function createReader(
  answer: StreamAnswer,
  deps: HttpDeps,
  { visit, response }: { visit: Visit; response: Response },
): Reader {
  const write = (text: string): void => {
    if (response.writableEnded || response.destroyed) return
    response.write(text)
    if (response.writableLength > mostWaiting) response.destroy()
  }
  return {
    channel: answer.channel,
    address: visit.request.ip ?? '',
    version: lastSeen(visit) ?? answer.after,
    beat: () => write(':\n\n'),
    end: () => void response.end(),
    async tell(changes, shared) {
      const news = await newsFor(answer, deps, { visit, changes, shared })
      if (news === 'over') {
        write('event: end\ndata: {}\n\n')
        response.end()
      } else if (news) {
        write(`id: ${changes.version}\ndata: ${JSON.stringify(news)}\n\n`)
      }
    },
  }
}

function lastSeen({ request }: Visit): number | undefined {
  const id = request.headers['last-event-id']
  return typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : undefined
}

/** What a reader is told; `over` once they may not read any more. */
async function newsFor(
  answer: StreamAnswer,
  deps: HttpDeps,
  { visit, changes, shared }: { visit: Visit; changes: Changes; shared: Shared },
): Promise<object | undefined | 'over'> {
  try {
    const actor = await actorNow(deps, visit)
    return actor ? await answer.news({ changes, actor, shared }) : 'over'
  } catch (error) {
    if (error instanceof CandorError) return 'over'
    deps.log.error({ id: visit.id, kind: error instanceof Error ? error.name : 'unknown' }, 'live news failed')
    return { reload: true }
  }
}

/** Who reads now: roles are taken away, people sign out elsewhere and leave while a stream is open. */
async function actorNow(deps: HttpDeps, { actor, session }: Visit): Promise<Actor | undefined> {
  if (actor.kind === 'visitor' || !session) return visitor
  if (!(await deps.sessions.isThere(session.id))) return undefined
  return (await deps.findPresence(session))?.actor
}
