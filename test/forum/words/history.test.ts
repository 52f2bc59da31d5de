import assert from 'node:assert/strict'
import { aCategory, aReply, aTopic, stored, type MadeCategory, type MadeTopic } from '../../support/forum.ts'
import { Person, signedIn, type Shown } from '../../support/person.ts'
import { startApp, type Running } from '../../support/running.ts'
import { words } from '../../support/words.ts'

const aMinute = 60 * 1000

describe('what a post said before it was changed', () => {
  let app: Running
  let now = new Date('2026-11-25T12:00:00Z')
  let [ann, ben]: Person[] = []
  let category: MadeCategory
  before(async () => {
    app = await startApp({ clock: () => now })
    ann = await signedIn(app, 'ann')
    ben = await signedIn(app, 'ben')
    category = await aCategory(app)
  })
  after(() => app.stop())

  const versions = () => app.database.connection.collection<{ _id: string; postId: string }>('postversions')
  const later = (minutes: number): void => void (now = new Date(now.getTime() + minutes * aMinute))
  const change = async ({ openingId, title }: MadeTopic, text: string, newTitle = title): Promise<void> => {
    const sent = await ann!.send(`/posts/${openingId}/edit`, { title: newTitle, text })
    assert.equal(sent.status, 303, sent.text)
  }
  const history = (topic: MadeTopic, who = ben!): Promise<Shown> => who.visit(`/posts/${topic.openingId}/history`)
  const told = (page: Shown): string[] =>
    page
      .$('.version-text')
      .toArray()
      .map((text) => page.$(text).text())

  it('is told to members word by word, the latest first', async () => {
    const topic = await aTopic(app, { by: ann!, in: category, title: 'A green title', text: 'I like green apples.' })
    later(5)
    await change(topic, 'I like red apples.', 'A red title')
    later(5)
    await change(topic, 'I like red <pears>.', 'A red title')
    const link = (await ben!.visit(topic.path)).$('.post-opening .post-when a').last().attr('href')
    assert.equal(link, `/posts/${topic.openingId}/history`)
    assert.equal((await new Person(app).visit(topic.path)).$('.post-opening .post-when a').length, 1)
    const page = await history(topic)
    assert.equal(page.$('.version').length, 3)
    assert.deepEqual([page.$('.version del').eq(0).text(), page.$('.version ins').eq(1).text()], ['apples', 'red'])
    assert.match(page.$('.version-title').eq(1).text(), /greenred/)
    assert.equal(told(page)[2], 'I like green apples.')
    assert.equal(page.$('form[action$="/removal"]').length, 0)
  })

  it('is nothing when it is mended right after posting, unless somebody replied meanwhile', async () => {
    const topic = await aTopic(app, { by: ann!, in: category, text: 'A tpyo.' })
    later(1)
    await change(topic, 'A typo.')
    assert.equal(await versions().countDocuments({ postId: topic.openingId }), 0)
    await aReply(topic.id, { by: ben! })
    await change(topic, 'Something else.')
    assert.deepEqual(told(await history(topic)).slice(-1), ['A typo.'])
  })

  it('is nothing more when it was saved without a change', async () => {
    const topic = await aTopic(app, { by: ann!, in: category, text: 'The same.' })
    later(5)
    await change(topic, 'The same.')
    assert.equal((await stored(app).posts.findOne({ _id: topic.openingId }))?.editedAt, undefined)
    assert.equal(told(await history(topic)).length, 1)
  })

  it('is removed for good by its author and nobody else', async () => {
    const topic = await aTopic(app, { by: ann!, in: category, text: 'A secret word.' })
    later(5)
    await change(topic, 'Nothing.')
    const page = await history(topic, ann)
    const action = page.$('form[action$="/removal"]').attr('action') ?? ''
    assert.equal((await ben!.send(action)).status, 403)
    const after = await ann!.submit(page, {}, 'form[action$="/removal"]')
    assert.match(after.$('.flash').text(), new RegExp(words('words:flash.versionRemoved')))
    assert.doesNotMatch(after.$('.versions').text(), /secret/)
    assert.equal(await versions().countDocuments({ postId: topic.openingId }), 0)
  })

  it('goes with its post, also where a crash left it', async () => {
    const topic = await aTopic(app, { by: ann!, in: category, text: 'A secret word.', posts: 2, answeredBy: ben! })
    later(5)
    await change(topic, 'Nothing.')
    const kept = await versions().findOne({ postId: topic.openingId })
    await ann!.send(`/posts/${topic.openingId}/delete`)
    assert.equal(await versions().countDocuments({ postId: topic.openingId }), 0)
    assert.equal((await history(topic)).status, 410)
    await versions().insertOne(kept!)
    assert.equal((await app.forum.reconcile()).mirrored, 1)
    assert.equal(await versions().countDocuments({ postId: topic.openingId }), 0)
  })

  it('is read page by page, however often it was changed', async () => {
    const topic = await aTopic(app, { by: ann!, in: category, text: 'Text 0' })
    for (let count = 1; count <= 11; count += 1) {
      later(5)
      await change(topic, `Text ${count}`)
    }
    const first = await history(topic)
    const second = await ben!.visit(String(first.$('.pager a[rel=next]').attr('href')))
    assert.deepEqual(
      [...told(first), ...told(second)],
      ['Text 1011', ...Array.from({ length: 10 }, (_each, index) => `Text ${9 - index}${10 - index}`), 'Text 0'],
    )
    assert.equal(second.$('.pager a[rel=next]').length, 0)
  })

  it('is hidden from others when its author shows it to nobody', async () => {
    const topic = await aTopic(app, { by: ann!, in: category, text: 'A secret word.' })
    later(5)
    await change(topic, 'Nothing.')
    const profile = await ann!.visit('/me')
    assert.equal(profile.$('[name=shows-versions]').is(':checked'), true)
    profile.$('[name=shows-versions]').removeAttr('checked')
    await ann!.submit(profile, {}, 'form[action$="/me"]')
    assert.doesNotMatch((await history(topic)).text, /secret/)
    assert.ok((await history(topic)).text.includes(words('words:history.hidden').slice(0, 12)))
    assert.match((await history(topic, ann)).text, /secret/)
  })
})
