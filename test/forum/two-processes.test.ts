import assert from 'node:assert/strict'
import { newId } from '../../src/kernel/index.ts'
import { aCategory, aReply, aTopic, regular, stored, type MadeCategory } from '../support/forum.ts'
import { Person, signedIn } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'

describe('two processes on one store', () => {
  let app: Running
  let beside: Running
  let ann: [Person, Person]
  let ben: [Person, Person]
  let category: MadeCategory
  before(async () => {
    app = await startApp()
    beside = await startApp({ beside: app })
    ann = [await regular(app, 'ann'), await signedIn(beside, 'ann')]
    ben = [await regular(app, 'ben'), await signedIn(beside, 'ben')]
    category = await aCategory(app)
  })
  after(async () => {
    await beside.stop()
    await app.stop()
  })

  const counted = { topics: 0, categories: 0, strayPosts: 0, mirrored: 0 }

  it('make one post of a form that both are sent, and lose no count while both write, delete and mark', async () => {
    const topic = await aTopic(app, { by: ann[0], in: category, posts: 3, answeredBy: ben[0] })
    const [first = '', second = ''] = topic.replies
    const same = Array.from({ length: 6 }, () => ({ text: `Once ${newId()}`, submission: newId() }))
    const writes = [
      ...same.flatMap((fields) => ben.map((person) => person.send(`/t/${topic.id}/posts`, fields))),
      ...same.flatMap(({ text }) =>
        ann.map((person) => person.send(`/t/${topic.id}/posts`, { text, submission: newId() })),
      ),
      ...ann.map((person) => person.send(`/posts/${second}/solution`, { wish: 'give' })),
      ...ann.map((person) => person.send(`/posts/${second}/vote`, { wish: 'give' })),
      ...ben.map((person) => person.send(`/posts/${first}/delete`)),
    ]
    const statuses = (await Promise.all(writes)).map(({ status }) => status)
    assert.ok(
      statuses.every((status) => status === 303 || status === 410),
      statuses.join(' '),
    )
    const standing = await stored(app).posts.countDocuments({ topicId: topic.id, removedAt: { $exists: false } })
    assert.equal(standing, 1 + 1 + 6 + 12, 'the opening, the reply that stays, one each of the same, the others')
    const kept = await stored(app).topics.findOne({ _id: topic.id })
    assert.deepEqual([kept?.replyCount, kept?.isSolved], [standing - 1, true])
    assert.equal((await stored(app).posts.findOne({ _id: second }))?.voteCount, 1)
    assert.deepEqual(await app.forum.reconcile(), counted)
  })

  it('never show a deleted post again, to readers who ask either of them all the while', async () => {
    const topic = await aTopic(app, { by: ann[0], in: category })
    for (let round = 0; round < 4; round += 1) {
      const text = `Regretted-${newId()}`
      const id = await aReply(topic.id, { by: ben[0], text })
      let isGone = false
      const read = async (of: Running): Promise<void> => {
        for (let times = 0; times < 12; times += 1) {
          const wasGone = isGone
          const page = await new Person(of).look(topic.path)
          if (wasGone) assert.ok(!page.text.includes(text), 'a page that was asked for after the deletion')
        }
      }
      const remove = async (): Promise<void> => {
        assert.equal((await ben[round % 2 ? 1 : 0].send(`/posts/${id}/delete`)).status, 303)
        isGone = true
      }
      await Promise.all([read(app), read(beside), remove(), read(beside)])
    }
    assert.deepEqual(await beside.forum.reconcile(), counted)
  })

  it('let an answer stand that arrives while its question is deleted, and say the same about it in both', async () => {
    for (let round = 0; round < 4; round += 1) {
      const topic = await aTopic(app, { by: ann[0], in: category })
      const [reply] = await Promise.all([
        ben[1].send(`/t/${topic.id}/posts`, { text: 'An answer', submission: newId() }),
        ann[0].send(`/posts/${topic.openingId}/delete`),
      ])
      const expected = reply.status === 303 ? 200 : 410
      for (const of of [app, beside]) {
        const page = await new Person(of).visit(`/t/${topic.id}`)
        assert.equal(page.status, expected, `the reply was answered with ${reply.status}`)
      }
    }
    assert.deepEqual(await app.forum.reconcile(), counted)
  })
})
