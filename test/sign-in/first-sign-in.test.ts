import assert from 'node:assert/strict'
import type { Account } from '../../src/accounts/index.ts'
import { Browser } from '../support/browser.ts'
import { startIssuer, type Claims, type Issuer } from '../support/issuer.ts'
import { startApp, type Running } from '../support/running.ts'
import { words } from '../support/words.ts'

describe('a first sign-in', () => {
  let app: Running
  let acme: Issuer
  let other: Issuer
  before(async () => {
    app = await startApp({
      options: async (origin) => {
        acme = await startIssuer([`${origin}/sign-in/acme/callback`])
        other = await startIssuer([`${origin}/sign-in/other/callback`])
        const { clientId, clientSecret } = acme
        return {
          ownerEmails: ['Owner@Shop.example', 'second@shop.example'],
          oidcProviders: [
            { id: 'acme', label: 'Acme', issuer: acme.url, clientId, clientSecret, trustEmail: true },
            { id: 'other', label: 'Other', issuer: other.url, clientId, clientSecret },
          ],
        }
      },
    })
  })
  after(async () => {
    await app.stop()
    await acme.stop()
    await other.stop()
  })

  async function signIn(claims: Claims, { at = 'acme', browser = new Browser() } = {}): Promise<Browser> {
    ;(at === 'acme' ? acme : other).person = claims
    const landed = await browser.acceptWelcome(await browser.follow(`${app.url}/sign-in/${at}`))
    assert.equal(landed.status, 200, landed.$('main').text())
    return browser
  }
  const accountsOf = (subject: string): Promise<Account[]> =>
    app.database.connection.collection<Account>('accounts').find({ 'identities.subject': subject }).toArray()
  async function accountOf(subject: string): Promise<Account> {
    const [account, ...more] = await accountsOf(subject)
    assert.equal(more.length, 0)
    assert.ok(account)
    return account
  }
  const mayManage = async (browser: Browser): Promise<boolean> =>
    (await browser.open(`${app.url}/staff/categories`)).status === 200

  it('makes an account of issuer and subject, and the next one finds it', async () => {
    const claims = { sub: 'first', name: 'First Person', email: 'First@Example.com', email_verified: true }
    await signIn(claims)
    const account = await accountOf('first')
    assert.equal(account.name, 'First Person')
    assert.equal(account.email, 'first@example.com')
    assert.equal(account.emailProof, 'provider')
    assert.deepEqual(account.roles, [])
    assert.deepEqual(
      account.identities.map(({ provider, issuer, subject }) => ({ provider, issuer, subject })),
      [{ provider: 'acme', issuer: acme.url, subject: 'first' }],
    )
    await signIn({ ...claims, name: 'Renamed' })
    assert.equal((await accountOf('first')).name, 'First Person')
  })

  it('believes an address only when a trusted issuer says in so many words that it is verified', async () => {
    const cases: [string, unknown, string][] = [
      ['unverified', false, 'acme'],
      ['unsaid', undefined, 'acme'],
      ['said-in-words', 'true', 'acme'],
      ['untrusted', true, 'other'],
    ]
    for (const [sub, email_verified, at] of cases) {
      await signIn({ sub, name: 'Somebody', email: `${sub}@example.com`, email_verified }, { at })
      const account = await accountOf(sub)
      assert.equal(account.email, undefined, sub)
      assert.equal(account.emailProof, undefined, sub)
    }
  })

  it('makes an owner of a verified address on the list, at the moment when all three agree', async () => {
    const email = 'owner@shop.example'
    assert.equal(
      await mayManage(await signIn({ sub: 'o1', name: 'O', email: 'OWNER@shop.EXAMPLE', email_verified: true })),
      true,
    )
    const no: [Claims, string][] = [
      [{ sub: 'o2', name: 'O', email, email_verified: false }, 'acme'],
      [{ sub: 'o3', name: 'O', email, email_verified: true }, 'other'],
      [{ sub: 'o4', name: 'O', email: 'owner@shop.example.evil.example', email_verified: true }, 'acme'],
      [{ sub: 'o5', name: 'O', email_verified: true }, 'acme'],
      [{ sub: 'o6', name: 'O', email: [email], email_verified: true }, 'acme'],
    ]
    for (const [claims, at] of no) assert.equal(await mayManage(await signIn(claims, { at })), false, claims.sub)
  })

  it('grants no role that an issuer claims', async () => {
    const browser = await signIn({ sub: 'roles', name: 'R', roles: ['owner', 'moderator'] })
    assert.equal(await mayManage(browser), false)
    assert.deepEqual((await accountOf('roles')).roles, [])
  })

  it('joins an account by its address only where a trusted issuer proved both, and never by a subject of another issuer', async () => {
    const claims = { sub: 'same', name: 'Same', email: 'same@example.com', email_verified: true }
    await signIn(claims)
    await signIn({ ...claims, sub: 'same-address' })
    await signIn(claims, { at: 'other' })
    const ids = [...(await accountsOf('same')), ...(await accountsOf('same-address'))].map(({ _id }) => _id)
    assert.equal(new Set(ids).size, 2)
    assert.equal((await accountsOf('same-address')).length, 1)
  })

  it('makes one account when a person comes in twice at the same moment', async () => {
    acme.person = { sub: 'twice', name: 'Twice At Once' }
    const browsers = Array.from({ length: 4 }, () => new Browser())
    const ready = await Promise.all(
      browsers.map((browser) => browser.follow(`${app.url}/sign-in/acme`, `${app.url}/sign-in/acme/callback`)),
    )
    const landed = await Promise.all(browsers.map((browser, at) => browser.open(ready[at]?.location ?? '')))
    assert.deepEqual(
      landed.map(({ status }) => status),
      [303, 303, 303, 303],
    )
    const greeted = await Promise.all(browsers.map((browser, at) => browser.open(landed[at]?.location ?? '')))
    await Promise.all(browsers.map((browser, at) => browser.acceptWelcome(greeted[at]!)))
    await accountOf('twice')
  })

  it('gives a free handle to everybody, whatever their name', async () => {
    const names = [
      'Same Name',
      'same  name',
      'Śame Name',
      '',
      ' ',
      '李小龍',
      'مريم',
      '<script>alert(1)</script>',
      'x'.repeat(900),
    ]
    for (const [at, name] of names.entries()) {
      const browser = await signIn({ sub: `named-${at}`, ...(name === '' ? {} : { name }) })
      const page = await browser.open(`${app.url}/`)
      assert.equal(page.$('.menu-name bdi').length, 1)
      assert.equal(page.$('main script, header script').length, 0)
    }
    const accounts = await Promise.all(names.map((_name, at) => accountOf(`named-${at}`)))
    assert.equal(new Set(accounts.map(({ handle }) => handle)).size, names.length)
    for (const { handle, name } of accounts) {
      assert.match(handle, /^[a-z0-9][a-z0-9-]{0,28}[a-z0-9]$/)
      assert.ok(name.trim() !== '' && name.length <= 80)
    }
  })

  it('waits for a provider that is down, and works by itself once it is back', async () => {
    const discovery = '/.well-known/openid-configuration'
    const fresh = await startIssuer([])
    const { url, clientId } = fresh
    const lonely = await startApp({ options: { oidcProviders: [{ id: 'acme', label: 'A', issuer: url, clientId }] } })
    try {
      const answers: [string, number][] = [
        ['nonsense', 200],
        ['{}', 200],
        ['{"issuer":"https://evil.example"}', 200],
        ['x', 500],
      ]
      for (const [body, status] of answers) {
        fresh.broken.set(discovery, (_request, response) => {
          response.writeHead(status, { 'Content-Type': 'application/json' }).end(body)
        })
        const step = await new Browser().open(`${lonely.url}/sign-in/acme?return=/topics/new`)
        assert.equal(step.status, 503, body)
        assert.equal(step.$('main .lead').text(), words('sign-in:failed.down', { provider: 'A' }))
        assert.equal(step.$('main .action-main').attr('href'), '/sign-in/acme?return=%2Ftopics%2Fnew')
      }
      fresh.broken.set(discovery, (request) => request.socket.destroy())
      assert.equal((await new Browser().open(`${lonely.url}/sign-in/acme`)).status, 503)
      fresh.broken.clear()
      const step = await new Browser().open(`${lonely.url}/sign-in/acme`)
      assert.equal(step.status, 302)
      assert.ok(step.location.startsWith(`${url}/auth?`))
    } finally {
      await lonely.stop()
      await fresh.stop()
    }
  })
})
