import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { aCategory, aReply, aTopic, regular, stored, type MadeCategory, type MadeTopic } from '../support/forum.ts'
import { lastMailTo } from '../support/mailbox.ts'
import { Person } from '../support/person.ts'
import { appealEnd } from '../../src/removals/due.ts'
import { aRequest, caseLinkIn, decideBy, emailOf, mailAbout, refusing, storedRemovals } from '../support/removals.ts'
import { startApp, type Running } from '../support/running.ts'

const aDay = 24 * 60 * 60 * 1000

describe('contesting a decision', () => {
  let app: Running
  let ann: Person
  let ben: Person
  let mia: Person
  let olga: Person
  let guest: Person
  let category: MadeCategory
  let topic: MadeTopic
  let ahead = 0
  before(async () => {
    app = await startApp({
      clock: () => new Date(Date.now() + ahead),
      // The last moment of a day there is another day in most of the world.
      options: { businessTimeZone: 'Pacific/Pago_Pago' },
    })
    ann = await regular(app, 'ann')
    ben = await regular(app, 'ben')
    mia = await regular(app, 'mia')
    olga = await regular(app, 'olga')
    guest = new Person(app)
    category = await aCategory(app)
    topic = await aTopic(app, { by: ann, in: category })
  })
  after(() => app.stop())

  it('goes to somebody else on appeal, within six months', async () => {
    const first = await aRequest(app, { about: topic.path })
    await decideBy(mia, first.id, { 'becomes-0': 'keep', ...refusing })
    await guest.submit(await guest.visit(`${first.status}/appeal`), { words: 'It is no opinion.' })
    assert.equal((await guest.send(`${first.status}/appeal`, { words: 'Again.' })).status, 409)
    assert.equal((await decideBy(mia, first.id, { 'becomes-0': 'keep', ...refusing })).status, 403)
    const form = async (person: Person) => (await person.visit(`/staff/removals/${first.id}/decision`)).$('main form')
    assert.equal((await form(mia)).length, 0, 'who may not decide is given nothing to type into')
    assert.equal((await form(olga)).length, 1)
    assert.equal((await decideBy(olga, first.id, { 'becomes-0': 'keep', ...refusing })).status, 303)
    assert.match((await guest.visit(first.status)).text, /decision about the appeal/)
    const late = await aRequest(app, { about: topic.path })
    await decideBy(mia, late.id, { 'becomes-0': 'keep', ...refusing })
    assert.match(
      (await mia.visit(`/staff/removals/${late.id}`)).text,
      /Also asked about in/,
      'the earlier request is seen',
    )
    const before = ahead
    const until = (await storedRemovals(app).cases.findOne({ _id: late.id }))?.appealUntil?.getTime() ?? 0
    const decided = new Date(Date.now() + ahead)
    assert.equal(until, appealEnd(decided, 'Pacific/Pago_Pago').getTime())
    ahead = until - Date.now() + 60_000
    assert.equal((await guest.send(`${late.status}/appeal`, { words: 'Late.' })).status, 409)
    ahead = until - Date.now() - 60_000
    assert.equal((await guest.send(`${late.status}/appeal`, { words: 'Just in time.' })).status, 303)
    ahead = before
  })

  it('restores what a claim of copyright hid: on appeal, or ten business days after a counter-notice', async () => {
    const claim = async (): Promise<{ id: string; status: string; author: string; post: string; email: string }> => {
      const post = await aReply(topic.id, {
        by: ben,
        text: `Poem ${randomUUID()} of somebody ${randomUUID()}`,
      })
      const { id, status, email } = await aRequest(app, { about: `/posts/${post}`, ground: 'copyright' })
      const facts = { basis: 'copyright', explanation: 'It copies a poem; the notice is complete.' }
      assert.equal((await decideBy(mia, id, { 'becomes-0': 'remove', ...facts })).status, 303)
      assert.equal((await guest.look(`/posts/${post}`)).status, 410)
      const statement = await mailAbout(app, { id, to: await emailOf(app, 'ben') })
      assert.match(statement.text.replace(/\s+/g, ' '), /contest this with us for six months/)
      return {
        id,
        status,
        post,
        email,
        author: caseLinkIn(statement),
      }
    }
    const countered = await claim()
    const fields = {
      words: 'It is my own.',
      name: 'Ben',
      postalAddress: '2 Low Street',
      phone: '1',
      perjury: 'on',
      jurisdiction: 'on',
      signature: 'Ben',
    }
    await ben.submit(await ben.visit(`${countered.author}/counter-notice`), fields)
    assert.match((await lastMailTo(app, countered.email)).text, /2 Low Street/, 'the claimant gets it as it is')
    const before = ahead
    ahead += 9 * aDay
    await app.removals.tend()
    assert.equal((await guest.look(`/posts/${countered.post}`)).status, 410, 'not before')
    ahead += 8 * aDay
    await app.removals.tend()
    assert.equal((await guest.look(`/posts/${countered.post}`)).status, 301)
    ahead = before

    const sued = await claim()
    await ben.submit(await ben.visit(`${sued.author}/counter-notice`), fields)
    await guest.submit(await guest.visit(sued.status), {}, 'form[action$="/court"]')
    ahead += 30 * aDay
    await app.removals.tend()
    assert.equal((await guest.look(`/posts/${sued.post}`)).status, 410)
    assert.notEqual((await stored(app).posts.findOne({ _id: sued.post }))?.source, '')
    ahead += 160 * aDay
    await app.removals.run()
    const erased = await stored(app).posts.findOne({ _id: sued.post })
    assert.equal(erased?.source, '', 'erased when nobody can appeal any more')
    ahead = before

    const appealed = await claim()
    await ben.submit(await ben.visit(`${appealed.author}/appeal`), { words: 'It is older than that.' })
    const facts = { refusal: 'lawful', explanation: 'The poem is in the public domain.' }
    assert.equal((await decideBy(olga, appealed.id, { 'becomes-0': 'keep', ...facts })).status, 303)
    assert.equal((await guest.look(`/posts/${appealed.post}`)).status, 301)
    const told = await mailAbout(app, { id: appealed.id, to: await emailOf(app, 'ben') })
    assert.match(told.text, /public domain/)
  })
})
