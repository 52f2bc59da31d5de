import assert from 'node:assert/strict'
import request from 'supertest'
import { aCategory, aTopic, regular, type MadeTopic } from '../support/forum.ts'
import { Person, signedIn } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

inEverySetting('a session', (setting) => {
  let app: Running
  let topic: MadeTopic
  before(async () => {
    app = await startApp({ setting })
    topic = await aTopic(app, { by: await regular(app, 'ann'), in: await aCategory(app) })
  })
  after(() => app.stop())

  const ours = (headers: Record<string, string>): string => String(headers['set-cookie'])
  const sessions = (): Promise<number> => app.database.connection.collection('sessions').countDocuments()

  it('is begun for no guest, on no public page, whatever it answers', async () => {
    const stored = await sessions()
    const paths = app.routes.filter(({ method, for: audience }) => method === 'GET' && audience === 'visitor')
    const asked = paths
      .map(({ path }) => path.replace(':category', 'none').replace(':provider', 'none').replace(':id', topic.id))
      .concat(topic.path, '/nowhere', '/healthz', '/readyz', '/topics/new', '/sign-in/demo/callback?code=x&state=y')
    for (const path of asked) {
      for (const Accept of ['text/html', 'application/json']) {
        const page = await new Person(app).look(path.replace(':slug', 'x'), { Accept })
        assert.doesNotMatch(ours(page.headers), /candor/, path)
      }
    }
    const out = await new Person(app).post('/sign-out', {})
    assert.doesNotMatch(ours(out.headers), /candor/)
    assert.equal(await sessions(), stored)
  })

  it('begins with a sign-in, and has another id once somebody is signed in', async () => {
    const ben = new Person(app)
    const begun = await ben.look('/sign-in/demo')
    assert.match(ours(begun.headers), /candor=/)
    const before = ben.cookies()['candor']
    await ben.signIn('ben')
    const signed = ben.cookies()['candor']
    assert.notEqual(signed, before)
    await ben.signIn('ben')
    assert.notEqual(ben.cookies()['candor'], signed)
    // Whoever kept one of the old ones is nobody.
    for (const old of [before, signed]) {
      const thief = await new Person(app).visit('/', { Cookie: `candor=${String(old)}` })
      assert.equal(thief.$('.menu-name').length, 0)
    }
  })

  it('is never one that somebody else has chosen', async () => {
    const thief = new Person(app)
    await thief.look('/sign-in/demo')
    const planted = String(thief.cookies()['candor'])
    for (const value of [planted, 's%3Achosen.signature', 'chosen', '', 's%3A', '%', '["a"]', 'x'.repeat(3000)]) {
      const ben = new Person(app)
      ben.agent.jar.setCookie(`candor=${value}; Path=${app.mountPath || '/'}`, 'localhost', '/')
      const page = await ben.visit('/')
      assert.equal(page.status, 200, value)
      assert.equal(page.$('.menu-name').length, 0)
      assert.doesNotMatch(ours(page.headers), /candor/)
    }
    const victim = new Person(app)
    victim.agent.jar.setCookie(`candor=${planted}; Path=${app.mountPath || '/'}`, 'localhost', '/')
    await victim.signIn('ben')
    assert.notEqual(victim.cookies()['candor'], planted)
    assert.equal(await thief.greeted(), '')
    assert.equal(await victim.greeted(), 'Ben Customer')
  })

  it('holds a random id and nothing else, until the browser closes, unreadable for scripts and other sites', async () => {
    const ben = new Person(app)
    const begun = await ben.look('/sign-in/demo')
    const cookies = begun.headers['set-cookie'] as unknown as string[]
    const [cookie = ''] = cookies.filter((each) => each.startsWith('candor='))
    const path = setting === 'standalone' ? '/' : '/support'
    assert.match(cookie, /^candor=s%3A[\w-]{32}\.[\w%]+; /)
    const [, ...attributes] = cookie.split('; ')
    assert.deepEqual(attributes.toSorted(), ['HttpOnly', `Path=${path}`, 'SameSite=Lax'])
  })

  it('keeps in the store neither names nor addresses nor tokens of a provider', async () => {
    await signedIn(app, 'max')
    const kept = await app.database.connection.collection('sessions').find().toArray()
    const signed = kept.map((each) => each['session'] as object).filter((session) => 'accountId' in session)
    assert.ok(signed.length > 0)
    for (const key of signed.flatMap(Object.keys))
      assert.ok(['cookie', 'accountId', 'startedAt', 'lastUsedAt', 'browser', 'cameBy', 'flash'].includes(key), key)
  })

  it('ends on the server at sign-out, whoever kept its cookie, and only there', async () => {
    const here = await signedIn(app, 'ben')
    const there = await signedIn(app, 'ben')
    const cookie = `candor=${String(here.cookies()['candor'])}`
    const left = await here.submit(await here.visit('/'), {}, '.menu form')
    assert.equal(left.address, `${app.mountPath}/sign-out?from=demo`)
    assert.match(left.$('h1').text(), /signed out/i)
    assert.equal(here.cookies()['candor'], undefined)
    const replayed = await new Person(app).visit('/', { Cookie: cookie })
    assert.equal(replayed.$('.menu-name').length, 0)
    assert.equal(await there.greeted(), 'Ben Customer')
  })

  it('does not end by a GET, which a link on any site can cause', async () => {
    const ben = await signedIn(app, 'ben')
    const asked = await ben.visit('/sign-out')
    assert.equal(asked.$('main form button').length, 1)
    assert.equal(await ben.greeted(), 'Ben Customer')
    await ben.submit(asked)
    assert.equal(await ben.greeted(), '')
  })

  it('of a person whose account is gone is nobody', async () => {
    const mia = await signedIn(app, 'mia')
    await app.database.connection.collection('accounts').deleteMany({ name: 'Mia Moderator' })
    assert.equal(await mia.greeted(), '')
    assert.equal((await mia.look('/me')).status, 302)
  })

  if (setting === 'mounted in a host') {
    it('stands beside the session of the host, and neither touches the other', async () => {
      const ann = new Person(app)
      const home = async (): Promise<string> => (await ann.agent.get('/')).text
      assert.equal(await home(), 'host 1')
      await ann.signIn('ann')
      const ofHost = ann.cookies()['host']
      assert.equal(await home(), 'host 2')
      await ann.send('/sign-out')
      assert.equal(await home(), 'host 3')
      assert.equal(ann.cookies()['host'], ofHost)
      await ann.signIn('ann')
      assert.equal(await ann.greeted(), 'Ann Customer')
      assert.equal(await home(), 'host 4')
      // Below the mount path only: the host's own pages never see it.
      const sent = await request(new URL(app.url).origin).get('/')
      assert.doesNotMatch(String(sent.headers['set-cookie']), /candor/)
    })
  }
})

describe('two instances in one process', () => {
  it('share neither sessions nor people nor topics', async () => {
    const [one, other] = [await startApp(), await startApp()]
    try {
      const ann = await regular(one, 'ann')
      const topic = await aTopic(one, { by: ann, in: await aCategory(one) })
      const cookie = Object.entries(ann.cookies()).map(([name, value]) => `${name}=${value}`)
      const stranger = await new Person(other).visit('/', { Cookie: cookie.join('; ') })
      assert.equal(stranger.$('.menu-name').length, 0)
      assert.equal((await new Person(other).visit(topic.path)).status, 404)
      assert.equal(await other.database.connection.collection('accounts').countDocuments(), 0)
      assert.notEqual(one.database.connection.models['Topic'], other.database.connection.models['Topic'])
      await one.stop()
      assert.equal((await new Person(other).visit('/')).status, 200)
    } finally {
      await other.stop()
    }
  })
})
