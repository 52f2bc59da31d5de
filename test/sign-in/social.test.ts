import assert from 'node:assert/strict'
import { startFacebook, type FacebookServer } from '../support/facebook.ts'
import { Person } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'
import { startTwitter, type TwitterServer } from '../support/twitter.ts'

inEverySetting('signing in with Facebook and Twitter', (setting) => {
  let app: Running
  let facebook: FacebookServer
  let twitter: TwitterServer

  before(async () => {
    facebook = await startFacebook()
    twitter = await startTwitter()
    app = await startApp({ setting, patience: 1500, options: { facebook: facebook.options, twitter: twitter.options } })
  })
  after(async () => {
    await app.stop()
    await facebook.stop()
    await twitter.stop()
  })

  it('names both on the sign-in page, and no demo', async () => {
    const page = await new Person(app).visit('/sign-in')
    assert.match(page.text, /Facebook/)
    assert.match(page.text, /Twitter/)
    assert.doesNotMatch(page.text, /[Dd]emo/)
  })

  it('greets somebody from Facebook with what it gave, and opens the account when they are done', async () => {
    facebook.be({ id: '77', name: 'Fay Book', email: 'fay@example.com' })
    const fay = new Person(app)
    const welcome = await fay.visit('/sign-in/facebook')
    assert.match(welcome.address, /\/welcome$/)
    assert.match(welcome.text, /fay@example\.com/)
    assert.equal(await app.accounts.withIdentity({ issuer: 'https://www.facebook.com', subject: '77' }), undefined)
    const home = await fay.acceptWelcome(welcome)
    assert.equal(home.status, 200, home.text)
    assert.equal(await fay.greeted(), 'Fay Book')
    const account = await app.accounts.withIdentity({ issuer: 'https://www.facebook.com', subject: '77' })
    assert.equal(account?.email, undefined, 'an address that nobody proved is not the account’s')
  })

  it('signs the same person in again without a question', async () => {
    facebook.be({ id: '78', name: 'Fred Book' })
    const first = new Person(app)
    await first.acceptWelcome(await first.visit('/sign-in/facebook'))
    const again = new Person(app)
    const landed = await again.visit('/sign-in/facebook?return=%2Fme')
    assert.match(landed.address, /\/me$/)
  })

  it('signs somebody in from Twitter, who gives no address', async () => {
    twitter.be({ id: '9007199254740993', screenName: 'tweety', name: 'Twee Ty' })
    const twee = new Person(app)
    const welcome = await twee.visit('/sign-in/twitter')
    assert.match(welcome.address, /\/welcome$/)
    await twee.acceptWelcome(welcome)
    assert.equal(await twee.greeted(), 'Twee Ty')
    const account = await app.accounts.withIdentity({ issuer: 'https://twitter.com', subject: '9007199254740993' })
    assert.equal(account?.identities[0]?.label, '@tweety')
  })

  for (const fault of ['refuses'] as const) {
    it(`says that nothing was changed when the person ${fault} at either`, async () => {
      facebook.be({ fault })
      twitter.be({ fault })
      for (const provider of ['facebook', 'twitter']) {
        const page = await new Person(app).visit(`/sign-in/${provider}`)
        assert.equal(page.status, 400)
        assert.match(page.text, /Nothing was changed/)
      }
    })
  }

  it('says that the other site does not answer when it answers nonsense, with a way on', async () => {
    facebook.be({ id: '1', fault: 'nonsense' })
    twitter.be({ fault: 'nonsense' })
    for (const provider of ['facebook', 'twitter']) {
      const page = await new Person(app).visit(`/sign-in/${provider}`)
      assert.ok([400, 503].includes(page.status), `${provider}: ${page.status}`)
      assert.match(page.text, /Try again/)
    }
  })

  it('waits for a provider that hangs, but not for ever', async () => {
    facebook.be({ id: '1', fault: 'hangs' })
    const page = await new Person(app).visit('/sign-in/facebook')
    assert.equal(page.status, 503)
    assert.match(page.text, /does not answer/)
  })

  it('reads an error that Twitter sends as XML', async () => {
    twitter.be({ fault: 'xml-error' })
    const page = await new Person(app).visit('/sign-in/twitter')
    assert.equal(page.status, 503)
  })

  it('takes no answer that belongs to another browser', async () => {
    facebook.be({ id: '79', name: 'Mallory' })
    const page = await new Person(app).visit('/sign-in/facebook/callback?code=abc&state=def')
    assert.equal(page.status, 400)
    assert.match(page.text, /began in another browser, or cookies are blocked/)
  })

  describe('what Facebook asks for on behalf of its people', () => {
    it('erases an account that Facebook is the only way into, and tells so on a status page', async () => {
      facebook.be({ id: '80', name: 'Gone Soon' })
      const gone = new Person(app)
      await gone.acceptWelcome(await gone.visit('/sign-in/facebook'))
      const asked = await gone.agent
        .post(`${app.mountPath}/sign-in/facebook/deletion`)
        .type('form')
        .send({ signed_request: facebook.signedRequest('80') })
      assert.equal(asked.status, 200, asked.text)
      const { url, confirmation_code: code } = asked.body as { url: string; confirmation_code: string }
      assert.ok(url.endsWith(`/data-deletion/${code}`))
      assert.equal(await app.accounts.withIdentity({ issuer: 'https://www.facebook.com', subject: '80' }), undefined)
      const status = await new Person(app).visit(new URL(url).pathname)
      assert.equal(status.status, 200)
      assert.equal(await gone.greeted(), '', 'signed out')
    })

    it('closes an account when the app is taken away at Facebook', async () => {
      facebook.be({ id: '81', name: 'Re Voked' })
      const revoked = new Person(app)
      await revoked.acceptWelcome(await revoked.visit('/sign-in/facebook'))
      await revoked.agent
        .post(`${app.mountPath}/sign-in/facebook/deauthorisation`)
        .type('form')
        .send({ signed_request: facebook.signedRequest('81') })
        .expect(200)
      assert.equal(await revoked.greeted(), '')
      const account = await app.accounts.withIdentity({ issuer: 'https://www.facebook.com', subject: '81' })
      assert.equal(account?.status, 'deactivated')
    })

    for (const [about, request] of [
      ['by another secret', (server: FacebookServer) => server.signedRequest('80', 'guessed')],
      ['not at all', () => 'e30.e30'],
      ['with more parts', (server: FacebookServer) => `${server.signedRequest('80')}.x`],
      ['nothing', () => ''],
    ] as const) {
      it(`refuses a request signed ${about}`, async () => {
        const person = new Person(app)
        await person.agent
          .post(`${app.mountPath}/sign-in/facebook/deletion`)
          .type('form')
          .send({ signed_request: request(facebook) })
          .expect(400)
      })
    }
  })
})
