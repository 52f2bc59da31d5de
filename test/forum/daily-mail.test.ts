import assert from 'node:assert/strict'
import type { Digest } from '../../src/forum/following/digest.model.ts'
import { aCategory, regular, type MadeCategory } from '../support/forum.ts'
import type { Running } from '../support/running.ts'
import { startMailServer, type MailServer } from '../support/smtp.ts'
import { newsroom, textOf, type Newsroom } from './newsroom.ts'

const second = 1000
const hour = 60 * 60 * second
const day = 24 * hour

describe('the daily mail', () => {
  let app: Running
  let server: MailServer
  let category: MadeCategory
  let news: Newsroom
  before(async () => {
    server = await startMailServer()
    news = newsroom(new Date('2026-03-27T10:00:00Z'))
    app = await news.start(server)
    category = await aCategory(app)
    for (const name of ['ann', 'ben', 'ada'] as const) await regular(app, name)
  })
  beforeEach(async () => {
    server.received.length = 0
    for (const name of ['ann', 'ben'] as const)
      await news.follow(await regular(app, name), { kind: 'all', targetId: 'own', level: 'off' })
  })
  afterEach(async () => {
    await app.database.connection.collection('follows').deleteMany({})
  })
  after(async () => {
    await app.stop()
    await server.stop()
  })

  it('gathers a day in one mail at eight of the reader’s own clock, over the change to summer time', async () => {
    const [ann, ben, ada] = [await regular(app, 'ann'), await regular(app, 'ben'), await regular(app, 'ada')]
    const accounts = app.database.connection.collection('accounts')
    const topic = await news.begin({ by: ann, in: category, title: 'A topic of the day' })
    await news.mailsAfter(hour)
    await accounts.updateMany({}, { $set: { timeZone: 'Europe/Berlin' } })
    server.received.length = 0
    news.now = new Date('2026-03-28T10:00:00Z')
    await news.follow(ada, { kind: 'topic', targetId: topic.id, level: 'daily' })
    const gone = await news.reply(topic.id, { by: ben, text: 'Gone by then' })
    for (const text of ['One', 'Two']) await news.reply(topic.id, { by: ben, text })
    await news.mailsAfter(0)
    await ben.send(`/posts/${gone}/delete`)
    news.now = new Date('2026-03-29T05:59:00Z')
    assert.deepEqual(await news.mailsAfter(0), [])
    const [mail, ...others] = await news.mailsAfter(2 * 60 * second)
    assert.ok(mail)
    assert.deepEqual(others, [])
    assert.match(mail.mime.header('subject') ?? '', /^2 new posts/)
    assert.doesNotMatch(textOf(mail), /Gone by then/)
    assert.equal((await news.mailsAfter(day)).length, 1, 'nothing new, no mail')
  })

  it('mails a day once where a process was cut off in between, and what came since then a day later', async () => {
    const [ann, ben, ada] = [await regular(app, 'ann'), await regular(app, 'ben'), await regular(app, 'ada')]
    const topic = await news.begin({ by: ann, in: category })
    await news.follow(ada, { kind: 'topic', targetId: topic.id, level: 'daily' })
    const first = await news.reply(topic.id, { by: ben, text: 'Before the mail' })
    await news.job('announcements')
    const digests = app.database.connection.collection<Digest>('digests')
    const digest = await digests.findOne({ postIds: first })
    assert.ok(digest)
    assert.equal((await news.mailsAfter(day)).length, 1)
    // As the process left it that put the mail into the outbox and died then.
    await digests.insertOne({ ...digest, postIds: [], leavingIds: [first] })
    await news.reply(topic.id, { by: ben, text: 'After the mail' })
    assert.equal((await news.mailsAfter(0)).length, 1)
    const [, mail, ...others] = await news.mailsAfter(day)
    assert.ok(mail)
    assert.deepEqual(others, [])
    assert.match(textOf(mail), /After the mail/)
    assert.doesNotMatch(textOf(mail), /Before the mail/)
    assert.equal(await digests.countDocuments(), 0)
  })
})
