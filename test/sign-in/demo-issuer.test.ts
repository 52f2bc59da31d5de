import assert from 'node:assert/strict'
import { readOptions } from '../../src/config/index.ts'
import { compose } from '../../src/app.ts'
import { Person, type Persona } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'
import { freshDatabase } from '../support/store.ts'

const names: Record<Persona, string> = {
  ann: 'Ann Customer',
  ben: 'Ben Customer',
  ada: 'Ada Agent',
  mia: 'Mia Moderator',
  max: 'Max Marketing',
  olga: 'Olga Owner',
}

inEverySetting('the demo issuer', (setting) => {
  let app: Running
  before(async () => {
    app = await startApp({ setting })
  })
  after(() => app.stop())

  it('offers six people on a page that works without scripts and says that it is a demo', async () => {
    const page = await new Person(app).visit('/sign-in/demo')
    assert.equal(page.status, 200)
    assert.match(page.$('main').text(), /demo/i)
    assert.equal(page.headers['cache-control'], 'no-store')
    const buttons = page.$('form[method=post] button[name=persona]')
    assert.deepEqual(
      buttons.toArray().map((button) => page.$(button).attr('value')),
      Object.keys(names),
    )
    assert.equal(page.$('script:not([src]), [onclick], [onsubmit]').length, 0)
  })

  for (const [persona, name] of Object.entries(names)) {
    it(`lets anybody be ${name}, with the rights of that person`, async () => {
      const person = await new Person(app).signIn(persona as Persona)
      assert.equal(await person.greeted(), name)
      assert.equal((await person.look('/staff')).status, ['ann', 'ben'].includes(persona) ? 404 : 200)
      assert.equal((await person.look('/staff/categories')).status, persona === 'olga' ? 200 : 404)
    })
  }

  it('asks each time who it is, so that one browser can be one person after another', async () => {
    const person = await new Person(app).signIn('ann')
    const again = await person.visit('/sign-in/demo')
    assert.equal(again.$('button[name=persona]').length, 6)
    await person.submit(again, { persona: 'ben' }, 'form')
    assert.equal(await person.greeted(), 'Ben Customer')
  })

  it('asks again when nobody of them was chosen', async () => {
    const person = new Person(app)
    const page = await person.visit('/sign-in/demo')
    for (const persona of ['nobody', '', '__proto__']) {
      const again = await person.submit(page, { persona }, 'form')
      assert.equal(again.$('button[name=persona]').length, 6)
    }
    assert.equal(await person.greeted(), '')
  })

  it('does not fail at a choice that is over, or one that never was', async () => {
    const person = new Person(app)
    const page = await person.visit('/sign-in/demo')
    await person.submit(page, { persona: 'ben' }, 'form')
    const action = page.$('form').attr('action') ?? ''
    for (const path of [action, action.replace(/[^/]+$/, 'never')]) {
      const { status } = await person.look(path)
      assert.ok(status >= 400 && status < 500, `${path}: ${status}`)
      const sent = await person.post(path, { persona: 'olga' })
      assert.ok(sent.status >= 400 && sent.status < 500, `${path}: ${sent.status}`)
    }
    assert.equal(await person.greeted(), 'Ben Customer')
  })
})

describe('the demo issuer in production', () => {
  const mail = { smtpUrl: 'smtp://mail.example.com', mailFrom: 'help@example.com' }
  const production = { production: true, url: 'https://example.com', sessionSecret: 'x'.repeat(32), ...mail }

  it('cannot be switched on', () => {
    assert.throws(() => readOptions({ ...production, demo: true }), /^ConfigError: demo can't be on in production/)
  })

  it('is not there by itself either: no provider, no way in', async () => {
    const config = readOptions({ ...production, mongodbUri: await freshDatabase(), logLevel: 'silent' })
    const composition = await compose(config)
    try {
      assert.ok(!config.demo)
      const { default: request } = await import('supertest')
      assert.equal((await request(composition.app).get('/sign-in/demo')).status, 404)
      assert.equal((await request(composition.app).get('/demo-issuer/.well-known/openid-configuration')).status, 404)
      assert.doesNotMatch((await request(composition.app).get('/sign-in')).text, /class="door"/)
    } finally {
      await composition.close()
    }
  })

  it('is not there either where a real provider is', async () => {
    const app = await startApp({
      options: { oidcProviders: [{ id: 'acme', label: 'Acme', issuer: 'http://127.0.0.1:9', clientId: 'x' }] },
    })
    try {
      const page = await new Person(app).visit('/sign-in')
      const doors = page.$('.door').toArray()
      assert.deepEqual(
        doors.map(({ attribs }) => attribs['href']),
        ['/sign-in/acme', '/sign-in/acme?keep=1'],
      )
      assert.equal((await new Person(app).look('/demo-issuer/auth')).status, 404)
    } finally {
      await app.stop()
    }
  })
})
