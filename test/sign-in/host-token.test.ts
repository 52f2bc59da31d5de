import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose'
import type { HostKey } from '../../src/config/index.ts'
import { Person, type Shown } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'

const secret = 'a secret of host and product, 32 bytes or more'
const issuer = 'https://shop.example'

describe('a host’s token', () => {
  let app: Running
  let rsa: CryptoKey
  let now = new Date('2026-05-01T12:00:00Z')
  before(async () => {
    const pair = await generateKeyPair('RS256', { extractable: true })
    rsa = pair.privateKey
    const publicKey = { ...(await exportJWK(pair.publicKey)), kid: 'new' } as HostKey
    const old: HostKey = { kty: 'oct', kid: 'old', k: Buffer.from(secret).toString('base64url') }
    app = await startApp({
      clock: () => now,
      options: { host: { issuer, keys: [old, publicKey], signInUrl: 'https://shop.example/login', label: 'the shop' } },
    })
  })
  after(() => app.stop())
  beforeEach(() => {
    now = new Date('2026-05-01T12:00:00Z')
  })

  const seconds = (): number => Math.floor(now.getTime() / 1000)
  const claims = (more: JWTPayload = {}): JWTPayload => {
    const times = { iat: seconds(), exp: seconds() + 60, jti: randomUUID() }
    return { iss: issuer, aud: app.url, sub: 'zoe', name: 'Zoe Shopper', ...times, ...more }
  }
  const without = (claim: string): JWTPayload =>
    Object.fromEntries(Object.entries(claims()).filter(([name]) => name !== claim))
  const byOld = (payload: JWTPayload, header = { alg: 'HS256', kid: 'old' }): Promise<string> =>
    new SignJWT(payload).setProtectedHeader(header).sign(Buffer.from(secret))
  const byNew = (payload: JWTPayload): Promise<string> =>
    new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'new' }).sign(rsa)

  /** Somebody who went to the host to sign in there. */
  const sentThere = async (): Promise<Person> => {
    const person = new Person(app)
    const { headers } = await person.look('/sign-in/host?return=%2Ftopics%2Fnew')
    const there = new URL(headers['location'] ?? '')
    assert.equal(there.origin, 'https://shop.example')
    assert.equal(there.searchParams.get('return'), `${app.url}/sign-in/host/token`)
    return person
  }
  /** What the page's script does with the fragment. */
  const arrive = async (person: Person, token: string): Promise<Shown> => {
    const page = await person.visit('/sign-in/host/token')
    assert.equal(page.$('form[data-arrival]').length, 1)
    return person.submit(page, { token })
  }

  it('posted by the host’s page goes on in the fragment, and opens an account by the greeting page', async () => {
    const zoe = await sentThere()
    const token = await byOld(claims())
    const fromHost = { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }
    const posted = await new Person(app).post('/sign-in/host/token', { token }, fromHost)
    const { status, headers } = await zoe.agent
      .post('/sign-in/host/token')
      .type('form')
      .set(fromHost)
      .redirects(0)
      .send({ token })
    assert.equal(posted.$('form[data-arrival]').length, 1)
    assert.equal(status, 303)
    assert.equal(headers['location'], `${app.url}/sign-in/host/token#token=${token}`)
    const welcome = await arrive(zoe, token)
    assert.equal(welcome.$('input[name=name]').attr('value'), 'Zoe Shopper')
    const back = await zoe.acceptWelcome(welcome)
    assert.equal(back.address, '/topics/new')
    assert.equal(back.$('.menu-name bdi').text(), 'Zoe Shopper')
  })

  it('is taken by each of two keys, and by each for its own algorithm only', async () => {
    assert.notEqual((await arrive(await sentThere(), await byNew(claims()))).status, 401)
    const mixed = await byOld(claims(), { alg: 'HS256', kid: 'new' })
    assert.equal((await arrive(await sentThere(), mixed)).status, 401)
  })

  it('works once: the second use is 401, whoever tries it', async () => {
    const token = await byOld(claims({ sub: 'once' }))
    const first = await sentThere()
    assert.equal((await arrive(first, token)).$('form[action$="/welcome"]').length, 1)
    assert.equal((await arrive(first, token)).status, 401)
    const again = await arrive(await sentThere(), token)
    assert.equal(again.status, 401)
    assert.equal(again.$('a[href^="/sign-in/host"]').length, 1)
  })

  it('lives a minute', async () => {
    const token = await byOld(claims())
    now = new Date(now.getTime() + 70_000)
    assert.equal((await arrive(await sentThere(), token)).status, 401)
  })

  const wrong: Record<string, () => Promise<string>> = {
    'for a longer life': () => byOld(claims({ exp: seconds() + 61 })),
    'from the future': () => byOld(claims({ iat: seconds() + 30, exp: seconds() + 60 })),
    'of another issuer': () => byOld(claims({ iss: 'https://evil.example' })),
    'for another audience': () => byOld(claims({ aud: 'https://other.example' })),
    'without a jti': () => byOld(without('jti')),
    'without an exp': () => byOld(without('exp')),
    'without a sub': () => byOld(without('sub')),
    'by a key of no name': () => byOld(claims(), { alg: 'HS256' } as never),
    'by an unknown key': () => byOld(claims(), { alg: 'HS256', kid: 'unknown' }),
    'by another secret': () =>
      new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'old' }).sign(Buffer.from('x'.repeat(40))),
    'without a signature': () => {
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
      return Promise.resolve(`${part({ alg: 'none', kid: 'old' })}.${part(claims())}.`)
    },
    'that is none': () => Promise.resolve('nonsense'),
  }
  for (const [what, make] of Object.entries(wrong)) {
    it(`${what} is 401 and signs nobody in`, async () => {
      const person = await sentThere()
      assert.equal((await arrive(person, await make())).status, 401)
      assert.equal(await person.greeted(), '')
    })
  }

  it('travels in no query', async () => {
    const token = await byOld(claims())
    const person = await sentThere()
    for (const path of ['/sign-in/host/token', '/sign-in/host/entry', '/sign-in/host'])
      assert.notEqual((await person.look(`${path}?token=${token}`)).status, 200, path)
    assert.equal((await arrive(person, token)).status, 200)
  })

  it('that nobody here asked for signs nobody in before they say so themselves', async () => {
    const victim = new Person(app)
    const token = await byOld(claims({ sub: 'attacker', name: 'Attacker' }))
    const asked = await arrive(victim, token)
    assert.equal(asked.status, 200)
    assert.match(asked.$('h1').text(), /Attacker/)
    assert.equal(await victim.greeted(), '')
    const direct = await victim.post(
      '/sign-in/host/entry',
      { token, agreed: 'on' },
      { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
    )
    assert.equal(direct.status, 403)
    const agreed = await victim.submit(asked)
    assert.equal(agreed.$('form[action$="/welcome"]').length, 1)
  })

  it('joins an account by address only when the host has verified it', async () => {
    const email = 'rita@example.com'
    const first = await sentThere()
    await first.acceptWelcome(await arrive(first, await byOld(claims({ sub: 'rita', email, email_verified: true }))), {
      keepEmail: 'on',
      name: 'Rita',
    })
    const sly = await arrive(await sentThere(), await byOld(claims({ sub: 'sly', email })))
    assert.equal(sly.$('form[action$="/welcome"]').length, 1)
    const other = await sentThere()
    await arrive(other, await byOld(claims({ sub: 'rita-2', email, email_verified: true })))
    assert.equal(await other.greeted(), 'Rita')
  })

  it('of the other kind signs a person out everywhere, when they leave the host', async () => {
    const ira = await sentThere()
    await ira.acceptWelcome(await arrive(ira, await byOld(claims({ sub: 'ira' }))), { name: 'Ira' })
    assert.equal(await ira.greeted(), 'Ira')
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
    const told = { iss: issuer, aud: app.url, sub: 'ira', iat: seconds(), jti: randomUUID(), events }
    const logout_token = await byNew(told)
    const server = new Person(app)
    assert.equal((await server.post('/sign-in/host/backchannel-logout', { logout_token })).status, 200)
    assert.equal(await ira.greeted(), '')
    assert.equal((await server.post('/sign-in/host/backchannel-logout', { logout_token })).status, 400)
  })
})
