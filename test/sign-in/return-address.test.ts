import assert from 'node:assert/strict'
import { returnPath } from '../../src/sign-in/return-address.ts'
import { signedIn } from '../support/person.ts'
import { Person } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

/** Spellings of addresses that lead away in some browser, or did once. */
const leadingAway = [
  'https://evil.example',
  'https:evil.example',
  'https:/evil.example',
  'http://evil.example/',
  '//evil.example',
  '///evil.example',
  '////evil.example/%2f..',
  '/\\evil.example',
  '\\/evil.example',
  '\\\\evil.example',
  '/\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  ' https://evil.example',
  '\u0000//evil.example',
  '/\u0000/evil.example',
  '/\u0085/evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  '/%2e%2e//evil.example',
  '/a/%2E%2E//evil.example',
  '/./\\evil.example',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'evil.example',
  '@evil.example',
  '.evil.example',
  ':80',
  ':@evil.example',
  '?//evil.example',
  '#//evil.example',
  '',
  'mailto:a@b.example',
  '\u202e//evil.example',
  '\ufeff//evil.example',
  `/${'x'.repeat(2001)}`,
]

/** Our own paths, and how they are written when they come back. */
const ours: Record<string, string> = {
  '/': '/',
  '/t/0123456789ab/title': '/t/0123456789ab/title',
  '/t/0123456789ab/title?post=0123456789ab#post-0123456789ab':
    '/t/0123456789ab/title?post=0123456789ab#post-0123456789ab',
  '/topics/new?category=a%20b': '/topics/new?category=a%20b',
  '/c/zażółć': '/c/za%C5%BC%C3%B3%C5%82%C4%87',
  '/?q=//evil.example': '/?q=//evil.example',
  '/c/a/../b': '/c/b',
  '/%2f/evil.example': '/%2f/evil.example',
  '/%5cevil.example': '/%5cevil.example',
  '/@evil.example': '/@evil.example',
}

describe('the address to come back to', () => {
  for (const asked of leadingAway) {
    it(`is the home page instead of ${JSON.stringify(asked).slice(0, 60)}`, () => {
      assert.equal(returnPath(asked), '/')
    })
  }
  for (const [asked, path] of Object.entries(ours)) {
    it(`is ours: ${asked}`, () => assert.equal(returnPath(asked), path))
  }
  it('is never a step of a sign-in, which would begin again', () => {
    for (const asked of ['/sign-in', '/sign-in/demo', '/sign-in/demo/callback?code=x', '/./sign-in', '/a/../sign-in?x'])
      assert.equal(returnPath(asked), '/')
  })
})

inEverySetting('after signing in', (setting) => {
  let app: Running
  before(async () => {
    app = await startApp({ setting })
  })
  after(() => app.stop())

  it('a person is on our site, wherever a link wanted to lead them', async () => {
    const ben = await signedIn(app, 'ben')
    for (const asked of leadingAway) {
      const path = `/sign-in?return=${encodeURIComponent(asked)}`
      const { status, headers } = await ben.look(path)
      assert.equal(status, 302)
      assert.equal(headers['location'], `${app.url}/`, asked)
      const page = await new Person(app).look(path)
      assert.equal(page.$('.door').attr('href'), `${app.mountPath}/sign-in/demo`, asked)
    }
  })

  it('a person is where they wanted to go before', async () => {
    const ben = new Person(app)
    const choose = await ben.visit('/me/sign-ins?of=x%20y')
    const personas = await ben.visit(choose.$('.door').attr('href') ?? '')
    const landed = await ben.submit(personas, { persona: 'ben' }, 'form')
    assert.equal(landed.address, `${app.mountPath}/me/sign-ins?of=x%20y`)
    assert.equal(landed.status, 200)
  })

  it('a person is on our site even when they began with the provider at once', async () => {
    const ben = new Person(app)
    const personas = await ben.visit('/sign-in/demo?return=//evil.example')
    const landed = await ben.submit(personas, { persona: 'ben' }, 'form')
    assert.equal(landed.address, `${app.mountPath}/`)
  })
})
