import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { boundConnections } from '../../src/http/index.ts'
import { listen } from '../support/running.ts'

describe('the connections of a server', () => {
  let server: Server
  let port: number
  let finish: () => void = () => undefined
  before(async () => {
    server = createServer((request, response) => {
      if (request.url === '/long') finish = () => void response.end('done')
      else response.end('at once')
    })
    boundConnections(server, 3)
    port = await listen(server)
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  async function aConnection(path?: string): Promise<Socket> {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    if (path !== undefined) socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    return socket
  }

  it('that rest give way to new ones, the one that has rested longest first; those that wait for an answer stay', async () => {
    const long = await aConnection('/long')
    const first = await aConnection()
    const second = await aConnection()
    const gone = once(first, 'close')
    const newcomer = await aConnection('/short')
    const [answer] = (await once(newcomer, 'data')) as [Buffer]
    assert.match(answer.toString(), /at once/)
    await gone
    assert.equal(second.destroyed, false)
    finish()
    const [late] = (await once(long, 'data')) as [Buffer]
    assert.match(late.toString(), /done/)
    for (const socket of [long, second, newcomer]) socket.destroy()
  })
})
