import assert from 'node:assert/strict'
import { personas } from '../../src/sign-in/demo-issuer/personas.ts'
import { lastMailTo } from '../support/mailbox.ts'
import { Person, signedIn } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { consentPathFor, marketing } from '../support/testimonials.ts'

describe('the mail that asks for consent', () => {
  let app: Running
  let now = new Date('2026-02-01T12:00:00Z')
  before(async () => {
    app = await startApp({ clock: () => (now = new Date(now.getTime() + 1)) })
  })
  after(() => app.stop())

  const said = { name: 'Wanda Rutkowska', nameForm: 'full', role: 'Baker', company: 'Rye and Co', connection: 'none' }
  const words = [said.name, said.role, said.company, 'Crisp and quick']
  const items = () => app.database.connection.collection<{ _id: string; email: string }>('testimonials')

  async function give(person: Person, email: string): Promise<string> {
    const sent = await person.send('/testimonials/new', { ...said, text: 'Crisp and quick', email })
    assert.equal(sent.status, 303, sent.text)
    return String((await items().findOne({ email }, { sort: { createdAt: -1 } }))?._id)
  }

  it('says nothing that anybody typed to an address that nobody proved, and quotes once somebody answered by it', async () => {
    const email = 'wanda@example.com'
    const id = await give(new Person(app), email)
    assert.equal(await app.testimonials.ask(marketing, id), true)
    const first = await lastMailTo(app, email)
    for (const word of words) assert.ok(!`${first.subject} ${first.text}`.includes(word), word)
    const path = await consentPathFor(app, email)
    const page = await new Person(app).visit(path)
    for (const word of words) assert.ok(page.text.includes(word), word)
    await new Person(app).submit(page, { text: 'Crisp and quick!' }, 'form[action$="/correction"]')
    assert.equal(await app.testimonials.ask(marketing, id), true, 'also on the same day')
    assert.ok((await lastMailTo(app, email)).text.includes('Crisp and quick!'))
  })

  it('goes to an address that nobody proved once in 24 hours, whoever asks for what', async () => {
    const email = 'twice@example.com'
    const [one, two] = [await give(new Person(app), email), await give(new Person(app), email)]
    const mails = () => app.database.connection.collection('mails').countDocuments({ to: email })
    const links = () => app.database.connection.collection('consentlinks').countDocuments({ testimonialId: two })
    assert.equal(await app.testimonials.ask(marketing, one), true)
    assert.equal(await app.testimonials.ask(marketing, two), false)
    now = new Date(now.getTime() + 60 * 60 * 1000)
    await app.testimonials.tend()
    assert.deepEqual([await mails(), await links()], [1, 0])
    now = new Date(now.getTime() + 24 * 60 * 60 * 1000)
    await app.testimonials.tend()
    assert.deepEqual([await mails(), await links()], [2, 1])
  })

  it('quotes to the proven address of who was signed in', async () => {
    const { email } = personas.find(({ name }) => name.startsWith('Ann')) ?? { email: '' }
    const id = await give(await signedIn(app, 'ann'), email)
    await app.testimonials.ask(marketing, id)
    assert.ok((await lastMailTo(app, email)).text.includes('Crisp and quick'))
  })

  it('leaves a record of the ledger for each reminder, by whose link an answer is told apart', async () => {
    const email = 'slow@example.com'
    const id = await give(new Person(app), email)
    await app.testimonials.ask(marketing, id)
    now = new Date(now.getTime() + 8 * 24 * 60 * 60 * 1000)
    await app.testimonials.tend()
    const path = await consentPathFor(app, email)
    const guest = new Person(app)
    const fields = { answer: 'give', nameForm: 'initials', site: 'on' }
    await guest.submit(await guest.visit(path), fields, 'form[action$="/answer"]')
    const found = app.database.connection.collection('consents').find({ testimonialId: id }).sort({ _id: 1 })
    const records = await found.toArray()
    assert.deepEqual(
      records.map(({ act }) => act as string),
      ['asked', 'asked', 'given'],
    )
    assert.equal(records[2]?.['tokenHash'], records[1]?.['tokenHash'])
    assert.deepEqual((await app.testimonials.verify()).faults, [])
  })
})
