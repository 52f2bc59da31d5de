import assert from 'node:assert/strict'
import { aCategory, aReply, aTopic, changeCategory, regular, stored, type MadeCategory } from '../../support/forum.ts'
import { Person } from '../../support/person.ts'
import { startApp, type Running } from '../../support/running.ts'
import { words } from '../../support/words.ts'

describe('keeping order in the forum', () => {
  let app: Running
  let ann: Person
  let ben: Person
  let mia: Person
  let guest: Person
  let category: MadeCategory
  let ahead = 0
  before(async () => {
    app = await startApp({ clock: () => new Date(Date.now() + ahead) })
    ann = await regular(app, 'ann')
    ben = await regular(app, 'ben')
    mia = await regular(app, 'mia')
    guest = new Person(app)
    category = await aCategory(app)
  })
  after(() => app.stop())

  const assertCounted = async (): Promise<void> => {
    const { topics, categories, mirrored } = await app.forum.reconcile()
    assert.deepEqual({ topics, categories, mirrored }, { topics: 0, categories: 0, mirrored: 0 })
  }

  it('merges a topic: posts keep their addresses, the old address leads on, followers and solutions come along', async () => {
    const other = await aTopic(app, { by: ben, in: category, posts: 2 })
    const topic = await aTopic(app, { by: ann, in: category, posts: 2, answeredBy: ben })
    const [answer = ''] = topic.replies
    assert.equal((await ann.send(`/posts/${answer}/solution`, { wish: 'give' })).status, 303)
    await guest.visit(topic.path)
    const page = await mia.visit(`/topics/${topic.id}/moderation`)
    const merged = await mia.submit(page, { into: `${app.url}${other.path}` }, 'form[action$="/merger"]')
    assert.equal(merged.address, app.mountPath + other.path)
    const moved = await guest.look(topic.path)
    assert.deepEqual([moved.status, moved.headers['location']], [301, `${app.url}${other.path}`])
    const post = await guest.visit(`/posts/${answer}`)
    assert.match(post.address, new RegExp(`/t/${other.id}/.*post=${answer}`))
    assert.equal(
      post.$('article.post[id^=post-]').filter((_at, each) => post.$(each).attr('id') === `post-${answer}`).length > 0,
      true,
    )
    const after = await stored(app).topics.findOne({ _id: other.id })
    assert.ok(after)
    assert.equal(after.replyCount, 3)
    assert.deepEqual(
      after.accepted?.map(({ postId }) => postId),
      [answer],
    )
    const follows = app.database.connection.collection('follows')
    assert.equal(await follows.countDocuments({ targetId: topic.id }), 0)
    await aReply(topic.id, { by: ann, text: 'Sent on the old page' })
    assert.match((await guest.visit(other.path)).text, /Sent on the old page/)
    await assertCounted()
  })

  it('keeps a merged topic out of all lists when its category gets other readers', async () => {
    const own = await aCategory(app)
    const other = await aTopic(app, { by: ben, in: own })
    const topic = await aTopic(app, { by: ann, in: own, title: 'Merged-away' })
    assert.equal((await mia.send(`/topics/${topic.id}/merger`, { into: other.id })).status, 303)
    await changeCategory(app, own, { readRole: 'members' })
    assert.doesNotMatch((await ann.visit(own.path)).text, /Merged-away/)
    await assertCounted()
  })

  it('finishes a merge and a split that were cut in half', async () => {
    const { topics, posts } = stored(app)
    const other = await aTopic(app, { by: ben, in: category })
    const topic = await aTopic(app, { by: ann, in: category, posts: 3 })
    await topics.updateOne({ _id: topic.id }, { $set: { mergedInto: other.id, isUnsettled: true } })
    await posts.updateOne({ _id: topic.replies[0] ?? '' }, { $set: { topicId: other.id, isUnreflected: true } })
    await app.forum.reconcile()
    assert.equal((await topics.findOne({ _id: other.id }))?.replyCount, 3)
    assert.equal((await topics.findOne({ _id: topic.id }))?.isUnsettled, undefined)
    await assertCounted()
  })

  it('splits chosen posts off to a topic of their own; the form sent twice makes one', async () => {
    const topic = await aTopic(app, { by: ann, in: category, posts: 4 })
    const page = await mia.visit(`/topics/${topic.id}/split`)
    assert.equal(page.$('input[name=posts]').length, 3)
    const submission = String(page.$('input[name=submission]').attr('value'))
    const fields = { title: 'Another matter', kind: 'discussion', submission, posts: topic.replies.slice(1) }
    const none = await mia.send(`/topics/${topic.id}/split`, { ...fields, posts: [] })
    assert.equal(none.status, 422)
    for (let count = 0; count < 2; count += 1)
      assert.equal((await mia.send(`/topics/${topic.id}/split`, fields)).status, 303)
    const made = await guest.visit(`/t/${submission}`)
    assert.equal(made.$('h1').text(), 'Another matter')
    assert.equal((await stored(app).topics.findOne({ _id: topic.id }))?.replyCount, 1)
    assert.equal((await stored(app).topics.findOne({ _id: submission }))?.replyCount, 1)
    await assertCounted()
  })

  it('moves and renames a topic, which its author may too', async () => {
    const staffOnly = await aCategory(app, { readRole: 'staff' })
    const topic = await aTopic(app, { by: ann, in: category })
    const own = await ann.visit(`/topics/${topic.id}/edit`)
    const renamed = await ann.submit(own, { title: 'A better title', kind: 'discussion' })
    assert.equal(renamed.$('h1').text(), 'A better title')
    assert.equal((await guest.look(topic.path)).status, 301)
    assert.equal((await ben.look(`/topics/${topic.id}/edit`)).status, 403)
    const before = await stored(app).categories.findOne({ _id: category.id })
    const fields = { title: 'A better title', kind: 'discussion', categoryId: staffOnly.id }
    assert.equal((await ann.send(`/topics/${topic.id}/edit`, fields)).status, 422)
    assert.equal((await mia.send(`/topics/${topic.id}/edit`, fields)).status, 303)
    assert.equal((await guest.look(`/t/${topic.id}/a-better-title`)).status, 404)
    assert.doesNotMatch((await guest.visit('/')).text, /A better title/)
    const after = await stored(app).categories.findOne({ _id: category.id })
    assert.equal(after?.topicCount, (before?.topicCount ?? 0) - 1)
    await assertCounted()
  })

  it('closes with a note and opens again; pins before the others, once', async () => {
    const topic = await aTopic(app, { by: ann, in: category })
    await mia.send(`/topics/${topic.id}/closure`, { note: 'Asked and answered.' })
    const closed = await guest.visit(topic.path)
    assert.match(closed.$('main').text(), /Asked and answered\./)
    assert.equal((await ben.send(`/t/${topic.id}/posts`, { text: 'Late' })).status, 403)
    await mia.send(`/topics/${topic.id}/closure/end`)
    await mia.send(`/topics/${topic.id}/pin`, { wish: 'pin' })
    await aTopic(app, { by: ben, in: category })
    for (const path of ['/', category.path]) {
      const list = await guest.visit(path)
      assert.match(list.$('.topic').first().text(), new RegExp(topic.title))
      assert.equal(list.$(`.topic a[href$="${topic.path}"]`).length, 1)
    }
    await mia.send(`/topics/${topic.id}/pin`, { wish: 'unpin' })
    assert.doesNotMatch((await guest.visit('/')).$('.topic').first().text(), new RegExp(topic.title))
  })

  it('takes a post down with a reason, brings it back to the byte, and erases it when the time is over', async () => {
    const topic = await aTopic(app, { by: ann, in: category, posts: 2, answeredBy: ben })
    const [id = ''] = topic.replies
    const before = await stored(app).posts.findOne({ _id: id })
    await guest.visit(topic.path)
    const page = await mia.visit(`/posts/${id}/taking-down`)
    await mia.submit(page, { ground: 'abuse', note: 'Be kind.' })
    const place = (await guest.visit(topic.path)).$(`#post-${id}`)
    assert.equal(place.text().trim(), words('forum:post.removedByStaff'))
    assert.match((await ben.visit(topic.path)).$(`#post-${id}`).text(), /Be kind\./)
    assert.equal((await ben.send(`/posts/${id}/edit`, { text: 'Again' })).status, 403)
    await mia.submit(await mia.visit(topic.path), {}, 'form[action$="/restoration"]')
    const { isUnreflected: _mark, hiddenFor: _none, ...back } = (await stored(app).posts.findOne({ _id: id })) ?? {}
    assert.deepEqual(back, before)
    await mia.send(`/posts/${id}/taking-down`, { ground: 'spam' })
    await assertCounted()
    await app.jobs.runDue()
    ahead = 31 * 24 * 60 * 60 * 1000
    await app.jobs.runDue()
    ahead = 0
    const kept = await stored(app).posts.findOne({ _id: id })
    assert.deepEqual([kept?.source, kept?.authorId, kept?.removedBy], ['', undefined, 'staff'])
    await assertCounted()
  })

  it('takes a whole topic down and brings it back', async () => {
    const topic = await aTopic(app, { by: ann, in: category, posts: 2, answeredBy: ben, title: 'Whole-thing' })
    await mia.send(`/topics/${topic.id}/taking-down`, { ground: 'offTopic' })
    assert.equal((await guest.look(topic.path)).status, 410)
    assert.doesNotMatch((await guest.visit(category.path)).text, /Whole-thing/)
    assert.doesNotMatch((await guest.visit('/people/ann-customer')).text, /Whole-thing/)
    const shown = await mia.visit(topic.path)
    assert.equal(shown.status, 200)
    await mia.submit(shown, {}, 'form[action$="/restoration"]')
    assert.equal((await guest.look(topic.path)).status, 200)
    await assertCounted()
  })

  it('has members report a post once, moderators decide, and reporters hear of it', async () => {
    const topic = await aTopic(app, { by: ann, in: category, text: 'Reported-words' })
    const page = await ben.visit(`/posts/${topic.openingId}/report`)
    const asked = await ben.submit(page, { ground: 'other' })
    assert.equal(asked.status, 422)
    for (let count = 0; count < 2; count += 1)
      await ben.send(`/posts/${topic.openingId}/report`, { ground: 'spam', words: 'Sells things' })
    assert.equal((await ann.send(`/posts/${topic.openingId}/report`, { ground: 'spam' })).status, 403)
    const queue = await mia.visit('/staff/moderation')
    const item = queue.$('.queue > li').filter((_at, each) => queue.$(each).text().includes('Reported-words'))
    assert.equal(item.find('.notice').length, 1)
    assert.match(item.text(), /Sells things/)
    assert.match((await mia.visit('/staff')).text, /1 waits/)
    await mia.send(`/staff/moderation/${topic.openingId}`, { decision: 'keep' })
    assert.doesNotMatch((await mia.visit('/staff/moderation')).text, /Reported-words/)
    const notices = app.database.connection.collection('notices')
    assert.equal(await notices.countDocuments({ kind: 'decision', postIds: topic.openingId }), 1)
    assert.ok(!JSON.stringify(await app.database.connection.collection('reports').find().toArray()).includes('Sells'))
    await assertCounted()
  })
})

describe('looking at first posts before others do', () => {
  let app: Running
  before(async () => {
    app = await startApp({ options: { holdFirstPosts: 1 } })
  })
  after(() => app.stop())

  it('hides a held topic from all but its author and moderators until it is let out', async () => {
    const category = await aCategory(app)
    const [ann, ben, mia, guest] = [
      await regular(app, 'ann'),
      await regular(app, 'ben'),
      await regular(app, 'mia'),
      new Person(app),
    ]
    const topic = await aTopic(app, { by: ann, in: category, title: 'Held-title', text: 'Held-text' })
    const own = await ann.visit(topic.path)
    assert.ok(own.text.includes(words('order:waits')))
    assert.ok(own.text.includes(words('order:flash.waits')))
    assert.equal(own.$('[data-live]').length, 0)
    for (const person of [guest, ben]) {
      assert.equal((await person.look(topic.path)).status, 404)
      for (const path of ['/', category.path, '/people/ann-customer', '/feeds/latest.atom', '/sitemap.xml'])
        assert.doesNotMatch((await person.look(path)).text, /held-/i, path)
      assert.equal((await person.visit('/search?q=Held-text')).$('.found li').length, 0)
    }
    assert.equal((await stored(app).categories.findOne({ _id: category.id }))?.topicCount, 0)
    assert.match((await mia.visit('/staff/moderation')).text, /Held-text/)
    await mia.send(`/staff/moderation/${topic.openingId}`, { decision: 'keep' })
    assert.match((await guest.visit(topic.path)).text, /Held-text/)
    assert.match((await guest.look('/feeds/latest.atom')).text, /Held-text/)
    assert.equal((await guest.visit('/search?q=Held-text')).$('.found li').length, 1)
    assert.equal((await stored(app).categories.findOne({ _id: category.id }))?.topicCount, 1)
    const { topics, categories, mirrored } = await app.forum.reconcile()
    assert.deepEqual([topics, categories, mirrored], [0, 0, 0])
    await aReply(topic.id, { by: ann, text: 'The second one stands at once' })
    assert.match((await guest.visit(topic.path)).text, /stands at once/)
    const held = await aReply(topic.id, { by: ben, text: 'First words of Ben' })
    assert.doesNotMatch((await guest.visit(topic.path)).text, /First words of Ben/)
    assert.doesNotMatch((await ann.visit(topic.path)).text, /First words of Ben/)
    assert.match((await ben.visit(topic.path)).text, /First words of Ben/)
    assert.equal((await guest.look(`/posts/${held}`)).status, 404)
  })
})

describe('what looks like spam', () => {
  let app: Running
  let ann: Person
  let ben: Person
  let topic: { id: string; path: string }
  before(async () => {
    app = await startApp()
    ann = await regular(app, 'ann')
    ben = await regular(app, 'ben')
    topic = await aTopic(app, { by: await regular(app, 'olga'), in: await aCategory(app) })
  })
  after(() => app.stop())

  const causes = async (id: string): Promise<string[]> => (await stored(app).posts.findOne({ _id: id }))?.heldFor ?? []
  const send = async (by: Person, fields: Record<string, string>) => {
    const sent = await by.send(`/t/${topic.id}/posts`, fields)
    return { ...sent, id: new URL(sent.headers['location'] ?? app.url).searchParams.get('post') ?? '' }
  }
  const links = (count: number): string =>
    Array.from({ length: count }, (_each, at) => `[one](https://other.example/${at})`).join(' ')

  it('is looked at first: many links of somebody new, a text said by others, a field that people do not see', async () => {
    assert.deepEqual(await causes((await send(ann, { text: links(2) })).id), [])
    assert.deepEqual(await causes((await send(ann, { text: links(3) })).id), ['links'])
    const text = 'The very same words, long enough to be no chance at all.'
    assert.deepEqual(await causes((await send(ann, { text })).id), [])
    assert.deepEqual(await causes((await send(ben, { text: ` ${text.toUpperCase()}\n` })).id), ['repeat'])
    assert.deepEqual(await causes((await send(ben, { text: 'Hello', website: 'https://x.example' })).id), ['program'])
  })

  it('is refused only where the same person said the same today, with what was typed kept', async () => {
    const text = 'Said twice by one person, and long enough to be told apart.'
    assert.equal((await send(ann, { text })).status, 303)
    const again = await send(ann, { text })
    assert.equal(again.status, 422)
    assert.match(again.text, new RegExp(words('rules:text.repeated').slice(0, 20)))
    assert.ok(again.$('textarea[name=text]').text().includes(text))
    assert.equal((await send(ann, { text: 'Thanks!' })).status, 303)
    assert.equal((await send(ann, { text: 'Thanks!' })).status, 303)
  })

  it('is never the fault of who writes by hand without scripts: the form hides its trap from people', async () => {
    const page = await ben.visit(topic.path)
    assert.equal(page.$('#reply [hidden] input[name=website]').attr('autocomplete'), 'off')
    const sent = await ben.submit(page, { text: 'Plain words' }, '#reply form')
    assert.match(sent.$('main').text(), /Plain words/)
  })
})
