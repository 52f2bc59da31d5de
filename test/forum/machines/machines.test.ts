import assert from 'node:assert/strict'
import { parseDocument, DomUtils } from 'htmlparser2'
import type { Category } from '../../../src/forum/category.model.ts'
import { showSitemap } from '../../../src/forum/machines/queries/show-sitemap.ts'
import type { Topic } from '../../../src/forum/topic.model.ts'
import { aCategory, aReply, aTopic, changeCategory, regular, stored, type MadeCategory } from '../../support/forum.ts'
import { Person } from '../../support/person.ts'
import { startApp, type Running } from '../../support/running.ts'

const dayLong = 24 * 60 * 60 * 1000

describe('what programs read of the forum', () => {
  let app: Running
  let ann: Person
  let ben: Person
  let guest: Person
  let category: MadeCategory
  let now = new Date('2026-03-01T10:00:00Z')
  before(async () => {
    app = await startApp({ clock: () => now, setting: 'mounted in a host' })
    ann = await regular(app, 'ann')
    ben = await regular(app, 'ben')
    guest = new Person(app)
    category = await aCategory(app)
  })
  after(() => app.stop())

  const text = (element: Parameters<typeof DomUtils.textContent>[0]): string => DomUtils.textContent(element)

  /** A document as a parser of XML reads it. */
  async function read(path: string, by = guest) {
    const { text: source, status, headers } = await by.look(path)
    const document = parseDocument(source, { xmlMode: true })
    const all = (name: string) => DomUtils.getElementsByTagName(name, document)
    return { status, headers, source, all, texts: (name: string) => all(name).map(text) }
  }

  const feeds = (topic: { id: string }): string[] => [
    '/feeds/latest.atom',
    `${category.path}/feed.atom`,
    `/t/${topic.id}/feed.atom`,
  ]

  it('feeds tell what was written, with whole addresses, and answer 304 while nothing changed', async () => {
    const topic = await aTopic(app, {
      by: ann,
      in: category,
      title: 'Tags & <b>brackets</b>',
      text: 'See **this** & <i>that</i>',
    })
    for (const path of feeds(topic)) {
      const feed = await read(path)
      assert.match(feed.headers['content-type'] ?? '', /^application\/atom\+xml/)
      const entry = feed.all('entry').find((each) => text(each).includes('brackets'))
      assert.ok(entry, path)
      const part = (name: string): string => DomUtils.getElementsByTagName(name, entry).map(text).join()
      assert.equal(part('title'), 'Tags & <b>brackets</b>')
      assert.ok(part('content').includes('<strong>this</strong> &amp;'))
      assert.equal(part('id'), `${app.url}/posts/${topic.openingId}`)
      assert.ok(new Date(part('updated')).getTime() > 0)
      assert.ok(feed.source.includes(`href="${app.url}${topic.path}"`))
      const again = await guest.look(path, { 'If-None-Match': feed.headers['etag'] ?? '' })
      assert.equal(again.status, 304)
    }
    assert.ok(
      (await guest.visit(topic.path)).$(`link[type="application/atom+xml"][href="${app.url}/t/${topic.id}/feed.atom"]`)
        .length,
    )
  })

  it('feeds say of what is gone that it is gone and nothing else, until it is back', async () => {
    const topic = await aTopic(app, { by: ann, in: category, posts: 1 })
    const reply = await aReply(topic.id, { by: ben, text: 'Regretted-words' })
    const path = `/t/${topic.id}/feed.atom`
    assert.ok((await read(path)).source.includes('Regretted-words'))
    now = new Date(now.getTime() + 1000)
    await ben.send(`/posts/${reply}/delete`)
    const feed = await read(path)
    assert.ok(!feed.source.includes('Regretted-words'))
    const [gone] = feed.all('at:deleted-entry')
    assert.deepEqual(gone?.attribs, { ref: `${app.url}/posts/${reply}`, when: now.toISOString() })
    const max = await regular(app, 'mia')
    const taken = await max.send(`/posts/${topic.openingId}/taking-down`, { ground: 'other' })
    assert.equal(taken.status, 303, taken.text)
    const home = await read('/feeds/latest.atom')
    const refs = (of: Awaited<ReturnType<typeof read>>): string[] =>
      of.all('at:deleted-entry').map(({ attribs }) => attribs['ref'] ?? '')
    assert.ok(refs(home).includes(`${app.url}/posts/${topic.openingId}`))
    assert.equal((await max.send(`/posts/${topic.openingId}/restoration`)).status, 303)
    assert.ok(!refs(await read('/feeds/latest.atom')).includes(`${app.url}/posts/${topic.openingId}`))
    assert.deepEqual(await app.forum.reconcile(), { topics: 0, categories: 0, strayPosts: 0, mirrored: 0 })
  })

  it('nothing of a category that not everybody may read, not even for a member who may', async () => {
    const inner = await aCategory(app, { readRole: 'members' })
    const topic = await aTopic(app, { by: ann, in: inner, title: 'Among members' })
    await ann.send(`/posts/${topic.openingId}/delete`)
    const stays = await aTopic(app, { by: ann, in: inner, title: 'Among members too' })
    for (const path of [...feeds(stays).slice(0, 2), '/sitemap.xml']) {
      const { source } = await read(path, ann)
      for (const part of ['Among members', stays.id, topic.openingId])
        assert.ok(!source.includes(part), `${path}: ${part}`)
    }
    assert.equal((await read(`${inner.path}/feed.atom`, ann)).status, 404)
    assert.equal((await read(`/t/${stays.id}/feed.atom`, ann)).status, 404)
    assert.equal((await ann.visit(stays.path)).$('script[type="application/ld+json"]').length, 0)
  })

  it('feeds hold the topics of a status as lists do', async () => {
    const topic = await aTopic(app, { by: ann, in: category, title: 'Soon to be solved', posts: 2, answeredBy: ben })
    const isIn = async (status: string): Promise<boolean> =>
      (await read(`${category.path}/feed.atom?status=${status}`)).source.includes('Soon to be solved')
    assert.deepEqual([await isIn('solved'), await isIn('unsolved')], [false, true])
    await ann.send(`/posts/${topic.replies[0]}/solution`, { wish: 'give' })
    assert.deepEqual([await isIn('solved'), await isIn('unsolved')], [true, false])
  })

  it('the sitemap has every public topic with its last change, and drops what is gone', async () => {
    const topic = await aTopic(app, { by: ann, in: category })
    const listed = async (): Promise<string[]> => (await read('/sitemap.xml')).texts('loc')
    assert.ok((await listed()).includes(app.url + topic.path))
    assert.ok((await listed()).includes(app.url + category.path))
    const month = await read(`/sitemap/${now.toISOString().slice(0, 7)}.xml`)
    assert.ok(month.texts('loc').includes(app.url + topic.path))
    assert.equal((await read('/sitemap/1999-13.xml')).status, 404)
    assert.equal((await read('/sitemap/1999-01.xml')).texts('loc').length, 0)
    await ann.send(`/posts/${topic.openingId}/delete`)
    assert.ok(!(await listed()).includes(app.url + topic.path))
  })

  it('the sitemap of a large forum is in parts by month', async () => {
    const large = await aCategory(app)
    await stored(app).categories.updateOne({ _id: large.id }, { $set: { topicCount: 10_001 } })
    const topic = await aTopic(app, { by: ann, in: large })
    const before = new Date(now.getTime() - 20 * dayLong)
    await stored(app).topics.updateOne({ _id: topic.id }, { $set: { createdAt: before } })
    const parts = (await read('/sitemap.xml')).texts('loc')
    assert.deepEqual(
      parts,
      ['2026-02', '2026-03', 'others'].map((name) => `${app.url}/sitemap/${name}.xml`),
    )
    assert.ok((await read('/sitemap/others.xml')).texts('loc').includes(app.url + category.path))
    await app.forum.reconcile()
  })

  it('a month with more topics than one part holds is in parts by day, each of them with its own', async () => {
    const large = await aCategory(app)
    const [early, late] = [await aTopic(app, { by: ann, in: large }), await aTopic(app, { by: ann, in: large })]
    const dates = { [early.id]: '2025-01-01T00:00:00.000Z', [late.id]: '2025-01-31T23:59:59.999Z' }
    for (const [_id, at] of Object.entries(dates))
      await stored(app).topics.updateOne({ _id }, { $set: { createdAt: new Date(at) } })
    const { connection } = app.database
    const models = { categories: connection.model<Category>('Category'), topics: connection.model<Topic>('Topic') }
    const elsewhere = { stamps: [], list: () => Promise.resolve([]) }
    const around = { ...models, elsewhere, clock: () => now, fullAddress: (path: string) => app.url + path }
    const { places } = await showSitemap(around, 1)
    const parts = places.filter(({ address }) => address.includes('/2025-01')).map(({ address }) => address)
    assert.equal(parts.length, 31)
    const inPart = async (at: number): Promise<string[]> =>
      (await read(parts[at]?.slice(app.url.length) ?? '')).texts('loc').map((address) => address.slice(app.url.length))
    assert.deepEqual([await inPart(0), await inPart(1), await inPart(30)], [[early.path], [], [late.path]])
    await app.forum.reconcile()
  })

  it('robots.txt names the sitemap and asks for what is nobody’s to keep to be left alone', async () => {
    const { text: robots } = await guest.look('/robots.txt')
    assert.ok(robots.includes(`Sitemap: ${app.url}/sitemap.xml`))
    assert.ok(robots.includes(`Disallow: ${app.mountPath}/me\n`))
  })

  describe('structured data', () => {
    interface Node {
      '@type': string
      [key: string]: unknown
    }
    const graphOf = async (path: string): Promise<Node[]> => {
      const page = await guest.visit(path)
      return (JSON.parse(page.$('script[type="application/ld+json"]').text()) as { '@graph': Node[] })['@graph']
    }

    it('of a question with answers is a QAPage with what search engines require', async () => {
      const topic = await aTopic(app, { by: ann, in: category, posts: 3, answeredBy: ben, text: 'A </script> & more' })
      await ann.send(`/posts/${topic.replies[1]}/solution`, { wish: 'give' })
      await ann.send(`/posts/${topic.replies[0]}/vote`, { wish: 'give' })
      const [about, trail] = await graphOf(topic.path)
      const question = about?.['mainEntity'] as Record<string, unknown>
      assert.deepEqual([about?.['@type'], question['@type'], question['answerCount']], ['QAPage', 'Question', 2])
      assert.equal(question['text'], 'A </script> & more')
      const [accepted] = question['acceptedAnswer'] as Record<string, unknown>[]
      assert.deepEqual(
        [accepted?.['@type'], accepted?.['text'], (accepted?.['author'] as Node | undefined)?.['name']],
        ['Answer', 'Reply 2', 'Ben Customer'],
      )
      const [suggested] = question['suggestedAnswer'] as Record<string, unknown>[]
      assert.deepEqual([suggested?.['text'], suggested?.['upvoteCount']], ['Reply 1', 1])
      assert.equal(accepted?.['expires'], undefined)
      await ann.send(`/topics/${topic.id}/outdated`, { since: '2026-01-31' })
      const [later] = await graphOf(topic.path)
      const [over] = (later?.['mainEntity'] as Record<string, unknown>)['acceptedAnswer'] as Record<string, unknown>[]
      assert.equal(over?.['expires'], '2026-01-31')
      assert.equal(trail?.['@type'], 'BreadcrumbList')
      assert.equal((trail['itemListElement'] as { item: string }[])[2]?.item, app.url + topic.path)
    })

    it('of anything else is a DiscussionForumPosting, and a later page has none', async () => {
      const topic = await aTopic(app, { by: ann, in: category })
      const [about] = await graphOf(topic.path)
      for (const field of ['headline', 'text', 'datePublished', 'author', 'url']) assert.ok(about?.[field], field)
      assert.equal(about?.['@type'], 'DiscussionForumPosting')
      const later = await guest.visit(`${topic.path}?after=1`)
      assert.equal(later.$('script[type="application/ld+json"]').length, 0)
    })
  })

  it('pages of lists that move on are kept out of search engines, the first ones not', async () => {
    for (const [path, robots] of [
      [category.path, undefined],
      [`${category.path}?status=solved`, 'noindex'],
      ['/?after=1', 'noindex'],
    ] as const)
      assert.equal((await guest.visit(path)).headers['x-robots-tag'], robots, path)
  })

  it('feeds tell of what goes to where not everybody reads as gone, and of what is back as there', async () => {
    const other = await aCategory(app)
    const topic = await aTopic(app, { by: ann, in: other, title: 'Soon for members' })
    const gone = async (path: string): Promise<boolean> =>
      (await read(path)).all('at:deleted-entry').some(({ attribs }) => attribs['ref']?.endsWith(topic.openingId))
    await changeCategory(app, other, { readRole: 'members' })
    assert.ok(!(await read('/feeds/latest.atom')).source.includes('Soon for members'))
    assert.ok(await gone('/feeds/latest.atom'))
    assert.equal((await read(`/t/${topic.id}/feed.atom`)).status, 404)
    await changeCategory(app, other, { readRole: 'public' })
    assert.ok((await read('/feeds/latest.atom')).source.includes('Soon for members'))
    assert.ok(!(await gone('/feeds/latest.atom')))
    const inner = await aCategory(app, { readRole: 'members' })
    const fields = { title: 'Moved among members', kind: 'question', categoryId: inner.id }
    assert.equal((await (await regular(app, 'mia')).send(`/topics/${topic.id}/edit`, fields)).status, 303)
    for (const path of ['/feeds/latest.atom', `${other.path}/feed.atom`]) {
      assert.ok(await gone(path), path)
      assert.ok(!(await read(path)).source.includes('among members'), path)
    }
    assert.deepEqual(await app.forum.reconcile(), { topics: 0, categories: 0, strayPosts: 0, mirrored: 0 })
  })
})
