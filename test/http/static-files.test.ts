import assert from 'node:assert/strict'
import request from 'supertest'
import { Person } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

inEverySetting('the files of pages', (setting) => {
  let app: Running
  let addresses: string[]
  before(async () => {
    app = await startApp({ setting })
    const { $ } = await new Person(app).visit('/')
    addresses = [
      ...$('link[rel=stylesheet], link[rel=icon]').map((_at, link) => $(link).attr('href')),
      ...$('script[src]').map((_at, script) => $(script).attr('src')),
    ]
  })
  after(() => app.stop())

  const get = (path: string, encoding: string): request.Test =>
    request(new URL(app.url).origin)
      .get(path)
      .set('Accept-Encoding', encoding)
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(Buffer.from(chunk)))
        response.on('end', () => done(null, Buffer.concat(chunks)))
      })

  it('are kept for ever, since their address changes with their content', async () => {
    assert.ok(addresses.length >= 3)
    for (const address of addresses) {
      assert.match(address, /^(\/support)?\/static\/[a-z]+\.[\w-]{10}\.(css|js|svg)$/)
      const { status, headers } = await get(address, 'identity')
      assert.equal(status, 200)
      assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
      assert.equal(headers['vary'], 'Accept-Encoding')
      assert.doesNotMatch(String(headers['set-cookie']), /candor/)
      assert.match(headers['content-type'] ?? '', /^(text\/css|text\/javascript|image\/svg)/)
    }
  })

  it('come compressed as the reader can take them', async () => {
    for (const address of addresses) {
      const plain = await get(address, 'identity')
      const br = await get(address, 'gzip, deflate, br')
      const gzip = await get(address, 'gzip')
      assert.equal(plain.headers['content-encoding'], undefined)
      assert.equal(br.headers['content-encoding'], 'br')
      assert.equal(gzip.headers['content-encoding'], 'gzip')
      for (const packed of [br, gzip]) {
        // The client has unpacked it.
        assert.deepEqual(packed.body, plain.body)
        assert.ok(Number(packed.headers['content-length']) < (plain.body as Buffer).length)
      }
    }
  })

  it('answer HEAD as they would GET, without a body', async () => {
    const [address = ''] = addresses
    const whole = await get(address, 'identity')
    const head = await request(new URL(app.url).origin).head(address).set('Accept-Encoding', 'identity')
    assert.equal(head.status, 200)
    assert.equal(head.headers['content-length'], whole.headers['content-length'])
  })

  it('are not there under another print, so that nobody keeps a wrong one for ever', async () => {
    const [address = ''] = addresses
    const { status, headers } = await new Person(app).look(address.replace(/\.[\w-]{10}\./, '.0000000000.'))
    assert.equal(status, 404)
    assert.equal(headers['cache-control'], 'private, no-store')
  })
})
