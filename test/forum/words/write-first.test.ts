import assert from 'node:assert/strict'
import { aCategory, aTopic, stored, type MadeCategory, type MadeTopic } from '../../support/forum.ts'
import { Person, signedIn, type Persona, type Shown } from '../../support/person.ts'
import { inEverySetting, startApp, type Running } from '../../support/running.ts'
import { words } from '../../support/words.ts'

inEverySetting('somebody who writes first and signs in second', (setting) => {
  let app: Running
  let now: Date
  let ann: Person
  let category: MadeCategory
  let topic: MadeTopic
  let news: MadeTopic
  before(async () => {
    app = await startApp({ setting, clock: () => now })
    now = new Date('2026-11-25T12:00:00Z')
    ann = await signedIn(app, 'ann')
    category = await aCategory(app)
    topic = await aTopic(app, { by: ann, in: category })
    const staffOnly = await aCategory(app, { writeRole: 'staff' })
    news = await aTopic(app, { by: await signedIn(app, 'ada'), in: staffOnly })
  })
  after(() => app.stop())

  const thought = 'A long thought,\nin two lines & <more>.'
  const written = (page: Shown): string => page.$('textarea[name=text]').text().trim()
  const posts = () => stored(app).posts.countDocuments({ source: thought })

  /** From the choice of a provider to where one wanted to be, through the greeting at a first sign-in. */
  async function goOn(guest: Person, choice: Shown, persona: Persona): Promise<Shown> {
    const door = choice.$('main a[href*="/sign-in/demo"]').first().attr('href')
    const landed = await guest.submit(await guest.visit(String(door)), { persona }, 'form')
    return landed.$('form[action$="/welcome"]').length > 0 ? guest.acceptWelcome(landed) : landed
  }

  it('finds a reply in its form on return, posts it, and finds it no more', async () => {
    const guest = new Person(app)
    const page = await guest.visit(topic.path)
    assert.match(page.$('#reply button').first().text(), new RegExp(words('words:writing.signInAndPost')))
    const choice = await guest.submit(page, { text: thought }, '#reply form')
    const back = await goOn(guest, choice, 'max')
    assert.equal(back.$('h1').text(), topic.title)
    assert.equal(written(back), thought)
    assert.ok(back.$('#reply').text().includes(words('words:draft.signedIn')))
    assert.equal(await posts(), 0)
    const posted = await guest.submit(back, {}, '#reply form')
    assert.match(posted.$('.post[data-marked]').text(), /in two lines & <more>/)
    assert.equal(written(await guest.visit(topic.path)), '')
    assert.equal(await posts(), 1)
  })

  it('finds a new topic, with all that was filled in', async () => {
    const guest = new Person(app)
    const page = await guest.visit(`/topics/new?category=${category.slug}`)
    const fields = { title: 'A title of mine', text: thought, kind: 'discussion' }
    const back = await goOn(guest, await guest.submit(page, fields), 'ben')
    assert.equal(back.$('[name=title]').attr('value'), fields.title)
    assert.equal(back.$('[name=categoryId] [selected]').attr('value'), category.id)
    assert.equal(back.$('[name=kind][checked]').attr('value'), 'discussion')
    assert.equal(written(back), thought)
    const begun = await guest.submit(back)
    assert.equal(begun.$('h1').text(), fields.title)
  })

  it('finds it also when the session ended while they wrote', async () => {
    const ben = await signedIn(app, 'ben')
    const page = await ben.visit(topic.path)
    now = new Date(now.getTime() + 13 * 60 * 60 * 1000)
    const choice = await ben.submit(page, { text: 'Written too slowly.' }, '#reply form')
    const back = await goOn(ben, choice, 'ben')
    assert.equal(written(back), 'Written too slowly.')
  })

  it('gets the form back when it is from before the last sign-in', async () => {
    const ben = await signedIn(app, 'ben')
    const old = await ben.visit(topic.path)
    await ben.signIn('ben')
    const again = await ben.submit(old, { text: 'Typed before.' }, '#reply form')
    assert.equal(again.status, 403)
    assert.equal(written(again), 'Typed before.')
    const posted = await ben.submit(again, {}, '#reply form')
    assert.match(posted.$('.post[data-marked]').text(), /Typed before/)
  })

  it('finds nothing after an hour, and nothing of it is left', async () => {
    const guest = new Person(app)
    const choice = await guest.submit(await guest.visit(topic.path), { text: 'Waited too long.' }, '#reply form')
    const sessions = app.database.connection.collection('sessions')
    const kept = await sessions.findOne({ 'session.draft.values.text': 'Waited too long.' })
    assert.ok((kept?.['expires'] as Date).getTime() - Date.now() <= 60 * 60 * 1000)
    now = new Date(now.getTime() + 61 * 60 * 1000)
    const back = await goOn(guest, choice, 'ben')
    assert.equal(written(back), '')
    assert.doesNotMatch(JSON.stringify(await sessions.find().toArray()), /Waited too long/)
  })

  it('is not let fill a session without end, nor asked for more than a sign-in by a program', async () => {
    const guest = new Person(app)
    const sent = await guest.post(`/t/${topic.id}/posts`, { text: 'x'.repeat(70_000) })
    assert.equal(sent.status, 401)
    const program = await guest.post(`/t/${topic.id}/posts`, { text: 'x' }, { Accept: 'application/json' })
    assert.equal(program.status, 401)
    assert.deepEqual(
      Object.keys(guest.cookies()).filter((name) => name.includes('candor')),
      [],
    )
  })

  it('sees no form where they could not write either way', async () => {
    assert.equal((await new Person(app).visit(news.path)).$('textarea').length, 0)
  })
})
