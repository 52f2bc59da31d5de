import assert from 'node:assert/strict'
import request from 'supertest'
import { aCategory, aTopic, regular, stored, type MadeCategory } from '../support/forum.ts'
import { keepLog, type KeptLog } from '../support/log.ts'
import { Person } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

inEverySetting('an error', (setting) => {
  let app: Running
  let kept: KeptLog
  let ann: Person
  let guest: Person
  let category: MadeCategory
  before(async () => {
    kept = keepLog()
    app = await startApp({ setting, log: kept.log })
    ann = await regular(app, 'ann')
    guest = new Person(app)
    category = await aCategory(app)
  })
  after(() => app.stop())

  /** The log's line of a request; it is written when the response is done, which the reader may see a moment earlier. */
  const lineOf = (id: string | undefined): Record<string, unknown> | undefined =>
    kept.lines().find((line) => line['id'] === id && 'status' in line)

  const nowhere = [
    '/nowhere',
    '/c/none',
    '/t/000000000000',
    '/t/000000000000/title',
    '/t/x/y',
    '/posts/none',
    '/sign-in/nobody',
    '/sign-in/demo/callback/more',
    '/static/app.css',
    '/static/..%2f..%2fpackage.json',
    '/staff/categories/none/more',
    '/C/Wrong',
    '/t/__proto__/constructor',
    '/c/__proto__',
    '/c/%00',
    '/t/%00/%00',
    `/c/${'x'.repeat(5000)}`,
    '/c/%F0%9F%98%80',
    '/?after=a&after=b',
    '/?after[$gt]=',
    '/topics%2fnew',
    '/.env',
    '/index.php',
  ]
  it('is a 404 page at an address that is none', async () => {
    for (const path of nowhere) {
      const page = await guest.look(path)
      // The simple query parser knows no brackets: it is a parameter that nobody asked for.
      if (path === '/?after[$gt]=') assert.equal(page.status, 200)
      else assert.equal(page.status, 404, path)
      if (page.status !== 404) continue
      assert.equal(page.$('h1').text(), 'There is nothing here', path)
      assert.equal(page.headers['x-robots-tag'], 'noindex')
      assert.equal(page.headers['cache-control'], 'private, no-store')
      assert.equal(page.$('.actions a').attr('href'), `${app.mountPath}/`)
    }
  })

  it('is a 400 page at an address that cannot be read', async () => {
    for (const path of ['/c/%', '/c/%E0%A4%A', '/t/%ff/%fe', '/posts/%zz']) {
      const page = await guest.look(path)
      assert.equal(page.status, 400, path)
      assert.match(page.$('h1').text(), /can't read/)
    }
  })

  it('is greeted in the name of who is signed in', async () => {
    const page = await ann.visit('/c/none')
    assert.equal(page.status, 404)
    assert.equal(page.$('.menu-name bdi').text(), 'Ann Customer')
  })

  it('carries a number that stands in the log, and neither can be chosen by the reader', async () => {
    const page = await guest.visit('/c/none', { 'X-Request-Id': 'chosen' })
    const id = page.$('.reference code').text()
    assert.match(id, uuid)
    assert.equal(page.headers['x-request-id'], id)
    assert.equal(lineOf(id)?.['status'], 404)
    assert.equal(lineOf(id)?.['route'], '/c/:category')
  })

  it('is JSON for who wants JSON', async () => {
    for (const path of ['/nowhere', '/c/none', '/t/000000000000/x']) {
      const { status, body } = await guest.json(path)
      const { error } = body as { error: Record<string, unknown> }
      assert.equal(status, 404)
      assert.deepEqual(Object.keys(error), ['status', 'title', 'message', 'requestId'])
      assert.equal(error['title'], 'There is nothing here')
      assert.match(String(error['requestId']), uuid)
    }
  })

  it('is a page for who takes anything, or asks for what we do not have', async () => {
    for (const Accept of ['*/*', 'image/png', 'text/html, application/json;q=0.9', 'nonsense', '']) {
      const page = await guest.look('/c/none', { Accept })
      assert.match(page.headers['content-type'] ?? '', /^text\/html/, Accept)
    }
  })

  it('reflects nothing of the address, the query or the headers', async () => {
    const mark = 'zq9xreflected'
    const headers = { Referer: `https://${mark}.example`, 'User-Agent': mark, 'X-Forwarded-Host': `${mark}.example` }
    for (const path of [`/c/${mark}`, `/nowhere?q=${mark}`, `/t/${mark}/${mark}`, `/c/%${mark}`, `/?after=${mark}`]) {
      for (const Accept of ['text/html', 'application/json']) {
        const page = await guest.look(path, { ...headers, Accept })
        // The one place that holds the address is the way to sign in and come back.
        const text = page.text.replaceAll(/href="[^"]*\/sign-in\?return=[^"]*"/g, '')
        assert.ok(!text.includes(mark), path)
        assert.ok(!JSON.stringify(page.headers).includes(mark), path)
      }
    }
  })

  it('leaves in the log neither addresses nor names nor words nor tokens, whatever happens', async () => {
    const secret = 'Xylophone-7731'
    const topic = await aTopic(app, { by: ann, in: category, title: `About ${secret}`, text: `Text ${secret}` })
    await ann.send('/topics/new', { title: secret, text: secret })
    await ann.send(`/posts/${topic.openingId}/edit`, { title: `Again ${secret}`, text: secret })
    await guest.visit(`/c/${secret}?q=${secret}`, { Referer: `https://${secret}.example`, 'User-Agent': secret })
    await guest.post(`/t/${topic.id}/posts`, { text: secret })
    await guest.visit(`/sign-in/demo/callback?code=${secret}&state=${secret}`)
    await ann.post('/topics/new', { text: secret, _csrf: secret })
    const log = kept.text()
    assert.ok(kept.lines().length > 5)
    const words = [secret, secret.toLowerCase(), 'Ann', 'Customer', 'demo.example', '127.0.0.1', await ann.csrf()]
    for (const word of [...words, ...Object.values(ann.cookies())]) assert.ok(!log.includes(word), word)
    const known = ['level', 'time', 'id', 'method', 'route', 'status', 'ms', 'msg', 'err', 'provider', 'error', 'job']
    for (const key of kept.lines().flatMap(Object.keys)) assert.ok(known.includes(key), key)
  })

  it('of ours is told without its cause, and stands in the log without the values that met it', async () => {
    const topic = await aTopic(app, { by: ann, in: category, title: 'About Marzipan', text: 'Marzipan' })
    // Beyond what any code expects: a post that was never written.
    await stored(app).posts.updateOne({ _id: topic.openingId }, { $unset: { createdAt: 1 } })
    const page = await guest.look(topic.path)
    assert.equal(page.status, 500)
    assert.equal(page.$('h1').text(), 'Something went wrong on our side')
    assert.doesNotMatch(page.text, /TypeError|undefined|Marzipan|\.ejs|\.ts/)
    const id = page.$('.reference code').text()
    const line = kept.lines().find((each) => each['id'] === id && each['msg'] === 'unexpected error')
    const { kind, stack } = line?.['err'] as Record<string, string>
    assert.equal(kind, 'TypeError')
    assert.match(stack ?? '', /^ +at /)
    assert.doesNotMatch(kept.text(), /Marzipan/)
    assert.equal((await guest.json('/nowhere')).status, 404)
  })

  it('leaves HEAD without a body', async () => {
    const answer = await request(new URL(app.url).origin).head(`${app.mountPath}/c/none`)
    assert.equal(answer.status, 404)
    assert.equal(answer.text, undefined)
  })

  it('tells a removed topic by 410, to nobody more than that it was removed', async () => {
    const topic = await aTopic(app, { by: ann, in: category, title: 'Taken back soon', text: 'Secret words' })
    await guest.visit(topic.path)
    await ann.send(`/posts/${topic.openingId}/delete`)
    for (const person of [guest, ann, await regular(app, 'olga')]) {
      for (const path of [topic.path, `/t/${topic.id}`, `/t/${topic.id}/other`, `/posts/${topic.openingId}`]) {
        const page = await person.look(path)
        assert.equal(page.status, 410, path)
        assert.equal(page.headers['x-robots-tag'], 'noindex')
        assert.equal(page.headers['cache-control'], 'private, no-store')
        assert.doesNotMatch(page.$.root().find('main').text(), /Taken back|Secret/)
        assert.equal((await person.json(path)).status, 410)
      }
    }
  })
})
