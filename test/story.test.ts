import assert from 'node:assert/strict'
import { inEverySetting, startApp, type Running } from './support/running.ts'
import { Person, signedIn } from './support/person.ts'

inEverySetting('two people hold a conversation', (setting) => {
  let app: Running
  before(async () => {
    app = await startApp({ setting })
  })
  after(() => app.stop())

  it('from an empty site to a question with an answer that a reader without an account reads', async () => {
    const olga = await signedIn(app, 'olga')
    const categories = await olga.visit('/staff/categories')
    const created = await olga.submit(categories, { name: 'Getting started', description: 'First steps.' })
    assert.match(created.text, /Getting started/)

    const ann = await signedIn(app, 'ann')
    const form = await ann.visit('/topics/new')
    const categoryId = String(form.$('select[name=categoryId] option:last-child').attr('value'))
    const asked = await ann.submit(form, { categoryId, title: 'How do I begin?', text: 'I am **new** here.' })
    assert.equal(asked.status, 200, asked.text)
    assert.equal(asked.$('h1').text(), 'How do I begin?')
    assert.equal(asked.$('.prose strong').text(), 'new')

    const ben = await signedIn(app, 'ben')
    const found = await ben.visit(asked.address)
    const answered = await ben.submit(found, { text: 'Read the *first* page.' }, '#reply form')
    assert.equal(answered.status, 200, answered.text)

    const reader = new Person(app)
    const read = await reader.visit(asked.address)
    assert.match(read.text, /I am <strong>new<\/strong> here/)
    assert.match(read.text, /Read the <em>first<\/em> page/)
    assert.doesNotMatch(String(read.headers['set-cookie']), /candor/)
  })
})
