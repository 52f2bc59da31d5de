import assert from 'node:assert/strict'
import { newId } from '../../src/kernel/index.ts'
import { removedTitle } from '../../src/forum/sight.ts'
import { aCategory, aReply, aTopic, regular, stored, type MadeCategory } from '../support/forum.ts'
import { Person } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'
import { words } from '../support/words.ts'

inEverySetting("removing one's own words", (setting) => {
  let app: Running
  let ann: Person
  let ben: Person
  let guest: Person
  let category: MadeCategory
  before(async () => {
    app = await startApp({ setting })
    ann = await regular(app, 'ann')
    ben = await regular(app, 'ben')
    guest = new Person(app)
    category = await aCategory(app)
  })
  after(() => app.stop())

  /** What a reconciliation finds nothing to mend in, is counted right. */
  const assertCounted = async (): Promise<void> =>
    assert.deepEqual(await app.forum.reconcile(), { topics: 0, categories: 0, strayPosts: 0, mirrored: 0 })

  async function assertNowhere(text: string, topic: { id: string; path: string }): Promise<void> {
    for (const person of [guest, ann, ben, await regular(app, 'olga')]) {
      for (const path of ['/', category.path, topic.path]) {
        const page = await person.visit(path)
        assert.ok(!page.text.includes(text), `${path} still tells`)
        assert.ok(!page.address.includes(text), `${page.address} still tells`)
        assert.ok(!JSON.stringify((await person.json(path)).body).includes(text), `${path} as JSON still tells`)
      }
      const lasting = await person.look(`/t/${topic.id}`)
      assert.ok(!`${lasting.headers['location']} ${lasting.text}`.includes(text), 'the lasting address still tells')
    }
    const { topics, posts } = stored(app)
    for (const collection of [topics, posts]) {
      const kept = JSON.stringify(await collection.find().toArray())
      assert.ok(!kept.includes(text), `${collection.collectionName} still holds it`)
    }
  }

  it('takes a reply away at once, and leaves its place', async () => {
    const topic = await aTopic(app, { by: ben, in: category })
    const id = await aReply(topic.id, { by: ann, text: 'Regretted-words' })
    await aReply(topic.id, { by: ben, text: 'After it' })
    await guest.visit(topic.path)
    const asked = await ann.visit(`/posts/${id}/delete`)
    assert.ok(asked.text.includes('Regretted-words'))
    assert.ok(asked.text.includes(words('forum:deletePost.replyConsequences')))
    const done = await ann.submit(asked)
    assert.equal(done.address, app.mountPath + topic.path)
    assert.ok(done.$('.flash').text().includes(words('forum:flash.deleted')))
    assert.equal((await ann.visit(topic.path)).$('.flash').length, 0)
    const page = await guest.visit(topic.path)
    const place = page.$(`#post-${id}`)
    assert.equal(place.text().trim(), words('forum:post.removedByAuthor'))
    assert.match(page.text, /After it/)
    await assertNowhere('Regretted-words', topic)
    await assertCounted()
    const { replyCount } = (await stored(app).topics.findOne({ _id: topic.id })) ?? {}
    assert.equal(replyCount, 1)
    assert.equal((await guest.look(`/posts/${id}`)).status, 410)
    const kept = await stored(app).posts.findOne({ _id: id })
    assert.deepEqual(Object.keys(kept ?? {}).sort(), [
      '_id',
      'createdAt',
      'html',
      'isOpening',
      'removedAt',
      'removedBy',
      'rendererVersion',
      'source',
      'topicId',
    ])
  })

  it('takes away the last reply as the mark of what is latest too', async () => {
    const topic = await aTopic(app, { by: ann, in: category })
    const id = await aReply(topic.id, { by: ben })
    assert.match((await guest.visit(category.path)).text, /Ben Customer/)
    await ben.send(`/posts/${id}/delete`)
    const row = (await guest.visit(category.path)).$(`a[href$="${topic.path}"]`).closest('.topic')
    assert.doesNotMatch(row.text(), /Ben/)
    const kept = await stored(app).topics.findOne({ _id: topic.id })
    assert.equal(kept?.lastReplyBy, undefined)
    assert.equal(kept?.lastActivityAt.getTime(), kept?.createdAt.getTime())
    await assertCounted()
  })

  it('takes a topic without answers away as a whole: 410, and in no list', async () => {
    const topic = await aTopic(app, { by: ann, in: category, title: 'Withdrawn-title', text: 'Withdrawn-text' })
    for (const path of [topic.path, '/', category.path]) await guest.visit(path)
    const asked = await ann.visit(`/posts/${topic.openingId}/delete`)
    assert.ok(asked.text.includes(words('forum:deletePost.topicConsequences')))
    const done = await ann.submit(asked)
    assert.equal(done.address, app.mountPath + category.path)
    assert.equal((await guest.look(topic.path)).status, 410)
    assert.equal((await ann.json(topic.path)).status, 410)
    await assertNowhere('Withdrawn', topic)
    await assertCounted()
    const late = await ben.send(`/t/${topic.id}/posts`, { text: 'Kept on the page' })
    assert.equal(late.status, 410)
    assert.equal(late.$('main textarea').text(), 'Kept on the page')
  })

  it('takes only the question away where somebody answered: title, text and address tell nothing', async () => {
    const topic = await aTopic(app, { by: ann, in: category, title: 'Embarrassing-title', text: 'Embarrassing-text' })
    await aReply(topic.id, { by: ben, text: 'A helpful answer' })
    for (const path of [topic.path, '/', category.path]) await guest.visit(path)
    const asked = await ann.visit(`/posts/${topic.openingId}/delete`)
    assert.ok(asked.text.includes(words('forum:deletePost.openingConsequences')))
    const done = await ann.submit(asked)
    assert.equal(done.status, 200)
    assert.equal(done.address, `${app.mountPath}/t/${topic.id}/removed`)
    assert.equal(done.$('h1').text(), removedTitle)
    assert.match(done.text, /A helpful answer/)
    const moved = await guest.look(topic.path)
    assert.equal(moved.status, 301)
    assert.equal(moved.headers['location'], `${app.url}/t/${topic.id}/removed`)
    await assertNowhere('mbarrassing', { id: topic.id, path: `/t/${topic.id}/removed` })
    const author = (await guest.json(`/t/${topic.id}/removed`)).body as { topic: { author: { name: string } } }
    assert.equal(author.topic.author.name, '')
    await assertCounted()
    await aReply(topic.id, { by: ben, text: 'It goes on' })
  })

  it('cannot be done twice, nor undone by a change that comes late', async () => {
    const topic = await aTopic(app, { by: ann, in: category, posts: 2 })
    const [id = ''] = topic.replies
    const [one, other] = await Promise.all([ann.send(`/posts/${id}/delete`), ann.send(`/posts/${id}/delete`)])
    assert.deepEqual([one.status, other.status].sort(), [303, 410])
    const late = await ann.send(`/posts/${id}/edit`, { text: 'Back again' })
    assert.equal(late.status, 410)
    assert.equal(late.$('main textarea').text(), 'Back again')
    await assertCounted()
  })

  it('wins against a change at the same moment: nothing comes back', async () => {
    for (let round = 0; round < 4; round += 1) {
      const topic = await aTopic(app, { by: ann, in: category, posts: 2, answeredBy: ben })
      const [removed] = await Promise.all([
        ann.send(`/posts/${topic.openingId}/delete`),
        ann.send(`/posts/${topic.openingId}/edit`, { title: 'Back from the dead', text: 'Back from the dead' }),
        ann.send(`/posts/${topic.openingId}/edit`, { title: 'Back once more', text: 'Back once more' }),
      ])
      assert.equal(removed.status, 303)
      const kept = await stored(app).topics.findOne({ _id: topic.id })
      assert.equal(kept?.title, removedTitle)
      assert.equal((await stored(app).posts.findOne({ _id: topic.openingId }))?.source, '')
    }
  })

  it("is one's own to do: nobody else finds the way, nor goes it", async () => {
    const topic = await aTopic(app, { by: ann, in: category, posts: 2 })
    const page = await ben.visit(topic.path)
    assert.equal(page.$('.post-actions a[href$="/delete"], .post-actions a[href$="/edit"]').length, 0)
    assert.equal((await ann.visit(topic.path)).$('.post-actions a[href$="/delete"]').length, 2)
    for (const id of [topic.openingId, ...topic.replies]) {
      const sent = await ben.send(`/posts/${id}/delete`)
      assert.equal(sent.status, 403)
      assert.ok(sent.$('.lead').text().includes(words('rules:post.authorDeletes')))
    }
    assert.equal(await stored(app).posts.countDocuments({ topicId: topic.id, removedAt: { $exists: false } }), 2)
  })

  it("is not found for what is none: somebody's topic, a category, a made-up id", async () => {
    const topic = await aTopic(app, { by: ann, in: category })
    for (const id of [topic.id, category.id, newId(), '__proto__', '%00', 'x'])
      assert.equal((await ann.send(`/posts/${id}/delete`)).status, 404, id)
  })
})
