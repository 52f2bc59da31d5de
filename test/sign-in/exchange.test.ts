import assert from 'node:assert/strict'
import { SignJWT } from 'jose'
import { Browser, type Step } from '../support/browser.ts'
import type { Issuer } from '../support/issuer.ts'
import { inEverySetting, type Running } from '../support/running.ts'
import { words } from '../support/words.ts'
import { startWithIssuers, type WithIssuers } from './two-issuers.ts'

inEverySetting('a sign-in through an OpenID provider', (setting) => {
  let around: WithIssuers
  let app: Running
  let issuer: Issuer
  let other: Issuer
  let now = new Date()
  const pass = (minutes: number): void => void (now = new Date(now.getTime() + minutes * 60_000))
  before(async () => {
    around = await startWithIssuers({ id: 'acme', setting, clock: () => now })
    ;({ app, trusted: issuer, other } = around)
    // Known from here on: what the first time asks is told elsewhere.
    issuer.person = { sub: 'zoe', name: 'Zoe Example' }
    const first = new Browser()
    await first.acceptWelcome(await first.follow(`${app.url}/sign-in/acme`))
  })
  after(() => around.stop())
  beforeEach(() => {
    issuer.person = { sub: 'zoe', name: 'Zoe Example' }
    other.person = { sub: 'zoe', name: 'Zoe Elsewhere' }
    issuer.broken.clear()
  })

  const accounts = (): Promise<number> => app.database.connection.collection('accounts').countDocuments()
  const begin = async (browser: Browser, id = 'acme'): Promise<URL> =>
    new URL((await browser.open(`${app.url}/sign-in/${id}`)).location)
  /** From the issuer to the address that it sends the browser back to. */
  const agree = async (browser: Browser, to: URL, id = 'acme'): Promise<URL> =>
    new URL((await browser.follow(to.href, `${app.url}/sign-in/${id}/callback`)).location)
  const name = async (browser: Browser): Promise<string> =>
    (await browser.open(`${app.url}/`)).$('.menu-name bdi').text()

  async function assertFailed(browser: Browser, step: Step, [status, key]: [number, string]): Promise<void> {
    assert.equal(step.$('main .lead').text(), words(key, { provider: 'Acme' }))
    assert.equal(step.status, status)
    assert.equal(step.$('main .action-main').attr('href'), `${app.mountPath}/sign-in/acme`)
    assert.equal(await name(browser), '')
  }
  const lost: [number, string] = [400, 'sign-in:failed.lost']
  const unknown: [number, string] = [400, 'sign-in:failed.unknown']
  const refused: [number, string] = [400, 'sign-in:failed.refused']
  const down: [number, string] = [503, 'sign-in:failed.down']

  it('goes by code, PKCE, state and nonce, and ends signed in under the name that the issuer tells', async () => {
    const browser = new Browser()
    const to = await begin(browser)
    assert.equal(to.origin, issuer.url)
    const params = Object.fromEntries(to.searchParams)
    assert.equal(params['response_type'], 'code')
    assert.equal(params['code_challenge_method'], 'S256')
    assert.equal(params['scope'], 'openid profile email')
    assert.equal(params['redirect_uri'], `${app.url}/sign-in/acme/callback`)
    for (const chance of ['code_challenge', 'state', 'nonce']) assert.match(params[chance] ?? '', /^[\w-]{43}$/)
    const again = await begin(new Browser())
    for (const chance of ['code_challenge', 'state', 'nonce'])
      assert.notEqual(again.searchParams.get(chance), params[chance])
    const landed = await browser.open((await agree(browser, to)).href)
    assert.equal(landed.status, 303)
    assert.equal(landed.location, `${app.url}/`)
    assert.equal(await name(browser), 'Zoe Example')
  })

  const tampering: Record<string, (callback: URL) => void> = {
    'without its state': ({ searchParams }) => searchParams.delete('state'),
    'with another state': ({ searchParams }) => searchParams.set('state', 'x'.repeat(43)),
    'with an empty state': ({ searchParams }) => searchParams.set('state', ''),
    'with two states': ({ searchParams }) => searchParams.append('state', 'another'),
    'without its issuer': ({ searchParams }) => searchParams.delete('iss'),
    'with another issuer': ({ searchParams }) => searchParams.set('iss', other.url),
    'with another code': ({ searchParams }) => searchParams.set('code', 'x'.repeat(43)),
    'without a code': ({ searchParams }) => searchParams.delete('code'),
    'with nothing': (callback) => void (callback.search = ''),
  }
  for (const [how, tamper] of Object.entries(tampering)) {
    it(`is lost when the answer comes back ${how}`, async () => {
      const count = await accounts()
      const browser = new Browser()
      const callback = await agree(browser, await begin(browser))
      tamper(callback)
      await assertFailed(browser, await browser.open(callback.href), lost)
      assert.equal(await accounts(), count)
    })
  }

  it('is lost when the answer comes back twice, and the person stays who they are', async () => {
    const browser = new Browser()
    const callback = await agree(browser, await begin(browser))
    assert.equal((await browser.open(callback.href)).status, 303)
    const twice = await browser.open(callback.href)
    assert.equal(twice.$('main .lead').text(), words('sign-in:failed.again'))
    assert.equal(twice.$('main .action-main').attr('href'), `${app.mountPath}/`)
    assert.equal(await name(browser), 'Zoe Example')
  })

  it('is lost in another browser than the one that began it', async () => {
    const browser = new Browser()
    const callback = await agree(browser, await begin(browser))
    const strange = new Browser()
    await assertFailed(strange, await strange.open(callback.href), unknown)
    const begun = new Browser()
    await begin(begun)
    await assertFailed(begun, await begun.open(callback.href), lost)
  })

  it("is lost with somebody else's code under one's own state", async () => {
    const thief = new Browser()
    const stolen = await agree(new Browser(), await begin(new Browser()))
    const own = await agree(thief, await begin(thief))
    own.searchParams.set('code', stolen.searchParams.get('code') ?? '')
    await assertFailed(thief, await thief.open(own.href), lost)
  })

  it('is lost when the issuer was asked with another nonce or another challenge', async () => {
    for (const changed of ['nonce', 'code_challenge']) {
      const browser = new Browser()
      const to = await begin(browser)
      to.searchParams.set(changed, 'A'.repeat(43))
      await assertFailed(browser, await browser.open((await agree(browser, to)).href), lost)
    }
  })

  it("is lost when one provider's answer comes to the other's address", async () => {
    const browser = new Browser()
    await begin(browser, 'other')
    const callback = await agree(browser, await begin(browser))
    callback.pathname = callback.pathname.replace('acme', 'other')
    const step = await browser.open(callback.href)
    assert.equal(step.$('main .lead').text(), words('sign-in:failed.lost'))
    assert.equal(await name(browser), '')
  })

  it('tells a person who refused that nothing happened, and lets them try again', async () => {
    const count = await accounts()
    const browser = new Browser()
    issuer.person = undefined
    const callback = await agree(browser, await begin(browser))
    assert.equal(callback.searchParams.get('error'), 'access_denied')
    const step = await browser.open(callback.href)
    await assertFailed(browser, step, refused)
    assert.doesNotMatch(step.$('body').text(), /said no|access_denied/)
    assert.equal(await accounts(), count)
    issuer.person = { sub: 'zoe', name: 'Zoe Example' }
    await browser.open((await agree(browser, await begin(browser))).href)
    assert.equal(await name(browser), 'Zoe Example')
  })

  const brokenTokens: Record<
    string,
    [[number, string], (status: { end: (status: number, body: string) => void }) => void]
  > = {
    fails: [down, ({ end }) => end(500, '<h1>Failure</h1>')],
    'answers HTML': [down, ({ end }) => end(200, '<h1>Hello</h1>')],
    'answers broken JSON': [down, ({ end }) => end(200, '{"access_token":')],
    'answers without tokens': [down, ({ end }) => end(200, '{}')],
    'answers without an ID token': [down, ({ end }) => end(200, '{"access_token":"x","token_type":"bearer"}')],
    'knows us no more': [down, ({ end }) => end(401, '{"error":"invalid_client"}')],
  }
  for (const [how, [outcome, breakIt]] of Object.entries(brokenTokens)) {
    it(`is refused with one clear message when the token endpoint ${how}`, async () => {
      const browser = new Browser()
      issuer.broken.set('/token', (_request, response) =>
        breakIt({
          end: (status, body) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(body),
        }),
      )
      const step = await browser.open((await agree(browser, await begin(browser))).href)
      await assertFailed(browser, step, outcome)
      assert.doesNotMatch(step.$('body').text(), /invalid_client|Failure/)
    })
  }

  it('is refused when the connection to the token endpoint breaks', async () => {
    const browser = new Browser()
    issuer.broken.set('/token', (request) => request.socket.destroy())
    await assertFailed(browser, await browser.open((await agree(browser, await begin(browser))).href), down)
  })

  it('goes on when the issuer has changed its keys since we know it, as often as it likes', async () => {
    for (const time of ['first', 'second']) {
      await issuer.changeKeys()
      const browser = new Browser()
      await browser.open((await agree(browser, await begin(browser))).href)
      assert.equal(await name(browser), 'Zoe Example', `the ${time} time`)
    }
  })

  it('goes to the addresses that the issuer names within the hour', async () => {
    const discovery = '/.well-known/openid-configuration'
    const said = (await (await fetch(issuer.url + discovery)).json()) as Record<string, unknown>
    const moved = JSON.stringify({ ...said, authorization_endpoint: `${issuer.url}/moved` })
    const { pathname: before } = await begin(new Browser())
    issuer.broken.set(discovery, (_request, response) =>
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(moved),
    )
    pass(59)
    assert.equal((await begin(new Browser())).pathname, before)
    pass(1)
    assert.equal((await begin(new Browser())).pathname, '/moved')
    issuer.broken.clear()
    pass(60)
    assert.equal((await begin(new Browser())).pathname, before)
  })

  it("names the clocks when the issuer's differs from ours by more than half a minute", async () => {
    const now = Math.floor(Date.now() / 1000)
    for (const [how, times, isTaken] of [
      ['behind', { iat: now - 620, exp: now - 20 }, true],
      ['far behind', { iat: now - 700, exp: now - 100 }, false],
      ['far ahead', { iat: now + 100, nbf: now + 100, exp: now + 700 }, false],
    ] as const) {
      const browser = new Browser()
      const to = await begin(browser)
      const claims = {
        iss: issuer.url,
        sub: 'zoe',
        name: 'Zoe Example',
        aud: issuer.clientId,
        nonce: to.searchParams.get('nonce'),
        ...times,
      }
      const body = { access_token: 'x', token_type: 'bearer', id_token: await issuer.sign(claims) }
      issuer.broken.set('/token', (_request, response) =>
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body)),
      )
      const step = await browser.open((await agree(browser, to)).href)
      if (isTaken) assert.equal(step.status, 303, how)
      else await assertFailed(browser, step, [503, 'sign-in:failed.skewed'])
    }
  })

  it('is refused when the ID token is for another client, of another issuer, over, or without the nonce', async () => {
    const count = await accounts()
    const now = Math.floor(Date.now() / 1000)
    for (const wrong of [
      { aud: 'another' },
      { iss: other.url },
      { exp: now - 600 },
      { nonce: undefined },
      { sub: '' },
    ]) {
      const browser = new Browser()
      const to = await begin(browser)
      const nonce = to.searchParams.get('nonce')
      const right = {
        iss: issuer.url,
        sub: 'mallory',
        aud: issuer.clientId,
        iat: now,
        exp: now + 600,
        nonce,
        name: 'M',
      }
      const token = await new SignJWT({ ...right, ...wrong })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(issuer.clientSecret.padEnd(32)))
      issuer.broken.set('/token', (_request, response) => {
        const body = { access_token: 'x', token_type: 'bearer', id_token: token }
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
      })
      const step = await browser.open((await agree(browser, to)).href)
      assert.ok(step.status === 400 || step.status === 503, `${JSON.stringify(wrong)}: ${step.status}`)
      assert.equal(await name(browser), '')
    }
    assert.equal(await accounts(), count)
  })
})
