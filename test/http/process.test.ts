import assert from 'node:assert/strict'
import { connect } from 'node:net'
import request from 'supertest'
import { Person } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

inEverySetting('a process', (setting) => {
  let app: Running
  before(async () => {
    app = await startApp({ setting })
  })
  after(() => app.stop())

  it('says that it lives and that it is ready, to be kept by nobody', async () => {
    const alive = await new Person(app).look('/healthz')
    assert.equal(alive.status, 200)
    assert.equal(alive.text, 'ok')
    const ready = await new Person(app).look('/readyz')
    assert.equal(ready.status, 200)
    assert.equal(ready.text, 'ready')
    assert.equal(ready.headers['cache-control'], 'no-store')
  })
})

// Inside a host whose parser reads forms, a request is under way here only once the host has read it.
describe('a process of its own', () => {
  it('finishes what is under way before it ends, and only then lets go of the database', async () => {
    const ending = await startApp()
    try {
      const { port, origin } = new URL(ending.url)
      const socket = connect(Number(port), '127.0.0.1')
      const body = 'text=Half+of+it%2C+and+the+rest'
      const head = [
        'POST /sign-out HTTP/1.1',
        `Host: localhost:${port}`,
        `Origin: ${origin}`,
        'Connection: close',
        'Content-Type: application/x-www-form-urlencoded',
        `Content-Length: ${body.length}`,
      ]
      let answer = ''
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
      const closed = new Promise((resolve) => socket.on('close', resolve))
      socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 8)}`)
      // Asked after it on another connection, so the first is under way once this one is answered.
      await new Person(ending).visit('/healthz')
      let isEnded = false
      const end = ending.close().then(() => (isEnded = true))
      await new Person(ending).visit('/healthz')
      assert.equal(isEnded, false)
      assert.equal(await ending.database.isUp(), true)
      socket.write(body.slice(8))
      await closed
      assert.match(answer, /^HTTP\/1\.1 422 /)
      await end
      assert.equal(await ending.database.isUp(), false)
    } finally {
      await ending.stop()
    }
  })
})

describe('a process that was given no address', () => {
  it('takes a newcomer from an address of this machine to the one name under which forms work', async () => {
    const app = await startApp({ options: { url: undefined } })
    try {
      const at = request(app.reachedAt)
      for (const Host of ['127.0.0.1:3000', '[::1]:3000', '127.0.0.1']) {
        const { status, headers } = await at.get('/c/some?x=1').set({ Host })
        assert.equal(status, 302)
        assert.equal(headers['location'], 'http://localhost:3000/c/some?x=1')
      }
      for (const Host of ['localhost:3000', 'forum.example', '127.0.0.1.evil.example'])
        assert.equal((await at.get('/').set({ Host })).status, 200, Host)
      assert.equal((await at.post('/sign-out').set({ Host: '127.0.0.1:3000' })).status, 403)
    } finally {
      await app.stop()
    }
  })
})
