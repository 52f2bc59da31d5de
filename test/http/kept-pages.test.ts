import assert from 'node:assert/strict'
import request from 'supertest'
import {
  aCategory,
  aReply,
  aTopic,
  changeCategory,
  regular,
  type MadeCategory,
  type MadeTopic,
} from '../support/forum.ts'
import { Person, type Shown } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

inEverySetting('a public page', (setting) => {
  let app: Running
  /** A second process of the same installation. */
  let beside: Running
  let ann: Person
  let category: MadeCategory
  let topic: MadeTopic
  before(async () => {
    app = await startApp({ setting })
    beside = await startApp({ setting, beside: app })
    ann = await regular(app, 'ann')
    category = await aCategory(app)
    topic = await aTopic(app, { by: ann, in: category, title: 'About caches', text: 'First words' })
  })
  after(async () => {
    await beside.stop()
    await app.stop()
  })

  const pages = (): string[] => ['/', category.path, topic.path]
  const guest = (of = app): Person => new Person(of)
  const etag = ({ headers }: Shown): string => headers['etag'] ?? ''

  it('may be kept by anybody who asks each time whether it still holds', async () => {
    for (const path of pages()) {
      const page = await guest().look(path)
      assert.equal(page.status, 200)
      assert.equal(page.headers['cache-control'], 'public, no-cache')
      assert.match(etag(page), /^W\/"[\w-]+"$/)
      const again = await guest().look(path, { 'If-None-Match': etag(page) })
      assert.equal(again.status, 304, path)
      assert.equal(again.text, '')
      assert.equal(etag(again), etag(page))
      for (const header of ['cache-control', 'vary']) assert.equal(again.headers[header], page.headers[header])
      assert.equal((await guest().look(path, { 'If-None-Match': '"other"' })).status, 200)
    }
  })

  it('reads the same, and so keeps its tag, whenever and in whichever process it was made', async () => {
    for (const path of pages()) {
      const [one, other] = [await guest(beside).look(path), await guest().look(path)]
      const placeless = ({ text }: Shown): string => text.replace(/localhost(:|%3A)\d+/g, 'here')
      assert.equal(placeless(one), placeless(other))
    }
  })

  it('has another tag as JSON than as HTML', async () => {
    for (const path of pages()) {
      const html = await guest().look(path)
      const json = await guest().look(path, { Accept: 'application/json' })
      assert.match(json.headers['content-type'] ?? '', /^application\/json/)
      assert.notEqual(etag(json), etag(html))
      const crossed = await guest().look(path, { Accept: 'application/json', 'If-None-Match': etag(html) })
      assert.equal(crossed.status, 200)
    }
  })

  it('of somebody who is signed in is kept by nobody, nor shown to anybody else', async () => {
    for (const path of pages()) {
      const own = await ann.look(path)
      assert.equal(own.headers['cache-control'], 'private, no-store')
      assert.equal(own.headers['etag'], undefined)
      assert.match(own.text, /Ann Customer/)
      const other = await guest().look(path)
      assert.equal(other.$('.site-head .menu, input[name=_csrf]').length, 0)
      assert.match(other.$('.site-head a.action[href*="sign-in"]').attr('href') ?? '', /\/sign-in/)
    }
  })

  it('answers HEAD with the headers of GET, kept or not', async () => {
    for (const path of [...pages(), '/sign-in']) {
      for (const cookie of ['', 'candor=nonsense']) {
        const agent = request(new URL(app.url).origin)
        const headers = { 'Accept-Encoding': 'identity', Cookie: cookie }
        const get = await agent.get(app.mountPath + path).set(headers)
        const head = await agent.head(app.mountPath + path).set(headers)
        assert.equal(head.status, get.status)
        assert.equal(head.text, undefined)
        for (const header of ['content-length', 'content-type', 'etag', 'cache-control', 'vary'])
          assert.equal(head.headers[header], get.headers[header], `${path} ${header}`)
      }
    }
  })

  it('comes compressed as the reader can take it, and says the same', async () => {
    const plain = await guest().look(topic.path, { 'Accept-Encoding': 'identity' })
    assert.equal(plain.headers['content-encoding'], undefined)
    for (const encoding of ['br', 'gzip']) {
      for (const person of [guest(), guest(), ann]) {
        const page = await person.look(topic.path, { 'Accept-Encoding': encoding })
        assert.equal(page.headers['content-encoding'], encoding)
        assert.ok(Number(page.headers['content-length']) < plain.text.length)
        if (person !== ann) assert.equal(page.text, plain.text)
      }
    }
    const none = await guest().look(topic.path, { 'Accept-Encoding': 'br;q=0, gzip;q=0' })
    assert.equal(none.headers['content-encoding'], undefined)
  })

  /** Opens all pages in both processes, so that both keep them. */
  async function keepAll(): Promise<void> {
    for (const of of [app, beside]) for (const path of pages()) await guest(of).look(path)
  }
  async function textOf(of: Running, path: string): Promise<string> {
    const page = await guest(of).look(path)
    assert.equal(page.status, 200, path)
    return page.text
  }

  it('shows a reply, a change and a removal at once, in whichever process they were written', async () => {
    await keepAll()
    const reply = await aReply(topic.id, { by: ann, text: 'Fresh words' })
    for (const of of [beside, app]) {
      assert.match(await textOf(of, topic.path), /Fresh words/)
      for (const path of ['/', category.path]) assert.match(await textOf(of, path), /1 reply/)
    }
    await ann.send(`/posts/${reply}/edit`, { text: 'Other words' })
    for (const of of [beside, app]) assert.match(await textOf(of, topic.path), /Other words/)
    await keepAll()
    await ann.send(`/posts/${reply}/delete`)
    for (const of of [beside, app]) {
      assert.doesNotMatch(await textOf(of, topic.path), /Fresh words|Other words/)
      for (const path of ['/', category.path]) assert.doesNotMatch(await textOf(of, path), /1 reply/)
    }
  })

  it('shows a new topic, its new title and its removal at once, in every process', async () => {
    await keepAll()
    const made = await aTopic(app, { by: ann, in: category, title: 'Brand new one' })
    for (const of of [beside, app])
      for (const path of ['/', category.path]) assert.match(await textOf(of, path), /Brand new one/)
    await guest(beside).look(made.path)
    await ann.send(`/posts/${made.openingId}/edit`, { title: 'Renamed by now', text: 'x' })
    for (const of of [beside, app]) {
      for (const path of ['/', category.path]) {
        assert.match(await textOf(of, path), /Renamed by now/)
        assert.doesNotMatch(await textOf(of, path), /Brand new one/)
      }
      assert.equal((await guest(of).look(made.path)).status, 301)
    }
    const renamed = `/t/${made.id}/renamed-by-now`
    const seen = await guest(beside).look(renamed)
    await ann.send(`/posts/${made.openingId}/delete`)
    for (const of of [beside, app]) {
      assert.equal((await guest(of).look(renamed, { 'If-None-Match': etag(seen) })).status, 410)
      for (const path of ['/', category.path]) assert.doesNotMatch(await textOf(of, path), /Renamed by now/)
    }
  })

  it('shows a category by its new name, and to its new readers, at once and in every process', async () => {
    const own = await aCategory(app, { name: 'Before the change' })
    const inside = await aTopic(app, { by: ann, in: own, title: 'Inside of it' })
    const all = ['/', own.path, inside.path]
    const tags = await Promise.all(all.map(async (path) => etag(await guest(beside).look(path))))
    await changeCategory(app, own, { name: 'After the change' })
    for (const of of [beside, app]) for (const path of all) assert.match(await textOf(of, path), /After the change/)
    await changeCategory(app, own, { name: 'After the change', readRole: 'members' })
    for (const of of [beside, app]) {
      for (const [at, path] of all.entries()) {
        for (const headers of [{}, { 'If-None-Match': tags[at] ?? '' }, { Accept: 'application/json' }]) {
          const page = await guest(of).look(path, headers)
          assert.equal(page.status, path === '/' ? 200 : 404, path)
          assert.doesNotMatch(page.text, /After the change|Inside of it/)
        }
      }
    }
    await changeCategory(app, own, { name: 'After the change', readRole: 'public' })
    for (const of of [beside, app]) for (const path of all) assert.match(await textOf(of, path), /After the change/)
  })

  it('never shows an older state than one that was acknowledged, however many write and read at once', async () => {
    const busy = await aTopic(app, { by: ann, in: category })
    const writers = [ann, await regular(beside, 'ben')]
    let acknowledged = 0
    const write = async (by: Person): Promise<void> => {
      for (let count = 0; count < 8; count += 1) {
        await aReply(busy.id, { by })
        acknowledged += 1
      }
    }
    const read = async (of: Running): Promise<void> => {
      while (acknowledged < 16) {
        const atLeast = acknowledged
        const { body } = await guest(of).json(busy.path)
        const shown = (body as { replies: unknown[] }).replies.length
        assert.ok(shown >= atLeast, `${shown} replies shown after ${atLeast} were acknowledged`)
      }
    }
    await Promise.all([...writers.map(write), read(app), read(beside)])
  })

  it('is kept apart by language, and is in the one there is for who asks for another', async () => {
    for (const language of ['xx', 'en-GB, en;q=0.8', '*', 'nonsense;;;', '']) {
      const page = await guest().look('/', { 'Accept-Language': language })
      assert.equal(page.$('html').attr('lang'), 'en', language)
    }
  })
})
