import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, get, type ServerResponse } from 'node:http'
import { createConnection } from 'mongoose'
import type { HttpDeps } from '../../src/http/deps.ts'
import { createLive } from '../../src/http/live.ts'
import { openStream } from '../../src/http/stream.ts'
import type { Visit } from '../../src/http/visit.ts'
import { listen } from '../support/running.ts'

describe('a stream', () => {
  it('takes no place for who left before it was open, or was answered for want of time', async () => {
    const live = createLive({
      connection: createConnection(),
      clock: () => new Date(),
      most: { inAll: 1, perAddress: 1 },
      lookEvery: 60_000,
    })
    const open = (response: ServerResponse): void => {
      const visit = { request: { method: 'GET', headers: {}, ip: '192.0.2.1' } } as unknown as Visit
      const answer = { kind: 'stream', channel: 'topic', after: 0, news: () => undefined } as const
      openStream(answer as never, { live } as unknown as HttpDeps, { visit, response: response as never })
    }
    const server = createServer()
    const url = `http://127.0.0.1:${await listen(server)}`
    try {
      const leaving = get(url, { agent: false }).on('error', () => undefined)
      const [, left] = (await once(server, 'request')) as [unknown, ServerResponse]
      leaving.destroy()
      await once(left, 'close')
      open(left)
      assert.equal(live.readers, 0)
      const waiting = get(url, { agent: false }).on('error', () => undefined)
      const [, answered] = (await once(server, 'request')) as [unknown, ServerResponse]
      answered.writeHead(503).end()
      open(answered)
      assert.equal(live.readers, 0)
      waiting.destroy()
    } finally {
      live.close()
      server.closeAllConnections()
      server.close()
    }
  })
})
