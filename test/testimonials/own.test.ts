import assert from 'node:assert/strict'
import { personas } from '../../src/sign-in/demo-issuer/personas.ts'
import { Person, signedIn } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { aTestimonial, consentPathFor, marketing } from '../support/testimonials.ts'

describe('one’s own testimonials', () => {
  let app: Running
  let ann: Person
  before(async () => {
    app = await startApp()
    ann = await signedIn(app, 'ann')
  })
  after(() => app.stop())

  const { email: annsAddress = '' } = personas.find(({ name }) => name.startsWith('Ann')) ?? {}
  const said = { name: 'Ann Baker', nameForm: 'full', role: '', company: '', connection: 'none' }
  const agreed = { answer: 'give', nameForm: 'full', site: 'on' }
  const items = () => app.database.connection.collection<{ _id: string; email: string }>('testimonials')

  async function give(person: Person, text: string, email: string): Promise<string> {
    assert.equal((await person.send('/testimonials/new', { ...said, text, email })).status, 303)
    return String((await items().findOne({ email }, { sort: { createdAt: -1 } }))?._id)
  }

  async function answer(email: string, fields: Record<string, string>, form: string): Promise<void> {
    const guest = new Person(app)
    await guest.submit(await guest.visit(await consentPathFor(app, email)), fields, `form[action$="/${form}"]`)
  }

  it('are listed with the wording, the proof and where they may be shown, and are taken back there', async () => {
    assert.ok((await ann.visit('/me/testimonials')).text.includes('You have given none yet'))
    // Given while signed out: the address is hers.
    const id = await give(new Person(app), 'Kind and quick', annsAddress)
    await app.testimonials.ask(marketing, id)
    const path = `/me/testimonials/${id}`
    const asked = await ann.visit(path)
    assert.ok(asked.text.includes('We asked you by mail'))
    assert.equal(asked.$('form[action$="/answer"]').length, 0, 'consent is given by the mailed link alone')
    await answer(annsAddress, agreed, 'answer')
    await app.testimonials.publish(marketing, { id })
    assert.ok((await ann.visit('/me/testimonials')).text.includes('Shown now'))
    const own = await ann.visit(path)
    assert.ok(own.text.includes('Kind and quick') && own.text.includes('On this site'))
    assert.equal((await ann.visit(`${path}/proof`)).$('.proof').length, 2)
    const ben = await signedIn(app, 'ben')
    assert.equal((await ben.look(path)).status, 404)
    assert.equal((await ben.send(`${path}/withdrawal`, { what: 'all' })).status, 404)
    const gone = await ann.submit(own, { what: 'all' }, 'form[action$="/withdrawal"]')
    assert.ok(gone.text.includes('Withdrawn'))
    assert.equal((await new Person(app).look(`/testimonials/${id}`)).status, 410)
    assert.deepEqual((await app.testimonials.verify()).faults, [])
  })

  it('lead to a page of their own only where there is one now', async () => {
    const linkOf = async (purpose: 'site' | 'widget', at?: Date): Promise<number> => {
      const { id, text } = await aTestimonial(app, { purposes: [purpose], until: 'given' })
      await items().updateOne({ _id: id }, { $set: { email: annsAddress } })
      await app.testimonials.publish(marketing, { id, ...(at ? { at } : {}) })
      const own = await ann.visit(`/me/testimonials/${id}`)
      assert.ok(own.text.includes(text))
      return own.$(`main a[href$="/testimonials/${id}"]:not([href*="/me/"])`).length
    }
    assert.equal(await linkOf('site'), 1)
    assert.equal(await linkOf('widget'), 0)
    assert.equal(await linkOf('site', new Date(Date.now() + 60 * 60 * 1000)), 0)
  })

  it('given with an address that is not one’s own are whose address it is, once they answered', async () => {
    const other = 'somebody-else@example.com'
    const id = await give(ann, 'Sent for somebody', other)
    const path = `/me/testimonials/${id}`
    const own = await ann.visit(path)
    assert.ok(own.text.includes('Sent for somebody'))
    assert.equal(
      own.$('form[action$="/correction"]').length,
      0,
      'whose correction would count as a proof of the address',
    )
    const words = { text: 'Mine', name: 'Me', role: '', company: '', connection: 'none', version: '1' }
    assert.equal((await ann.send(`${path}/correction`, words)).status, 404)
    await app.testimonials.ask(marketing, id)
    await answer(other, { text: 'What only I know' }, 'correction')
    for (const below of ['', '/proof', '/photo']) assert.equal((await ann.look(path + below)).status, 404)
    assert.equal((await ann.send(`${path}/withdrawal`, { what: 'all' })).status, 404)
    assert.ok(!(await ann.visit('/me/testimonials')).text.includes('What only I know'))
  })
})
