import assert from 'node:assert/strict'
import { newId } from '../../src/kernel/index.ts'
import { aCategory, aReply, aTopic, regular, stored, type MadeCategory } from '../support/forum.ts'
import { Person } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'
import { words } from '../support/words.ts'

inEverySetting('writing', (setting) => {
  let app: Running
  let ann: Person
  let category: MadeCategory
  before(async () => {
    app = await startApp({ setting })
    ann = await regular(app, 'ann')
    category = await aCategory(app)
  })
  after(() => app.stop())

  const count = async (): Promise<{ topicCount: number; postCount: number }> => {
    const { topicCount, postCount } = (await stored(app).categories.findOne({ _id: category.id }))!
    return { topicCount, postCount }
  }
  const assertCounted = async (): Promise<void> =>
    assert.deepEqual(await app.forum.reconcile(), { topics: 0, categories: 0, strayPosts: 0, mirrored: 0 })

  it('makes one topic of a form that is sent five times at the same moment, and once more later', async () => {
    const before = await count()
    const fields = {
      categoryId: category.id,
      kind: 'question',
      title: 'Sent again and again',
      text: 'Text',
      submission: newId(),
    }
    const sent = await Promise.all(Array.from({ length: 5 }, () => ann.send('/topics/new', fields)))
    sent.push(await ann.send('/topics/new', fields))
    assert.deepEqual(new Set(sent.map(({ status }) => status)), new Set([303]))
    assert.equal(new Set(sent.map(({ headers }) => headers['location'])).size, 1)
    assert.equal(await stored(app).topics.countDocuments({ title: 'Sent again and again' }), 1)
    assert.deepEqual(await count(), { topicCount: before.topicCount + 1, postCount: before.postCount + 1 })
    const { headers } = await ann.send('/topics/new', { ...fields, text: 'Changed after Back' })
    assert.notEqual(headers['location'], sent[0]?.headers['location'], 'other words are not lost')
    await assertCounted()
  })

  it('makes one reply of a form that is sent five times at the same moment, and once more later', async () => {
    const topic = await aTopic(app, { by: ann, in: category })
    const before = await count()
    const fields = { text: 'Once is enough', submission: newId() }
    const sent = await Promise.all(Array.from({ length: 5 }, () => ann.send(`/t/${topic.id}/posts`, fields)))
    sent.push(await ann.send(`/t/${topic.id}/posts`, fields))
    assert.deepEqual(new Set(sent.map(({ status }) => status)), new Set([303]))
    assert.equal(new Set(sent.map(({ headers }) => headers['location'])).size, 1)
    assert.equal(await stored(app).posts.countDocuments({ topicId: topic.id }), 2)
    assert.deepEqual(await count(), { ...before, postCount: before.postCount + 1 })
    await assertCounted()
  })

  it('makes one reply of what is typed into a form after Back, however often it is sent, and whatever was edited', async () => {
    const topic = await aTopic(app, { by: ann, in: category })
    const submission = newId()
    const send = async (text: string): Promise<string> => {
      const { status, headers } = await ann.send(`/t/${topic.id}/posts`, { text, submission })
      assert.equal(status, 303)
      return headers['location'] ?? ''
    }
    const first = await send('Mended at once')
    const id = /[?&#](?:post[=-])([0-9a-z]{12})/.exec(first)?.[1] ?? ''
    assert.equal((await ann.send(`/posts/${id}/edit`, { text: 'Mended' })).status, 303)
    const long = 'Other words that are long enough to be taken for a repetition of something.'
    const others = await Promise.all(Array.from({ length: 3 }, () => send(long)))
    others.push(await send(long))
    assert.equal(new Set(others).size, 1)
    assert.notEqual(others[0], first)
    assert.equal(await send('Mended at once'), first)
    assert.equal(await stored(app).posts.countDocuments({ topicId: topic.id, isOpening: false }), 2)
    await assertCounted()
  })

  it("takes the same number of a form from two people as two forms: it is nobody's secret", async () => {
    const topic = await aTopic(app, { by: ann, in: category })
    const fields = { text: 'Mine', submission: newId() }
    await ann.send(`/t/${topic.id}/posts`, fields)
    await (await regular(app, 'ben')).send(`/t/${topic.id}/posts`, fields)
    assert.equal(await stored(app).posts.countDocuments({ topicId: topic.id, isOpening: false }), 2)
  })

  it('gives each form that is opened a number of its own', async () => {
    const topic = await aTopic(app, { by: ann, in: category })
    for (const path of ['/topics/new', topic.path]) {
      const numbers = [await ann.visit(path), await ann.visit(path)].map(({ $ }) =>
        $('main input[name=submission]').attr('value'),
      )
      assert.match(numbers[0] ?? '', /^[0-9a-z]{12}$/)
      assert.notEqual(numbers[0], numbers[1])
    }
  })

  it('counts right while many reply at once', async () => {
    const topic = await aTopic(app, { by: ann, in: category })
    const people = [ann, await regular(app, 'ben'), await regular(app, 'ada')]
    await Promise.all(people.flatMap((by) => [1, 2, 3, 4].map(() => aReply(topic.id, { by }))))
    const kept = await stored(app).topics.findOne({ _id: topic.id })
    assert.equal(kept?.replyCount, 12)
    await assertCounted()
  })

  it('brings a topic to the front of the lists', async () => {
    const topic = await aTopic(app, { by: ann, in: category, title: 'Back in front' })
    await aTopic(app, { by: ann, in: category, title: 'In front for a while' })
    const first = async (path: string): Promise<string> =>
      (await new Person(app).visit(path)).$('.topic h3').first().text()
    for (const path of ['/', category.path]) assert.equal(await first(path), 'In front for a while')
    await aReply(topic.id, { by: ann })
    for (const path of ['/', category.path]) assert.equal(await first(path), 'Back in front')
  })

  it('marks nothing as edited that was mended right after it was posted, before anybody answered', async () => {
    const topic = await aTopic(app, { by: ann, in: category, text: 'A slpi' })
    const page = await ann.submit(await ann.visit(`/posts/${topic.openingId}/edit`), { text: 'A slip' })
    assert.equal(page.$('.post-opening .prose').text().trim(), 'A slip')
    assert.ok(!page.$('.post-opening').text().includes(words('forum:post.edited')))
    assert.equal(page.$('.post-opening a[href$="/history"]').length, 0)
  })

  it('changes title and text of an own topic, says so, and moves its address', async () => {
    const topic = await aTopic(app, { by: ann, in: category, title: 'Zażółć gęślą jaźń', text: 'Old *text*' })
    assert.equal(topic.path, `/t/${topic.id}/zazolc-gesla-jazn`)
    await aReply(topic.id, { by: ann })
    const form = await ann.visit(`/posts/${topic.openingId}/edit`)
    assert.equal(form.$('#field-title').attr('value'), 'Zażółć gęślą jaźń')
    assert.equal(form.$('#field-text').text(), 'Old *text*')
    const page = await ann.submit(form, { title: '問題はどこですか', text: 'New **text**' })
    assert.equal(page.status, 200)
    assert.equal(
      page.address,
      `${app.mountPath}/t/${topic.id}/${encodeURIComponent('問題はどこですか')}?post=${topic.openingId}`,
    )
    assert.equal(page.$('h1').text(), '問題はどこですか')
    assert.equal(page.$('.post-opening strong').text(), 'text')
    assert.ok(page.$('.post-opening').text().includes(words('forum:post.edited')))
    assert.ok(page.$('.flash').text().includes(words('forum:flash.edited')))
    assert.equal((await new Person(app).look(topic.path)).status, 301)
    assert.equal((await stored(app).topics.findOne({ _id: topic.id }))?.title, '問題はどこですか')
    await assertCounted()
  })

  it('changes an own reply, which has no title to change', async () => {
    const topic = await aTopic(app, { by: ann, in: category, title: 'Stays as it is', posts: 2 })
    const form = await ann.visit(`/posts/${topic.replies[0] ?? ''}/edit`)
    assert.equal(form.$('#field-title').length, 0)
    const page = await ann.submit(form, { text: 'Changed' })
    assert.match(page.$('[data-marked]').text(), /Changed/)
    await ann.send(`/posts/${topic.replies[0] ?? ''}/edit`, { text: 'Changed', title: 'By another way' })
    assert.equal((await stored(app).topics.findOne({ _id: topic.id }))?.title, 'Stays as it is')
  })

  it("is changed by its author only, whatever somebody's role", async () => {
    const topic = await aTopic(app, { by: ann, in: category, posts: 2 })
    for (const persona of ['ben', 'ada', 'mia', 'olga'] as const) {
      const person = await regular(app, persona)
      for (const id of [topic.openingId, ...topic.replies]) {
        const sent = await person.send(`/posts/${id}/edit`, { title: 'Not mine', text: 'Not mine' })
        assert.equal(sent.status, 403)
        assert.ok(sent.$('.lead').text().includes(words('rules:post.authorEdits')))
      }
    }
    assert.equal(await stored(app).posts.countDocuments({ source: 'Not mine' }), 0)
  })

  it('gives a topic whose title has no letters an address all the same', async () => {
    const topic = await aTopic(app, { by: ann, in: category, title: '?!?!?!' })
    assert.equal(topic.path, `/t/${topic.id}/topic`)
    assert.equal((await new Person(app).visit(`/t/${topic.id}`)).status, 200)
  })

  it('shows what was written and never runs it', async () => {
    const title = '<script>alert(1)</script> "\'&'
    const text = '<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>\n\n**bold**'
    const topic = await aTopic(app, { by: ann, in: category, title, text })
    for (const person of [new Person(app), ann]) {
      for (const path of ['/', category.path, topic.path]) {
        const { $ } = await person.visit(path)
        assert.equal(
          $('main script:not([type="application/ld+json"]), main [onerror], main a[href^="javascript"]').length,
          0,
        )
        assert.ok($('main').text().includes(title))
      }
    }
  })
})
