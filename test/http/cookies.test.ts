import assert from 'node:assert/strict'
import { Browser } from '../support/browser.ts'
import { startIssuer, type Issuer } from '../support/issuer.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

inEverySetting('the cookie of a site on https', (setting) => {
  let app: Running
  let issuer: Issuer
  before(async () => {
    // TLS ends before the product, at a proxy that tells nothing: what counts is what the settings say.
    const secure = (origin: string): string =>
      origin.replace('http:', 'https:') + (setting === 'standalone' ? '' : '/support')
    app = await startApp({
      setting,
      options: async (origin) => {
        issuer = await startIssuer([`${secure(origin)}/sign-in/acme/callback`])
        const { url, clientId, clientSecret } = issuer
        return {
          url: secure(origin),
          oidcProviders: [{ id: 'acme', label: 'Acme', issuer: url, clientId, clientSecret }],
        }
      },
    })
    issuer.person = { sub: 'zoe', name: 'Zoe Example' }
  })
  after(async () => {
    await app.stop()
    await issuer.stop()
  })

  const name = setting === 'standalone' ? '__Host-candor' : '__Secure-candor'
  const aBrowser = (): Browser => new Browser((url) => url.replace('https://localhost', 'http://localhost'))
  const ours = (cookies: string[]): string[] => cookies.filter((cookie) => cookie.includes('candor'))

  it('is bound to the host as far as browsers let it be, and never goes over plain http', async () => {
    const begun = await aBrowser().open(`${app.url}/sign-in/acme`)
    const [cookie = '', ...more] = ours(begun.cookies)
    assert.equal(more.length, 0)
    const attributes = cookie.split('; ').filter((each) => !each.startsWith('Expires'))
    assert.ok(attributes[0]?.startsWith(`${name}=s%3A`))
    const path = setting === 'standalone' ? 'Path=/' : 'Path=/support'
    assert.deepEqual(attributes.slice(1).sort(), ['HttpOnly', path, 'SameSite=Lax', 'Secure'])
  })

  it('signs in and out, and goes with all that a browser needs to believe its end', async () => {
    const browser = aBrowser()
    const landed = await browser.acceptWelcome(await browser.follow(`${app.url}/sign-in/acme`))
    assert.equal(landed.url, `${app.url}/`)
    assert.equal(landed.$('.menu-name bdi').text(), 'Zoe Example')
    const token = landed.$('input[name=_csrf]').attr('value') ?? ''
    const response = await fetch(`${app.reachedAt}/sign-out`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: `${name}=${String(browser.cookie(name))}`, Origin: new URL(app.url).origin },
      body: new URLSearchParams({ _csrf: token }),
    })
    assert.equal(response.status, 303)
    const [cookie = ''] = ours(response.headers.getSetCookie())
    assert.ok(cookie.startsWith(`${name}=;`))
    assert.match(cookie, /; Secure/)
    assert.match(cookie, new RegExp(`; Path=${setting === 'standalone' ? '/' : '/support'}(;|$)`))
    assert.equal((await browser.open(`${app.url}/`)).$('.menu-name').length, 0)
  })

  it('counts under its whole name only: a neighbour on plain http can plant another, but not this one', async () => {
    const browser = aBrowser()
    await browser.acceptWelcome(await browser.follow(`${app.url}/sign-in/acme`))
    const value = String(browser.cookie(name))
    for (const other of ['candor', 'Host-candor', '__host-candor', '__Secure-candor', '__Host-candor']) {
      const response = await fetch(`${app.reachedAt}/`, { headers: { Cookie: `${other}=${value}` } })
      assert.equal((await response.text()).includes('Zoe Example'), other === name, other)
    }
  })

  it('comes with headers that keep the site on https', async () => {
    const response = await fetch(`${app.reachedAt}/`)
    assert.equal(response.headers.get('strict-transport-security'), 'max-age=31536000')
    assert.match(response.headers.get('content-security-policy') ?? '', /upgrade-insecure-requests/)
  })
})
