import assert from 'node:assert/strict'
import { aCategory, aReply, aTopic, regular, type MadeCategory } from '../support/forum.ts'
import { Person, signedIn, type Persona } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { words } from '../support/words.ts'

describe('people, for those who look after the place', () => {
  let app: Running
  let mia: Person
  let olga: Person
  let category: MadeCategory
  let now = new Date()
  before(async () => {
    app = await startApp({ clock: () => now, options: { mailReplyTo: 'appeals@example.com' } })
    mia = await regular(app, 'mia')
    olga = await regular(app, 'olga')
    category = await aCategory(app)
  })
  after(() => app.stop())

  const idOf = async (persona: Persona): Promise<string> => {
    const { connection } = app.database
    const found = await connection
      .collection<{ _id: string }>('accounts')
      .findOne({ name: new RegExp(`^${persona}`, 'i') })
    return found?._id ?? ''
  }
  const days = (count: number): Date => new Date(now.getTime() + count * 24 * 60 * 60 * 1000)

  it('silences somebody, who then reads and does not write until the time is over', async () => {
    const ann = await signedIn(app, 'ann')
    const topic = await aTopic(app, { by: ann, in: category, posts: 2 })
    const path = `/staff/people/${await idOf('ann')}`
    const page = await mia.visit(path)
    const done = await mia.submit(page, { reason: 'Rude to others.', lasts: '7' }, 'form[action$="/silence"]')
    assert.ok(done.$('.flash').text().includes(words('people:flash.silenced')))
    const read = await ann.visit(topic.path)
    assert.equal(read.status, 200)
    assert.match(read.$('#reply').text(), /Rude to others\./)
    assert.match(read.$('#reply').text(), new RegExp(String(days(7).getUTCFullYear())))
    const refused = await ann.send(`/t/${topic.id}/posts`, { text: 'Kept on the page' })
    assert.equal(refused.status, 403)
    assert.match(refused.text, /Rude to others\./)
    assert.equal(refused.$('main textarea').text(), 'Kept on the page')
    assert.equal((await ann.send(`/posts/${topic.openingId}/edit`, { title: 'Another', text: 'Another' })).status, 403)
    assert.equal((await ann.send(`/posts/${topic.replies[0]}/delete`)).status, 303)
    now = days(8)
    await aReply(topic.id, { by: await signedIn(app, 'ann') })
    mia = await signedIn(app, 'mia')
    olga = await signedIn(app, 'olga')
  })

  it('suspends somebody, who is out at once, is told why on coming back, and whose posts stay', async () => {
    const ben = await signedIn(app, 'ben')
    const topic = await aTopic(app, { by: ben, in: category })
    const path = `/staff/people/${await idOf('ben')}`
    assert.equal((await mia.send(`${path}/suspension`, { reason: 'Advertising.', lasts: 'forever' })).status, 303)
    assert.equal(await ben.greeted(), '')
    const choice = await ben.visit('/sign-in/demo')
    const refused = await ben.submit(choice, { persona: 'ben' }, 'form')
    assert.equal(refused.status, 403)
    assert.match(refused.text, /Advertising\./)
    assert.match(refused.text, /appeals@example\.com/)
    assert.equal(await ben.greeted(), '')
    assert.match((await new Person(app).visit(topic.path)).text, /Ben Customer/)
    assert.match((await mia.visit('/staff/people?show=restricted')).text, /Ben Customer/)
    await mia.send(`${path}/suspension/end`)
    assert.equal(await (await signedIn(app, 'ben')).greeted(), 'Ben Customer')
  })

  it('touches neither the owner nor, without the owner, staff; and nobody themselves', async () => {
    const [owner, moderator, agent] = [
      await idOf('olga'),
      await idOf('mia'),
      await signedIn(app, 'ada').then(() => idOf('ada')),
    ]
    const fields = { reason: 'No.', lasts: '1' }
    assert.equal((await mia.send(`/staff/people/${owner}/silence`, fields)).status, 403)
    assert.equal((await mia.send(`/staff/people/${moderator}/suspension`, fields)).status, 403)
    assert.equal((await mia.send(`/staff/people/${agent}/silence`, fields)).status, 403)
    assert.equal((await olga.send(`/staff/people/${owner}/silence`, fields)).status, 403)
    assert.equal((await olga.send(`/staff/people/${owner}/roles`, {})).status, 403)
    assert.equal((await olga.send(`/staff/people/${agent}/silence`, fields)).status, 303)
    assert.equal((await olga.send(`/staff/people/${agent}/silence/end`)).status, 303)
  })

  it('asks for a reason, with what was chosen kept', async () => {
    const page = await mia.visit(`/staff/people/${await idOf('ann')}`)
    const again = await mia.submit(page, { reason: ' ' }, 'form[action$="/suspension"]')
    assert.equal(again.status, 422)
    assert.equal(again.$('#suspend-error').text(), words('people:rules.reasonMissing'))
    assert.equal(again.$('#silence-error').length, 0)
  })

  it('gives and takes roles: sessions end, and no provider changes them any more', async () => {
    const ben = await signedIn(app, 'ben')
    const path = `/staff/people/${await idOf('ben')}`
    assert.equal((await ben.visit('/staff')).status, 404)
    const page = await olga.visit(path)
    const given = await olga.submit(page, { moderator: 'on' }, 'form[action$="/roles"]')
    assert.ok(given.$('.flash').text().includes(words('people:flash.roles')))
    assert.equal(await ben.greeted(), '')
    const again = await signedIn(app, 'ben')
    assert.equal((await again.visit('/staff/people')).status, 200)
    assert.equal((await again.visit('/staff/audit')).status, 404)
    await olga.send(`${path}/roles`, {})
    assert.equal((await again.visit('/staff/people')).status, 200, 'asked to sign in')
    assert.equal(await again.greeted(), '')
  })

  it('are found by how a handle or name begins, and nothing of them shows that is not needed', async () => {
    const found = await mia.visit('/staff/people?search=ann')
    assert.match(found.$('.rows').text(), /Ann Customer/)
    assert.doesNotMatch(found.$('.rows').text(), /Ben Customer/)
    assert.equal((await mia.visit('/staff/people?search=customer')).$('.rows li').length, 0)
    assert.equal((await mia.visit('/staff/people?search=%5E.*%24')).$('.rows li').length, 0)
    assert.match((await mia.visit('/staff/people?show=staff')).$('.rows').text(), /Olga Owner/)
    for (const path of ['/staff/people', `/staff/people/${await idOf('ann')}`]) {
      assert.doesNotMatch(JSON.stringify((await mia.json(path)).body), /@demo\.example|subject/)
    }
  })
})
