import assert from 'node:assert/strict'
import { aCategory, aReply, aTopic, regular, stored, type MadeCategory } from '../../support/forum.ts'
import { Person } from '../../support/person.ts'
import { startApp, type Running } from '../../support/running.ts'
import { words } from '../../support/words.ts'

describe('marks that people set', () => {
  let app: Running
  let ann: Person
  let ben: Person
  let mia: Person
  let guest: Person
  let category: MadeCategory
  let now = new Date('2026-03-01T10:00:00Z')
  before(async () => {
    app = await startApp({ clock: () => now })
    ann = await regular(app, 'ann')
    ben = await regular(app, 'ben')
    mia = await regular(app, 'mia')
    guest = new Person(app)
    category = await aCategory(app)
  })
  after(() => app.stop())
  beforeEach(() => (now = new Date(now.getTime() + 60_000)))

  const assertCounted = async (): Promise<void> =>
    assert.deepEqual(await app.forum.reconcile(), { topics: 0, categories: 0, strayPosts: 0, mirrored: 0 })
  const votesOn = async (id: string): Promise<number> => (await stored(app).posts.findOne({ _id: id }))?.voteCount ?? 0
  const give = { wish: 'give' }
  const takeBack = { wish: 'take-back' }

  describe('votes', () => {
    it('count once a person, however often and however many at once they are sent, and can be taken back', async () => {
      const topic = await aTopic(app, { by: ann, in: category })
      const vote = (): Promise<unknown> => ben.send(`/posts/${topic.openingId}/vote`, give)
      await Promise.all([vote(), vote(), vote(), mia.send(`/posts/${topic.openingId}/vote`, give)])
      assert.equal(await votesOn(topic.openingId), 2)
      assert.ok((await guest.visit(topic.path)).text.includes(words('marks:vote.meTooCount', { count: 2 })))
      await Promise.all([1, 2].map(() => ben.send(`/posts/${topic.openingId}/vote`, takeBack)))
      assert.equal(await votesOn(topic.openingId), 1)
      await assertCounted()
    })

    it('are given by a button that says whether it was pressed, and never by the author', async () => {
      const topic = await aTopic(app, { by: ann, in: category, posts: 2 })
      const [reply = ''] = topic.replies
      const before = await ben.visit(topic.path)
      const after = await ben.submit(before, give, `#post-${reply} form[action$="/vote"]`)
      assert.equal(after.$(`#post-${reply} .vote`).attr('aria-pressed'), 'true')
      assert.equal((await ann.visit(topic.path)).$(`#post-${reply} button.vote`).length, 0)
      assert.equal((await ann.send(`/posts/${reply}/vote`, give)).status, 403)
    })

    it('are gone with their post', async () => {
      const topic = await aTopic(app, { by: ann, in: category, posts: 2 })
      const [reply = ''] = topic.replies
      await ben.send(`/posts/${reply}/vote`, give)
      await ann.send(`/posts/${reply}/delete`)
      assert.equal(await app.database.connection.collection('votes').countDocuments({ postId: reply }), 0)
      await assertCounted()
    })

    it('that were counted wrongly are counted anew', async () => {
      const topic = await aTopic(app, { by: ann, in: category })
      await ben.send(`/posts/${topic.openingId}/vote`, give)
      await stored(app).posts.updateOne({ _id: topic.openingId }, { $set: { voteCount: 7 } })
      assert.equal((await app.forum.reconcile()).mirrored, 1)
      assert.equal(await votesOn(topic.openingId), 1)
    })
  })

  describe('solutions', () => {
    it('stand under the question once whoever asked has accepted an answer, for readers too', async () => {
      const topic = await aTopic(app, { by: ann, in: category, posts: 2, answeredBy: ben })
      const [reply = ''] = topic.replies
      assert.equal((await guest.visit(topic.path)).$('.solution').length, 0)
      const page = await ann.visit(topic.path)
      const done = await ann.submit(page, give, `#post-${reply} form[action$="/solution"]`)
      assert.ok(done.$('.flash').text().includes(words('marks:flash.accepted')))
      const read = await guest.visit(topic.path)
      assert.ok(read.$('.solution').text().includes('Reply 1'))
      assert.ok(read.$(`#post-${reply} .post-by`).text().includes(words('marks:solution.mark')))
      assert.ok(
        (await guest.visit(category.path))
          .$(`.topic:contains("${topic.title}")`)
          .text()
          .includes(words('marks:solved')),
      )
      const json = (await guest.json(topic.path)).body as { topic: { isSolved: boolean } }
      assert.equal(json.topic.isSolved, true)
    })

    it('are at most three, and a fourth is refused with the reason', async () => {
      const topic = await aTopic(app, { by: ann, in: category, posts: 5, answeredBy: ben })
      const [first = '', second = '', third = '', fourth = ''] = topic.replies
      const sent = await Promise.all([first, second, third].map((id) => ann.send(`/posts/${id}/solution`, give)))
      assert.deepEqual(
        sent.map(({ status }) => status),
        [303, 303, 303],
      )
      assert.equal((await ann.send(`/posts/${second}/solution`, give)).status, 303, 'the same once more')
      const refused = await ann.send(`/posts/${fourth}/solution`, give)
      assert.equal(refused.status, 409)
      assert.ok(refused.text.includes(words('rules:solve.enough').replace("'", '&#39;')))
      await ann.send(`/posts/${first}/solution`, takeBack)
      assert.equal((await ann.send(`/posts/${fourth}/solution`, give)).status, 303)
      assert.equal((await guest.visit(topic.path)).$('.solution-answer').length, 3)
      await assertCounted()
    })

    it('are gone when their answer goes, and the question is unsolved again', async () => {
      const topic = await aTopic(app, { by: ann, in: category, posts: 2, answeredBy: ben })
      const [reply = ''] = topic.replies
      await mia.send(`/posts/${reply}/solution`, give)
      await ben.send(`/posts/${reply}/delete`)
      const page = await guest.visit(topic.path)
      assert.equal(page.$('.solution').length, 0)
      assert.equal((await stored(app).topics.findOne({ _id: topic.id }))?.isSolved, false)
      await assertCounted()
    })

    it('are of questions only, and never the question itself', async () => {
      const topic = await aTopic(app, { by: ann, in: category, posts: 2 })
      assert.equal((await ann.send(`/posts/${topic.openingId}/solution`, give)).status, 403)
      await stored(app).topics.updateOne({ _id: topic.id }, { $set: { kind: 'discussion' } })
      assert.equal((await ann.send(`/posts/${topic.replies[0]}/solution`, give)).status, 403)
    })

    it('can be called outdated since a day, which every reader sees, and hold again', async () => {
      const topic = await aTopic(app, { by: ann, in: category, posts: 2, answeredBy: ben })
      await ann.send(`/posts/${topic.replies[0]}/solution`, give)
      const form = await ann.visit(`/topics/${topic.id}/outdated`)
      assert.equal(form.$('input[name=since]').val(), now.toISOString().slice(0, 10))
      const late = await ann.submit(form, { since: '2027-01-01' })
      assert.equal(late.status, 422)
      assert.ok(late.text.includes(words('rules:outdated.notYet')))
      assert.equal(late.$('input[name=since]').val(), '2027-01-01')
      await ann.submit(form, { since: '2026-02-14' })
      const read = await guest.visit(topic.path)
      assert.equal(read.$('.solution-outdated time').attr('datetime'), '2026-02-14T00:00:00.000Z')
      assert.ok((await guest.visit(category.path)).text.includes(words('marks:outdated.mark')))
      await ann.send(`/topics/${topic.id}/outdated`, { since: '' })
      assert.equal((await guest.visit(topic.path)).$('.solution-outdated').length, 0)
    })
  })

  describe('what is new', () => {
    it('is marked in lists and on the page for members who were here before, and for nobody else', async () => {
      const topic = await aTopic(app, { by: ann, in: category, posts: 2 })
      await ben.visit(topic.path)
      now = new Date(now.getTime() + 60_000)
      const unread = await aReply(topic.id, { by: ann, text: 'Since then' })
      const row = `.topic:contains("${topic.title}") .unread`
      assert.equal((await guest.visit(category.path)).$(row).length, 0)
      assert.equal((await ann.visit(category.path)).$(row).length, 0, 'what one wrote oneself is not new')
      const list = await ben.visit(category.path)
      const landed = await ben.visit(list.$(row).attr('href') ?? '')
      assert.equal(landed.$('[data-marked]').attr('id'), `post-${unread}`)
      assert.equal(landed.$('.unread-line').next().attr('id'), `post-${unread}`)
      assert.equal((await ben.visit(category.path)).$(row).length, 0, 'now it is read')
      assert.equal((await ben.visit(topic.path)).$('.unread-line').length, 0)
    })

    it('includes topics that nobody opened yet, until all is marked as read', async () => {
      const seen = await aTopic(app, { by: ann, in: category })
      await ben.visit(seen.path)
      now = new Date(now.getTime() + 60_000)
      const fresh = await aTopic(app, { by: ann, in: category })
      const row = `.topic:contains("${fresh.title}") .unread`
      const home = await ben.visit('/')
      assert.equal(home.$(row).length, 1)
      const after = await ben.submit(home, {}, 'form[action$="/me/read"]')
      assert.ok(after.$('.flash').text().includes(words('marks:flash.allRead')))
      assert.equal(after.$(row).length, 0)
      assert.equal(after.$('form[action$="/me/read"]').length, 0)
    })

    it('is nothing for somebody who comes for the first time', async () => {
      const topic = await aTopic(app, { by: ann, in: category })
      const max = await regular(app, 'max')
      assert.equal((await max.visit('/')).$('.unread').length, 0)
      await max.visit(topic.path)
      assert.equal((await max.visit('/')).$('.unread').length, 0)
    })
  })

  it('shares a public topic by plain links that ask nothing of other sites, and no members’ topic', async () => {
    const topic = await aTopic(app, { by: ann, in: category, title: 'A title & more' })
    const page = await guest.visit(topic.path)
    const links = page
      .$('.share a')
      .toArray()
      .map((link) => page.$(link).attr('href') ?? '')
    assert.deepEqual(
      links.map((link) => new URL(link).protocol),
      ['mailto:', 'https:', 'https:', 'https:'],
    )
    for (const link of links) assert.ok(link.includes(encodeURIComponent(app.url + topic.path)), link)
    const inner = await aCategory(app, { readRole: 'members' })
    const hidden = await aTopic(app, { by: ann, in: inner })
    assert.equal((await ann.visit(hidden.path)).$('.share').length, 0)
  })

  it('go when a person leaves for good: their votes, and what we remember of their reading', async () => {
    const topic = await aTopic(app, { by: ann, in: category })
    const ada = await regular(app, 'ada')
    await ada.visit(topic.path)
    await ada.send(`/posts/${topic.openingId}/vote`, give)
    const { connection } = app.database
    const mine = await connection.collection('votes').findOne({ postId: topic.openingId })
    const leave = await ada.visit('/me/deactivate')
    assert.ok(leave.text.includes(words('marks:held.votes')))
    const holder = app.forum.holders.find(({ kinds }) => kinds.some(({ kind }) => kind === 'votes'))
    assert.ok(holder && mine)
    const subject = { accountId: String(mine['accountId']) }
    const { votes } = await holder.export(subject)
    assert.equal((votes as object[]).length, 1)
    for (const { kind } of holder.kinds) await holder.settle(subject, kind, 'delete')
    assert.equal(await votesOn(topic.openingId), 0)
    assert.equal(await connection.collection('readings').countDocuments(subject), 0)
    await assertCounted()
  })
})
