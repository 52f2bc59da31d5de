import assert from 'node:assert/strict'
import type { CandorOptions } from '../../src/config/index.ts'
import { startFacebook, type FacebookServer } from '../support/facebook.ts'
import { startIssuer, type Issuer } from '../support/issuer.ts'
import { Person, signedIn, type Shown } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { startTwitter, type TwitterServer } from '../support/twitter.ts'
import { words } from '../support/words.ts'

/** What the page says to mend or to know, and what is good; by level. */
function findingsOf(page: Shown, level: 'good' | 'note' | 'wrong'): string[] {
  return page
    .$(`.findings [data-level=${level}] span`)
    .toArray()
    .map((each) => page.$(each).text())
}

describe('the page for setting up', () => {
  let issuer: Issuer
  let facebook: FacebookServer
  let twitter: TwitterServer
  before(async () => {
    issuer = await startIssuer(['http://localhost:1/elsewhere'])
    facebook = await startFacebook()
    twitter = await startTwitter()
  })
  after(() => Promise.all([issuer.stop(), facebook.stop(), twitter.stop()]))

  async function tested(options: (origin: string) => CandorOptions): Promise<{ page: Shown; app: Running }> {
    const app = await startApp({ options: (origin) => ({ url: origin, demo: true, ...options(origin) }) })
    try {
      const olga = await signedIn(app, 'olga')
      return { app, page: await olga.submit(await olga.visit('/staff/setup')) }
    } finally {
      await app.stop()
    }
  }

  const acme = () => ({
    id: 'acme',
    label: 'Acme',
    issuer: issuer.url,
    clientId: issuer.clientId,
    clientSecret: issuer.clientSecret,
  })

  it('names the addresses of each provider, and says what is there and what is missing, without asking anybody', async () => {
    const app = await startApp({
      options: (url) => ({ url, demo: true, oidcProviders: [acme()], facebook: facebook.options }),
    })
    try {
      const olga = await signedIn(app, 'olga')
      const page = await olga.visit('/staff/setup')
      const addresses = page
        .$('.setup-addresses code')
        .toArray()
        .map((each) => page.$(each).text())
      assert.deepEqual(addresses, [
        `${app.url}/sign-in/acme/callback`,
        `${app.url}/sign-out`,
        `${app.url}/sign-in/acme/backchannel-logout`,
        `${app.url}/sign-in/facebook/callback`,
        `${app.url}/sign-in/facebook/deletion`,
        `${app.url}/sign-in/facebook/deauthorisation`,
      ])
      assert.ok(
        findingsOf(page, 'good').includes(
          words('setup:database.there').replace('{{version}}', (await app.database.version()) ?? ''),
        ),
      )
      assert.ok(findingsOf(page, 'note').some((text) => text.startsWith('Legal texts are missing: privacy, terms')))
      assert.equal((await new Person(app).look('/staff/setup')).status, 302)
    } finally {
      await app.stop()
    }
  })

  it('finds what an issuer doesn’t know: the callback address, the secret, the client', async () => {
    const unknownAddress = await tested(() => ({ oidcProviders: [acme()] }))
    const callback = `${unknownAddress.app.url}/sign-in/acme/callback`
    assert.ok(
      findingsOf(unknownAddress.page, 'good').includes(
        `The provider knows the client ${issuer.clientId} and its secret.`,
      ),
    )
    assert.ok(
      findingsOf(unknownAddress.page, 'wrong').some((text) =>
        text.startsWith(`The provider refuses the callback address ${callback} (status 400).`),
      ),
    )
    const { page } = await tested(() => ({ oidcProviders: [{ ...acme(), clientSecret: 'another' }] }))
    assert.ok(
      findingsOf(page, 'wrong').some((text) =>
        text.startsWith(`The provider doesn’t know the client ${issuer.clientId}`),
      ),
    )
  })

  it('finds that an issuer knows everything', async () => {
    let complete: Issuer | undefined
    try {
      const { app, page } = await tested((origin) => {
        return { oidcProviders: [], url: origin }
      })
      assert.equal(findingsOf(page, 'wrong').length, 0, findingsOf(page, 'wrong').join('\n'))
      assert.ok(findingsOf(page, 'good').includes(`This site is what answers at ${app.url}.`))
      const own = await startApp({
        options: async (origin) => {
          complete = await startIssuer([`${origin}/sign-in/acme/callback`])
          return { url: origin, demo: true, oidcProviders: [{ ...acme(), issuer: complete.url }] }
        },
      })
      try {
        const olga = await signedIn(own, 'olga')
        const all = await olga.submit(await olga.visit('/staff/setup'))
        assert.deepEqual(findingsOf(all, 'wrong'), [])
        assert.ok(
          findingsOf(all, 'good').includes(`The provider knows the callback address ${own.url}/sign-in/acme/callback.`),
        )
      } finally {
        await own.stop()
      }
    } finally {
      await complete?.stop()
    }
  })

  it('finds issuers that are none, or not there', async () => {
    const faults: [string, RegExp][] = [
      [`${issuer.url}/elsewhere`, /answers with status 404/],
      ['http://127.0.0.1:59999', /^127\.0\.0\.1:59999 can’t be reached from this machine \(ECONNREFUSED\)\.$/],
      [issuer.url.replace('127.0.0.1', 'localhost'), /calls itself/],
    ]
    for (const [address, fault] of faults) {
      const { page } = await tested(() => ({ oidcProviders: [{ ...acme(), issuer: address }] }))
      assert.ok(
        findingsOf(page, 'wrong').some((text) => fault.test(text)),
        `${address}: ${findingsOf(page, 'wrong').join('\n')}`,
      )
    }
  })

  it('tries Facebook’s app and X’s key', async () => {
    const { page, app } = await tested(() => ({ facebook: facebook.options, twitter: twitter.options }))
    const known = findingsOf(page, 'good')
    assert.ok(known.includes(`Facebook knows the app ${facebook.options.appId} and its secret.`), known.join('\n'))
    assert.ok(known.includes(words('setup:twitter.app')))
    assert.ok(known.includes(`The provider knows the callback address ${app.url}/sign-in/twitter/callback.`))
    const another = await tested(() => ({
      facebook: { ...facebook.options, appSecret: 'another' },
      twitter: { ...twitter.options, consumerSecret: 'another' },
    }))
    const wrong = findingsOf(another.page, 'wrong').join('\n')
    assert.match(wrong, /Facebook doesn’t know the app 1234567890, or its secret is another one \(status 400\)/)
    assert.match(wrong, /X doesn’t know the API key, or its secret is another one \(status 401\)/)
  })

  it('says that the mail server is away', async () => {
    const { page } = await tested(() => ({ smtpUrl: 'smtp://127.0.0.1:1', mailFrom: 'help@example.com' }))
    assert.ok(
      findingsOf(page, 'wrong').some((text) => text.startsWith('The mail server can’t be used (ESOCKET')),
      findingsOf(page, 'wrong').join('\n'),
    )
  })
})

describe('candor check', () => {
  it('finds the same from the command line, provider by provider', async () => {
    const app = await startApp({
      options: (url) => ({
        url,
        oidcProviders: [{ id: 'acme', label: 'Acme', issuer: 'http://127.0.0.1:59999', clientId: 'candor' }],
      }),
    })
    try {
      const found = await app.setup.check()
      const wrong = found
        .filter(({ finding }) => finding.level === 'wrong')
        .map(({ about, finding }) => [about, finding.key])
      assert.deepEqual(wrong, [
        [undefined, 'setup:owner.none'],
        ['Acme', 'setup:unreachable'],
      ])
    } finally {
      await app.stop()
    }
  })
})
