import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { aCategory, aReply, aTopic, regular, stored, type MadeCategory } from '../support/forum.ts'
import { lastMailTo } from '../support/mailbox.ts'
import { Person, signedIn } from '../support/person.ts'
import { aRequest, decideBy, granting, storedRemovals } from '../support/removals.ts'
import { startApp, type Running } from '../support/running.ts'
import { aTestimonial } from '../support/testimonials.ts'
import { accountOf, aRequest as aQuestion, storedRequest } from '../support/tickets.ts'
import { everythingOf, placesOf } from '../privacy/remains.ts'

/** Words that nobody else says. */
const unique = (): string => Array.from({ length: 3 }, () => `marker ${randomUUID()}`).join(' and ')

describe('the removal engine', () => {
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

  /** Every document there is, but the one that tells what to look for. */
  const everything = async (): Promise<string> => {
    const { connection } = app.database
    const parts: string[] = []
    for (const { name } of await connection.listCollections()) {
      if (name === 'removalruns') continue
      parts.push(name, JSON.stringify(await connection.collection(name).find({}).toArray()))
    }
    return parts.join('\n')
  }

  it('takes an opening with its title, versions, quotes, search, notices, mails and reports out of the whole store', async () => {
    const words = unique()
    const title = `Title ${randomUUID()}`
    const topic = await aTopic(app, { by: ann, in: category, title, text: `${words} at first` })
    await aReply(topic.id, { by: ben, text: `> [Ann](/posts/${topic.openingId}):\n> ${words}\n\nI see.` })
    await ann.send(`/posts/${topic.openingId}/edit`, { title, text: `${words} changed` })
    await ben.send(`/posts/${topic.openingId}/report`, { ground: 'personal', words: `It says ${words}` })
    await ann.send('/follows', { on: 'topic', id: topic.id, level: 'instant' })
    await guest.visit(topic.path)
    const request = await aRequest(app, { about: topic.path, fields: { words: `It says ${words}, which is mine.` } })
    await decideBy(mia, request.id, { 'becomes-0': 'remove', ...granting })
    assert.doesNotMatch((await guest.visit(`/t/${topic.id}/removed`)).text, new RegExp(words.slice(0, 30)))
    assert.equal(
      (await storedRemovals(app).cases.findOne({ _id: request.id }))?.state,
      'removing',
      'not before it is proven',
    )
    assert.equal(await app.removals.run(), 1)
    const raw = await everything()
    for (const marker of words.match(/[0-9a-f-]{36}/g) ?? []) assert.ok(!raw.includes(marker), marker)
    assert.ok(!raw.includes(title) && !raw.includes(title.toLowerCase().replace(' ', '-')), 'title and slug')
    assert.equal((await storedRemovals(app).cases.findOne({ _id: request.id }))?.state, 'decided')
    const [run] = await storedRemovals(app).runs.find({ caseId: request.id }).toArray()
    assert.equal(run?.fingerprints, undefined, 'what was looked for is forgotten')
    const places = new Set(run?.report?.looked.map(({ place }) => place))
    for (const { name } of await app.database.connection.listCollections())
      assert.ok(name === 'removalruns' || places.has(name), `${name} was looked through`)
    assert.match((await lastMailTo(app, request.email)).text, /Granted/)
    assert.match((await guest.visit(request.status)).text, /Nothing was left/)
    assert.equal(await app.removals.run(), 0, 'once')
  })

  it('keeps the case open for what it finds elsewhere, and calls staff, until somebody has looked at it', async () => {
    const words = unique()
    const topic = await aTopic(app, { by: ann, in: category, text: words })
    const copy = await aReply((await aTopic(app, { by: ben, in: category })).id, {
      by: ben,
      text: `As I heard: ${words}`,
    })
    const request = await aRequest(app, { about: topic.path })
    await decideBy(mia, request.id, { 'becomes-0': 'remove', ...granting })
    assert.equal(await app.removals.run(), 0)
    const page = await mia.visit(`/staff/removals/${request.id}`)
    assert.match(page.$('#proof').text(), new RegExp(copy))
    assert.match((await mia.visit('/staff/removals')).text, /Something is left/)
    const mails = app.database.connection.collection('mails')
    assert.ok(await mails.findOne({ kind: 'removal-staff', subject: /Something is left/ }))
    assert.doesNotMatch((await lastMailTo(app, request.email)).text, /Granted/, 'who asked isn’t told that it is done')
    const accepted = await mia.submit(page, { reason: 'Everybody says so.' }, 'form[action$="/remains"]')
    assert.match(accepted.$('#proof').text(), /Nothing was left/)
    assert.equal((await storedRemovals(app).cases.findOne({ _id: request.id }))?.state, 'decided')
  })

  it('leaves no mail of a post that is removed before it was sent', async () => {
    const topic = await aTopic(app, { by: ann, in: category })
    const words = unique()
    const id = await aReply(topic.id, { by: ben, text: words })
    await ben.send('/removals/own', { about: `/posts/${id}` })
    await app.mail.sendDue()
    const mails = await app.database.connection.collection('mails').find({ 'about.id': id }).toArray()
    assert.deepEqual(
      mails.filter(({ state }) => state === 'sent' || state === 'waiting'),
      [],
    )
    assert.ok(!(await everything()).includes(words))
  })

  it('takes the subject of a private request along with the message that opened it', async () => {
    const by = await accountOf(app, 'ben')
    const { number, messageId, marker } = await aQuestion(app, { by })
    const answer = { number, text: 'It prints again.', format: 'markdown', kind: 'message', side: 'own' } as const
    const { messageId: answerId } = await app.tickets.add(by, { ...answer, files: [] })
    const inSubject = marker.slice(0, 8)
    assert.match((await storedRequest(app, number)).subject, new RegExp(inSubject))
    await ben.send('/removals/own', { about: `/requests/${number}#post-${answerId}` })
    assert.match((await storedRequest(app, number)).subject, new RegExp(inSubject), 'an answer has none')
    await ben.send('/removals/own', { about: `/requests/${number}#post-${messageId}` })
    await app.removals.run()
    assert.equal(await storedRemovals(app).runs.countDocuments({ 'steps.thingId': messageId, state: 'done' }), 1)
    assert.ok(!(await everything()).includes(inSubject))
    assert.match((await ben.visit(`/requests/${number}`)).$('h1').text(), /\[removed\]/)
  })

  it('is run by one at a time', async () => {
    const topic = await aTopic(app, { by: ann, in: category, text: unique() })
    const { id } = await aRequest(app, { about: topic.path })
    await decideBy(mia, id, { 'becomes-0': 'remove', ...granting })
    await Promise.all(Array.from({ length: 5 }, () => app.removals.run()))
    const run = await storedRemovals(app).runs.findOne({ caseId: id })
    assert.deepEqual([run?.state, run?.verified], ['done', 1])
    const item = await storedRemovals(app).cases.findOne({ _id: id })
    assert.equal(item?.events.filter(({ deed }) => deed === 'removed').length, 1)
  })

  it('finishes a decision that a crash cut off', async () => {
    const words = unique()
    const topic = await aTopic(app, { by: ann, in: category, text: words })
    const { id } = await aRequest(app, { about: topic.path })
    await decideBy(mia, id, { 'becomes-0': 'remove', ...granting })
    const { cases, decisions, runs } = storedRemovals(app)
    // As if the process had died right after the decision was written.
    await runs.updateOne({ caseId: id }, { $set: { state: 'drafted', steps: [] } })
    await decisions.updateOne(
      { caseId: id },
      { $unset: { carriedOutAt: 1 }, $set: { at: new Date(Date.now() - 120_000) } },
    )
    await cases.updateOne({ _id: id }, { $set: { state: 'open' }, $pull: { events: { deed: 'decided' } } })
    await app.removals.tend()
    await app.removals.run()
    assert.equal((await cases.findOne({ _id: id }))?.state, 'decided')
    assert.equal(await stored(app).posts.countDocuments({ source: words }), 0)
  })

  it('takes everything out that is held of who asked for that, with an account or without, and tells them', async () => {
    const { email, id: testimonial } = await aTestimonial(app, { text: unique() })
    await guest.send('/privacy/request', { email, question: 'What do you hold of me?' })
    const max = await signedIn(app, 'max')
    const words = unique()
    const topic = await aTopic(app, { by: max, in: category, text: words })
    // An address that nobody proved gets one mail in 24 hours.
    ahead += 25 * 60 * 60 * 1000
    const staff = await signedIn(app, 'mia')
    for (const address of [email, 'max@demo.example']) {
      const { id, status } = await aRequest(app, { about: [], email: address, fields: { everything: 'on' } })
      const lacking = await decideBy(staff, id, granting)
      assert.equal(lacking.status, 422)
      assert.equal(lacking.$('#error-person').length, 1)
      assert.equal((await decideBy(staff, id, { person: 'remove', ...granting })).status, 303)
      await app.removals.run()
      const item = await storedRemovals(app).cases.findOne({ _id: id })
      assert.deepEqual([item?.state, item?.parties[0]?.email], ['decided', undefined])
      assert.match((await lastMailTo(app, address)).text, /Everything else that we held of you: removed/)
      assert.equal((await guest.visit(status)).status, 200, 'the page goes on telling how it ended')
      const kept = (await everythingOf(app, [])).filter(({ place }) => !place.startsWith('mails '))
      assert.deepEqual(placesOf(address, kept), [])
    }
    assert.equal((await guest.look(`/testimonials/${testimonial}`)).status, 410)
    assert.equal((await guest.look(topic.path)).status, 410)
    ahead -= 25 * 60 * 60 * 1000
  })

  it('takes back the copies of people’s data that may hold it, and keeps no other plan waiting for one that fails', async () => {
    const [words, writer, staff] = [unique(), await signedIn(app, 'ann'), await signedIn(app, 'mia')]
    const topic = await aTopic(app, { by: writer, in: category, text: words })
    await writer.send('/me/data')
    await app.privacy.exports.makeDue()
    const copies = app.database.connection.collection('dataexports')
    assert.equal(await copies.countDocuments({ state: 'ready' }), 1)
    const { id } = await aRequest(app, { about: topic.path })
    await decideBy(staff, id, { 'becomes-0': 'remove', ...granting })
    assert.equal(await copies.countDocuments({ state: 'ready' }), 0)
    assert.equal(await app.database.connection.collection('dataexportparts').countDocuments({}), 0)
    const { runs } = storedRemovals(app)
    // A plan of another version, which names something that there isn't any more.
    const step = { kind: 'nothing', thingId: 'nobodys', deed: 'hide' }
    const startsAt = new Date(0)
    const alien = { _id: 'a00000000000', caseId: id, state: 'ready', why: 'other', steps: [step], createdAt: startsAt }
    await runs.insertOne({ ...alien, startsAt, accepted: [], begun: 0, failures: 2, verified: 0 } as never)
    await assert.rejects(app.removals.run(), AggregateError)
    assert.equal((await runs.findOne({ caseId: id, state: 'done' }))?.verified, 1)
    assert.equal(await app.removals.run(), 0, 'it rests')
    const mails = app.database.connection.collection('mails')
    assert.ok(await mails.findOne({ kind: 'removal-staff', subject: /can’t be carried out/ }), 'staff is called')
    await runs.deleteOne({ _id: alien._id })
  })
})
