import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { aCategory, aTopic, regular, type MadeCategory } from '../support/forum.ts'
import { Person, signedIn } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'
import { aTestimonial, marketing } from '../support/testimonials.ts'
import { words } from '../support/words.ts'

inEverySetting('a widget', (setting) => {
  let app: Running
  let category: MadeCategory
  before(async () => {
    app = await startApp({ setting })
    category = await aCategory(app)
  })
  after(() => app.stop())

  /** As a page of another site asks. */
  const ask = (path: string, person = new Person(app)): ReturnType<Person['look']> =>
    person.look(path, { Accept: '*/*', Origin: 'https://shop.example', 'Sec-Fetch-Site': 'cross-site' })

  it('shows what a consent for widgets covers, to every site, and nothing of it once it is withdrawn', async () => {
    const shown = await aTestimonial(app, { purposes: ['widget'] })
    const onSiteOnly = await aTestimonial(app, { purposes: ['site'] })
    const page = await ask('/embed/testimonials?count=24')
    assert.equal(page.headers['access-control-allow-origin'], '*')
    assert.equal(page.headers['cross-origin-resource-policy'], 'cross-origin')
    assert.equal(page.headers['access-control-allow-credentials'], undefined)
    assert.ok(page.text.includes(shown.text))
    assert.ok(!page.text.includes(onSiteOnly.text))
    const again = await ask('/embed/testimonials?count=24')
    assert.equal(again.headers['etag'], page.headers['etag'])
    await app.testimonials.remove(marketing, shown.id)
    assert.ok(!(await ask('/embed/testimonials?count=24')).text.includes(shown.text))
  })

  it('lists the latest topics that everybody may read, with whole addresses, the same for whoever is signed in', async () => {
    const ann = await regular(app, 'ann')
    const secret = await aTopic(app, {
      by: await regular(app, 'olga'),
      in: await aCategory(app, { readRole: 'staff' }),
    })
    const topic = await aTopic(app, { by: ann, in: category })
    for (const person of [new Person(app), await signedIn(app, 'olga')]) {
      const page = await ask('/embed/topics?count=20', person)
      assert.equal(page.$(`a[href="${app.url}${topic.path}"]`).text(), topic.title)
      assert.ok(!page.text.includes(secret.title))
      assert.match(page.headers['cache-control'] ?? '', /public/)
    }
    const { body } = await new Person(app).json(`/embed/topics.json?count=1&category=${category.slug}`)
    assert.deepEqual(
      (body as { topics: { title: string }[] }).topics.map(({ title }) => title),
      [topic.title],
    )
    await ann.submit(await ann.visit(`/posts/${topic.openingId}/delete`))
    assert.ok(!(await ask('/embed/topics?count=20')).text.includes(topic.title))
  })

  it('is sent whole to a server that puts it into its page, with its inside in a shadow root', async () => {
    await aTopic(app, { by: await regular(app, 'ann'), in: category })
    const { text } = await ask('/embed/topics?count=2&as=element')
    assert.match(text, /^<candor-topics count="2"><template shadowrootmode="open"><link rel="stylesheet" href="http/)
    assert.match(text.trim(), /<\/template><\/candor-topics>$/)
  })

  it('says in one sentence what to change where it is asked for something that can’t be shown', async () => {
    const wrong: Record<string, string> = {
      '/embed/topics?count=0': words('embedding:problem.count', { most: 20 }),
      '/embed/topics?count=many': words('embedding:problem.count', { most: 20 }),
      '/embed/testimonials?count=25': words('embedding:problem.count', { most: 24 }),
      '/embed/topics?status=open': words('embedding:problem.status'),
      '/embed/topics?category=nowhere': words('embedding:problem.category', { category: 'nowhere' }),
      '/embed/topics?category=%3Cb%3E': words('embedding:problem.category', { category: '<b>' }),
    }
    for (const [path, sentence] of Object.entries(wrong)) {
      const page = await ask(path)
      assert.equal(page.status, 200)
      assert.equal(page.$('p[part=problem]').text(), sentence)
    }
    assert.equal((await new Person(app).json('/embed/topics.json?category=nowhere')).status, 404)
  })

  it('comes with a script of 6 KB at most, under an address that stays and one that changes with it', async () => {
    const script = await ask('/embed.js')
    assert.equal(script.status, 200)
    assert.equal(script.headers['cross-origin-resource-policy'], 'cross-origin')
    assert.equal(script.headers['access-control-allow-origin'], '*')
    assert.equal(script.headers['cache-control'], 'public, max-age=600')
    assert.ok(gzipSync(script.text, { level: 9 }).length <= 6 * 1024)
    const print = (script.headers['etag'] ?? '').replaceAll('"', '')
    const versioned = await ask(`/static/embed.${print}.js`)
    assert.equal(versioned.text, script.text)
    assert.match(versioned.headers['cache-control'] ?? '', /immutable/)
    const old = await ask('/static/embed.0000000000.js')
    assert.equal(old.status, 302)
    assert.equal(new URL(old.headers['location'] ?? '', `${app.url}/static/x`).href, `${app.url}/embed.js`)
    const kept = await new Person(app).look('/embed.js', { 'If-None-Match': script.headers['etag'] ?? '' })
    assert.equal(kept.status, 304)
  })
})
