import assert from 'node:assert/strict'
import { aCategory, changeCategory, regular, stored, type MadeCategory } from '../support/forum.ts'
import { Person, signedIn } from '../support/person.ts'
import type { Running } from '../support/running.ts'
import { newsroom, textOf, type Newsroom } from './newsroom.ts'
import { startMailServer, type MailServer, type Received } from '../support/smtp.ts'

const second = 1000
const hour = 60 * 60 * second
const day = 24 * hour

describe('following', () => {
  let app: Running
  let server: MailServer
  let category: MadeCategory
  let news: Newsroom
  before(async () => {
    server = await startMailServer()
    news = newsroom(new Date('2026-03-27T10:00:00Z'))
    app = await news.start(server)
    category = await aCategory(app)
    for (const name of ['ann', 'ben', 'ada', 'mia', 'max', 'olga'] as const) await regular(app, name)
  })
  beforeEach(() => void (server.received.length = 0))
  afterEach(async () => {
    await app.database.connection.collection('follows').deleteMany({})
  })
  after(async () => {
    await app.stop()
    await server.stop()
  })

  const follow = async (person: Person, targetId: string, level: string): Promise<void> => {
    const kind = targetId === category.id ? 'category' : targetId === 'all' || targetId === 'own' ? 'all' : 'topic'
    await news.follow(person, { kind, targetId, level })
  }

  it('begins with a topic or a reply, and mails half a minute after a reply, in one thread, with a way out', async () => {
    const [ann, ben] = [await regular(app, 'ann'), await regular(app, 'ben')]
    const topic = await news.begin({ by: ann, in: category, title: 'How do I begin?' })
    const replyId = await news.reply(topic.id, { by: ben, text: 'With the **first** step' })
    assert.deepEqual(await news.mailsAfter(0), [])
    const [mail, ...others] = await news.mailsAfter(31 * second)
    assert.ok(mail)
    assert.deepEqual(
      others.map(({ to, mime }) => [to, mime.header('subject')]),
      [],
    )
    assert.equal(mail.mime.header('subject'), 'Re: How do I begin?')
    assert.equal(mail.mime.header('in-reply-to'), `<topic.${topic.id}@localhost>`)
    assert.match(mail.mime.header('list-unsubscribe') ?? '', /\/unsubscribe\//)
    assert.match(textOf(mail), /With the first step/)
    assert.ok(textOf(mail).includes(`post=${replyId}`))
    await news.reply(topic.id, { by: ann })
    assert.equal((await news.mailsAfter(31 * second)).length, 2, 'who replied follows, too')
  })

  it('sends nothing of what is taken back within 30 seconds, and the words as they are then', async () => {
    const [ann, ben] = [await regular(app, 'ann'), await regular(app, 'ben')]
    const topic = await news.begin({ by: ann, in: category })
    const gone = await news.reply(topic.id, { by: ben, text: 'Taken back' })
    const mended = await news.reply(topic.id, { by: ben, text: 'First words' })
    await news.mailsAfter(10 * second)
    await ben.send(`/posts/${gone}/delete`)
    await ben.send(`/posts/${mended}/edit`, { text: 'Better words' })
    const mails = await news.mailsAfter(31 * second)
    assert.deepEqual(
      mails.map((mail) => /Better words|First words|Taken back/.exec(textOf(mail))?.[0]),
      ['Better words'],
    )
    const waiting = await app.database.connection.collection('mails').countDocuments({ state: 'waiting' })
    assert.equal(waiting, 0)
  })

  it('asks again who may read when a mail leaves', async () => {
    const hidden = await aCategory(app)
    const [ann, ben] = [await regular(app, 'ann'), await regular(app, 'ben')]
    await ann.send('/me/notifications/reading')
    const topic = await news.begin({ by: ann, in: hidden, title: 'Soon for staff' })
    await news.reply(topic.id, { by: ben })
    await news.mailsAfter(0)
    await changeCategory(app, hidden, { readRole: 'staff' })
    assert.deepEqual(await news.mailsAfter(31 * second), [])
    assert.doesNotMatch((await ann.visit('/me/notifications')).text, /Soon for staff/)
    assert.equal((await ann.visit('/')).$('.bell-count').length, 0)
  })

  it('lets the particular go before the general: a muted topic in a category that is followed is quiet', async () => {
    const [ann, ben, ada] = [await regular(app, 'ann'), await regular(app, 'ben'), await regular(app, 'ada')]
    await follow(ann, 'own', 'off')
    await follow(ben, 'own', 'off')
    const topic = await news.begin({ by: ann, in: category })
    await news.mailsAfter(31 * second)
    server.received.length = 0
    await follow(ada, category.id, 'at-once')
    await follow(ada, 'all', 'at-once')
    await news.reply(topic.id, { by: ben })
    assert.equal((await news.mailsAfter(31 * second)).length, 1, 'one mail, however many follows fit')
    await follow(ada, topic.id, 'off')
    await news.reply(topic.id, { by: ben })
    assert.equal((await news.mailsAfter(31 * second)).length, 1)
  })

  it('tells of a topic’s new replies in one line, and reads them with the topic', async () => {
    const [ann, ben] = [await regular(app, 'ann'), await regular(app, 'ben')]
    await ann.send('/me/notifications/reading')
    const topic = await news.begin({ by: ann, in: category, title: 'Seven replies' })
    const replies: string[] = []
    for (let count = 0; count < 7; count += 1) replies.push(await news.reply(topic.id, { by: ben }))
    await news.job('announcements')
    const line = async (): Promise<string> =>
      (await ann.visit('/me/notifications')).$('[data-unread]').first().text().replace(/\s+/g, ' ')
    assert.match(await line(), /7 new replies Seven replies/)
    assert.equal((await ann.visit('/')).$('.bell-count').text().trim().split(' ')[0], '1')
    await ben.send(`/posts/${replies[0] ?? ''}/delete`)
    assert.match(await line(), /6 new replies/)
    await ann.visit(topic.path)
    assert.equal((await ann.visit('/')).$('.bell-count').length, 0)
  })

  it('tells who is mentioned, once, and whose answer was accepted', async () => {
    const [ann, ben, ada] = [await regular(app, 'ann'), await regular(app, 'ben'), await regular(app, 'ada')]
    const handle = (await ada.visit('/me')).$('input[name=handle]').attr('value') ?? ''
    await ada.send('/me/notifications/reading')
    await ben.send('/me/notifications/reading')
    const topic = await news.begin({ by: ann, in: category })
    await follow(ada, topic.id, 'at-once')
    const answer = await news.reply(topic.id, { by: ben, text: `Ask @${handle}, she knows` })
    const mails = await news.mailsAfter(31 * second)
    const toAda = mails.filter((mail) => textOf(mail).includes('mentioned'))
    assert.equal(toAda.length, 1)
    assert.equal(mails.length, 2, 'one to the author, one to who is mentioned')
    assert.match((await ada.visit('/me/notifications')).$('[data-unread]').text(), /You are mentioned/)
    await ann.send(`/posts/${answer}/solution`, { wish: 'give' })
    const accepted = (await ben.visit('/me/notifications')).$('[data-unread]').text()
    assert.match(accepted, /Your answer was accepted/)
  })

  it('tells who is mentioned by a handle that they gave up a short while ago', async () => {
    const [ann, ada] = [await regular(app, 'ann'), await regular(app, 'ada')]
    const before = (await ada.visit('/me')).$('input[name=handle]').attr('value') ?? ''
    const fields = { name: 'Ada', handle: 'called-anew', about: '', locale: 'en', timeZone: 'UTC' }
    assert.equal((await ada.send('/me', fields)).status, 303)
    await ada.send('/me/notifications/reading')
    await news.begin({ by: ann, in: category, text: `@${before} and @called-anew may know` })
    await news.job('announcements')
    const told = (await ada.visit('/me/notifications')).$('[data-unread]')
    assert.match(told.text(), /You are mentioned/)
    assert.equal(told.length, 1)
  })

  it('tells of a held post once it is released, and not again when it comes back', async () => {
    const [ann, ben] = [await regular(app, 'ann'), await regular(app, 'ben')]
    const topic = await news.begin({ by: ann, in: category })
    await news.mailsAfter(31 * second)
    server.received.length = 0
    await ann.send('/me/notifications/reading')
    const id = await news.reply(topic.id, { by: ben })
    await news.mailsAfter(31 * second)
    assert.equal(server.received.length, 1)
    await stored(app).posts.updateOne({ _id: id }, { $set: { hiddenFor: ['held'], isUnreflected: true } })
    await news.job('reflect')
    assert.equal((await ann.visit('/me/notifications')).$('[data-unread]').text().includes('1 new reply'), false)
    await stored(app).posts.updateOne({ _id: id }, { $unset: { hiddenFor: 1 }, $set: { isUnreflected: true } })
    await news.job('reflect')
    assert.match((await ann.visit('/me/notifications')).$('[data-unread]').text(), /1 new reply/)
    await news.mailsAfter(31 * second)
    assert.equal(server.received.length, 1)
  })

  it('goes by an address alone, after a yes by mail, and ends with it', async () => {
    const guest = new Person(app)
    const [ann, ben] = [await regular(app, 'ann'), await regular(app, 'ben')]
    await follow(ann, 'own', 'off')
    await follow(ben, 'own', 'off')
    const topic = await news.begin({ by: ann, in: category, title: 'Secret words of users' })
    await news.mailsAfter(31 * second)
    server.received.length = 0
    const page = await guest.visit(topic.path)
    const asked = await guest.submit(page, { email: 'guest@Example.com' }, '.follow-mail')
    assert.equal(asked.status, 200)
    await guest.submit(page, { email: 'guest@example.com' }, '.follow-mail')
    const [question, ...others] = await news.mailsAfter(0)
    assert.ok(question)
    assert.deepEqual(others, [], 'one mail in 24 hours')
    assert.doesNotMatch(textOf(question), /Secret words/)
    await news.reply(topic.id, { by: ben })
    assert.equal((await news.mailsAfter(31 * second)).length, 1, 'nothing before the yes')
    const path = /\/follows\/[\w.-]+/.exec(textOf(question))?.[0] ?? ''
    const mine = await guest.visit(path)
    assert.match(mine.text, /Secret words of users/)
    await guest.submit(mine, { act: 'confirm' })
    await news.reply(topic.id, { by: ben, text: 'News for guests' })
    const fresh = (await news.mailsAfter(31 * second)).at(-1)
    assert.ok(fresh)
    assert.deepEqual(fresh.to, ['guest@example.com'])
    assert.match(textOf(fresh), /News for guests/)
    const out = /\/unsubscribe\/[\w.-]+/.exec(textOf(fresh))?.[0] ?? ''
    await guest.send(out, { 'List-Unsubscribe': 'One-Click' })
    await news.reply(topic.id, { by: ben })
    assert.equal((await news.mailsAfter(31 * second)).length, 2)
    assert.deepEqual(Object.keys(guest.cookies()), [])
    await guest.send(path, { act: 'forget' })
    assert.equal((await guest.look(path)).status, 404)
    for (const name of ['followers', 'follows']) {
      const left = await app.database.connection.collection(name).find().toArray()
      assert(!JSON.stringify(left).includes('guest@'), name)
    }
  })

  it('is not to be had by an address for what not everybody may read', async () => {
    const closed = await aCategory(app, { readRole: 'members' })
    const fields = { kind: 'category', targetId: closed.id, email: 'guest2@example.com' }
    assert.equal((await new Person(app).send('/follows/by-mail', fields)).status, 404)
  })

  it('asks the author once whether it is solved: no puts it before staff, until one of them answers', async () => {
    const [ann, ben, mia] = [await regular(app, 'ann'), await regular(app, 'ben'), await regular(app, 'mia')]
    await follow(ann, 'own', 'off')
    const topic = await news.begin({ by: ann, in: category, title: 'Open question' })
    await news.reply(topic.id, { by: ben, text: 'A guess' })
    const questions = (): Received[] =>
      server.received.filter(({ mime }) => mime.header('subject') === 'Is it solved? Open question')
    await news.mailsAfter(4 * day)
    assert.equal(questions().length, 0)
    await news.mailsAfter(day + hour)
    await news.mailsAfter(9 * day)
    const [mail, ...others] = questions()
    assert.ok(mail)
    assert.deepEqual(others, [])
    const path = /\/solved\/[\w.-]+/.exec(textOf(mail))?.[0] ?? ''
    const guest = new Person(app)
    const page = await guest.visit(path)
    assert.match(page.text, /Open question/)
    assert.equal((await mia.visit('/staff/waiting')).text.includes('Open question'), false, 'opening it says nothing')
    await guest.submit(page, { answer: 'no' })
    assert.match((await mia.visit('/staff/waiting')).text, /Open question/)
    await news.reply(topic.id, { by: mia, text: 'Here is how' })
    await news.job('announcements')
    assert.doesNotMatch((await mia.visit('/staff/waiting')).text, /Open question/)
    const yes = await guest.submit(page, { answer: 'yes' })
    await guest.submit(yes, { postId: yes.$('button[name=postId]').first().attr('value') ?? '' })
    assert.equal((await stored(app).topics.findOne({ _id: topic.id }))?.isSolved, true)
  })

  it('comes along when a post moves: its line of notices, and its topic’s followers', async () => {
    const [ann, ben, ada] = [await regular(app, 'ann'), await regular(app, 'ben'), await regular(app, 'ada')]
    const from = await news.begin({ by: ann, in: category, title: 'Goes away' })
    const into = await news.begin({ by: ada, in: category, title: 'Stays here' })
    const id = await news.reply(from.id, { by: ben })
    await news.job('announcements')
    await stored(app).posts.updateOne({ _id: id }, { $set: { topicId: into.id, isUnreflected: true } })
    await news.job('reflect')
    const lines = (await ann.visit('/me/notifications')).$('[data-unread]').text()
    assert.match(lines, /1 new reply\s+Stays here/)
    assert.doesNotMatch(lines, /Goes away/)
  })

  it('goes on where a process was cut off, and tells nobody twice', async () => {
    const [ann, ben] = [await regular(app, 'ann'), await regular(app, 'ben')]
    const topic = await news.begin({ by: ann, in: category })
    const id = await news.reply(topic.id, { by: ben })
    await news.job('announcements')
    const announcements = app.database.connection.collection<{ _id: string }>('announcements')
    await announcements.updateOne({ _id: id }, { $set: { isDone: false, step: 1, after: '', leasedUntil: news.now } })
    const before = await app.database.connection.collection('notices').countDocuments()
    assert.equal((await news.mailsAfter(31 * second)).filter((mail) => textOf(mail).includes(id)).length, 1)
    assert.equal(await app.database.connection.collection('notices').countDocuments(), before)
  })

  it('leaves with who leaves', async () => {
    const max = await signedIn(app, 'max')
    await follow(max, category.id, 'daily')
    const accountId = String((await app.database.connection.collection('follows').findOne({}))?.['holder'])
    const holders = app.forum.holders
    const exported = await Promise.all(holders.map((holder) => holder.export({ accountId })))
    assert.match(JSON.stringify(exported), new RegExp(category.id))
    for (const holder of holders)
      for (const { kind } of holder.kinds)
        if (kind === 'follows' || kind === 'notices') await holder.settle({ accountId }, kind, 'delete')
    assert.equal(await app.database.connection.collection('follows').countDocuments({ holder: accountId }), 0)
  })
})
