import { Agent, request } from 'node:http'
import type { Asking } from './askings.ts'
import type { Answered } from './verdict.ts'

/** Sends requests as they are given, over a few connections that stay open. */
export interface Wire {
  send(asking: Asking, headers: Record<string, string>): Promise<Answered>
  close(): void
}

/** Milliseconds that an answer may take; a value that keeps the server busy longer is a find. */
const patience = 5_000

/** A wire to one instance. */
export function wireTo(reachedAt: string): Wire {
  const { hostname, port, pathname } = new URL(reachedAt)
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const mountPath = pathname === '/' ? '' : pathname
  return {
    send({ method, path, headers: own, body }, headers) {
      return new Promise((resolve, reject) => {
        const options = { hostname, port, agent, method, path: mountPath + path, headers: { ...headers, ...own } }
        const sent = request(options, (response) => {
          const { statusCode: status = 0 } = response
          const pieces: Buffer[] = []
          const done = (): void =>
            resolve({ status, headers: response.headers, text: Buffer.concat(pieces).toString() })
          response.on('data', (piece: Buffer) => pieces.push(piece))
          response.once('end', done)
          response.once('error', reject)
          // It has no end of its own.
          if ((response.headers['content-type'] ?? '').includes('event-stream')) {
            done()
            sent.destroy()
          }
        })
        sent.setTimeout(patience, () => sent.destroy(new Error(`no answer within ${patience} ms`)))
        sent.once('error', reject)
        sent.end(body)
      })
    },
    close: () => agent.destroy(),
  }
}
