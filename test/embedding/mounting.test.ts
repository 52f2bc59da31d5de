import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import express4 from 'express4'
import request from 'supertest'
import { createCandor, type Candor } from '../../src/index.ts'
import { aCategory, aTopic } from '../support/forum.ts'
import { createHost } from '../support/host.ts'
import { Person } from '../support/person.ts'
import { listen, startApp, type Running } from '../support/running.ts'
import { freshDatabase } from '../support/store.ts'

for (const [version, framework] of [
  ['Express 5', express],
  ['Express 4', express4],
] as const) {
  describe(`a host of ${version} that holds the product below a long path`, () => {
    const path = '/a/b/help'
    let app: Running
    before(async () => {
      app = await startApp({ host: { path, make: (guest) => createHost({ framework, guests: { [path]: guest } }) } })
    })
    after(() => app.stop())

    it('keeps its session, headers, parsers, pages and errors, while people sign in and write below the path', async () => {
      const ann = new Person(app)
      const host = (at: string): request.Test => ann.agent.get(at)
      assert.equal((await host('/')).text, 'host 1')
      await ann.signIn('ann')
      const topic = await aTopic(app, { by: ann, in: await aCategory(app), posts: 2 })
      assert.equal(
        new URL((await ann.visit(topic.path)).$('link[rel=canonical]').attr('href') ?? '').pathname,
        path + topic.path,
      )
      const page = await host('/')
      assert.equal(page.text, 'host 2')
      assert.equal(page.headers['content-security-policy'], "default-src 'self'")
      assert.equal((await host('/broken')).text, 'host caught it')
      assert.equal((await host('/nowhere')).text, 'host has no such page')
      const lost = await ann.visit('/nowhere')
      assert.equal(lost.status, 404)
      assert.match(lost.headers['content-security-policy'] ?? '', /frame-ancestors 'none'/)
    })

    it('sends nobody of its own kind of visitor our cookie, and ours only below the path', async () => {
      const guest = new Person(app)
      await guest.visit('/')
      assert.deepEqual(Object.keys(guest.cookies()), ['host'])
      await guest.signIn('ben')
      const { jar } = guest.agent
      const sentTo = (at: string): string[] =>
        (
          jar.getCookies({ domain: 'localhost', path: at, secure: false, script: false }) as unknown as {
            name: string
          }[]
        )
          .map(({ name }) => name)
          .toSorted()
      assert.deepEqual(sentTo('/'), ['host'])
      assert.deepEqual(sentTo(`${path}/me`), ['candor', 'host'])
    })
  })
}

describe('two instances in one process, in one host', () => {
  it('share neither people nor sessions nor topics', async () => {
    const server = createServer()
    const origin = `http://localhost:${await listen(server)}`
    const folder = mkdtempSync(join(tmpdir(), 'candor-two-'))
    const open = async (path: string): Promise<Candor> =>
      createCandor({
        url: origin + path,
        mongodbUri: await freshDatabase(),
        dataFolder: join(folder, path),
        logLevel: 'silent',
      })
    const [one, two] = [await open('/one'), await open('/two')]
    try {
      const guests = { '/one': one.app, '/two': two.app } as unknown as Parameters<typeof createHost>[0]['guests']
      server.on('request', createHost({ guests }))
      const at = (path: string): Person => new Person({ url: origin + path, reachedAt: origin + path, mountPath: path })
      const ann = await at('/one').signIn('ann')
      assert.equal(await ann.greeted(), 'Ann Customer')
      const elsewhere = at('/two')
      elsewhere.agent.jar.setCookies(
        ann.agent.jar.getCookies({ domain: 'localhost', path: '/one', secure: false, script: false }).map(String),
      )
      assert.equal(await elsewhere.greeted(), '')
      const cookie = `candor=${String(ann.cookies('/')['candor'])}`
      const stolen = await at('/two').visit('/', { Cookie: cookie })
      assert.equal(stolen.$('.menu-name').length, 0)
    } finally {
      server.closeAllConnections()
      server.close()
      await one.close()
      await two.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe('a proxy that takes the path away and ends TLS', () => {
  it('changes nothing: addresses, redirects and cookies are those of the public address', async () => {
    const facebook = { appId: '1', appSecret: 'a secret' }
    const app = await startApp({ options: { url: 'https://shop.example/help', trustProxy: 1, facebook } })
    try {
      const { status, headers } = await request(app.reachedAt)
        .get('/sign-in/facebook')
        .set({ 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '192.0.2.7' })
      assert.equal(status, 302)
      const callback = new URL(String(headers['location'])).searchParams.get('redirect_uri')
      assert.equal(callback, 'https://shop.example/help/sign-in/facebook/callback')
      assert.match(String(headers['set-cookie']), /^__Secure-candor=.+; Path=\/help; HttpOnly; Secure; SameSite=Lax$/)
      const home = await signedOutHome(app)
      assert.match(home, /href="https:\/\/shop\.example\/help\/"/)
      assert.match(home, /src="\/help\/static\/app\./)
    } finally {
      await app.stop()
    }
  })
})

async function signedOutHome(app: Running): Promise<string> {
  return (await request(app.reachedAt).get('/').set('Accept', 'text/html')).text
}
