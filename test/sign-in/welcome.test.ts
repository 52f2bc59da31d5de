import assert from 'node:assert/strict'
import { Person, signedIn, type Shown } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

inEverySetting('the greeting at the first sign-in', (setting) => {
  let app: Running
  let now = new Date('2026-11-25T12:00:00Z')
  before(async () => {
    app = await startApp({ setting, clock: () => now })
  })
  after(() => app.stop())
  beforeEach(async () => {
    now = new Date('2026-11-25T12:00:00Z')
    await app.database.connection.collection('accounts').deleteMany({})
    await app.database.connection.collection('handles').deleteMany({})
  })

  async function reachWelcome(person: Person, persona = 'ann'): Promise<Shown> {
    return person.submit(await person.visit('/sign-in/demo'), { persona }, 'form')
  }
  const accounts = async (): Promise<number> => app.database.connection.collection('accounts').countDocuments()

  it('stores nothing about the person before it is done', async () => {
    const ann = new Person(app)
    await reachWelcome(ann)
    assert.equal(await accounts(), 0)
    assert.equal(await ann.greeted(), '')
  })

  it('keeps the address only where that is chosen', async () => {
    const ann = new Person(app)
    const welcome = await reachWelcome(ann)
    const form = Object.fromEntries(
      welcome
        .$('form[action$="/welcome"]')
        .serializeArray()
        .map(({ name, value }) => [name, value]),
    )
    delete form['keepEmail']
    await ann.post('/welcome', { ...form, bornMonth: '5', bornYear: '1990', agreed: 'on' })
    const account = await app.database.connection.collection('accounts').findOne({ name: 'Ann Customer' })
    assert.equal(account?.['email'], undefined)
    const kept = await signedIn(app, 'ben')
    assert.equal(await kept.greeted(), 'Ben Customer')
    const ben = await app.database.connection.collection('accounts').findOne({ name: 'Ben Customer' })
    assert.equal(ben?.['email'], 'ben@demo.example')
  })

  it('records what was agreed to and when, and no date of birth', async () => {
    await signedIn(app, 'ann')
    const account = await app.database.connection.collection('accounts').findOne({})
    assert.deepEqual(account?.['accepted'], { terms: '1', privacy: '1', at: now })
    assert.doesNotMatch(JSON.stringify(account), /1990/)
  })

  for (const [about, born, isLetIn] of [
    ['thirteen since last month', { bornMonth: '10', bornYear: '2013' }, true],
    ['thirteen this month, on a day nobody asked for', { bornMonth: '11', bornYear: '2013' }, false],
    ['twelve', { bornMonth: '12', bornYear: '2013' }, false],
    ['ninety', { bornMonth: '1', bornYear: '1936' }, true],
  ] as const) {
    it(`${isLetIn ? 'lets in' : 'turns away'} somebody who is ${about}`, async () => {
      const person = new Person(app)
      const answer = await person.acceptWelcome(await reachWelcome(person), born)
      assert.equal(await accounts(), isLetIn ? 1 : 0)
      assert.equal(answer.status, isLetIn ? 200 : 403)
      if (!isLetIn) assert.doesNotMatch(answer.text, /13|thirteen/i)
    })
  }

  it('keeps nothing of who is turned away, and going back or signing in once more changes nothing', async () => {
    const young = new Person(app)
    const welcome = await reachWelcome(young)
    await young.acceptWelcome(welcome, { bornMonth: '5', bornYear: '2020' })
    const again = await young.acceptWelcome(welcome, { bornMonth: '5', bornYear: '1990' })
    assert.equal(again.status, 403)
    const oncemore = await reachWelcome(young)
    assert.equal(oncemore.status, 403)
    assert.equal(await accounts(), 0)
    const sessions = await app.database.connection.collection('sessions').find().toArray()
    assert.doesNotMatch(JSON.stringify(sessions.at(-1)), /Ann|demo\.example|2020/)
  })

  it('shows everything that was typed again when something is missing', async () => {
    const ann = new Person(app)
    const page = await ann.submit(
      await reachWelcome(ann),
      { name: 'Annie', handle: 'annie', bornMonth: '2' },
      'form[action$="/welcome"]',
    )
    assert.equal(page.status, 422)
    assert.equal(page.$('#field-name').attr('value'), 'Annie')
    assert.equal(page.$('#field-handle').attr('value'), 'annie')
    assert.equal(await accounts(), 0)
  })

  for (const handle of ['support', 'supp0rt', 'ann_customer', 'ann', 'a', '-x', 'ąę', 'admin', '<b>', 'x'.repeat(31)]) {
    it(`refuses ${handle} as a handle where it is taken, the company’s, a look-alike or no handle`, async () => {
      await app.accounts.open(
        { provider: 'x', issuer: 'x', subject: handle, emailVerified: false },
        { name: 'First', handle: 'ann', keepEmail: false, accepted: { terms: '1', privacy: '1' } },
      )
      await app.accounts.open(
        { provider: 'x', issuer: 'x', subject: `${handle} 2`, emailVerified: false },
        { name: 'Second', handle: 'anncustomer', keepEmail: false, accepted: { terms: '1', privacy: '1' } },
      )
      const ben = new Person(app)
      const page = await ben.acceptWelcome(await reachWelcome(ben, 'ben'), { handle })
      assert.equal(page.status, 422)
    })
  }

  it('makes one account of two answers at the same moment', async () => {
    const ann = new Person(app)
    const welcome = await reachWelcome(ann)
    await Promise.all([ann.acceptWelcome(welcome), ann.acceptWelcome(welcome)])
    assert.equal(await accounts(), 1)
  })

  it('leads who has nothing to be greeted for to the sign-in page', async () => {
    assert.match((await new Person(app).visit('/welcome')).address, /\/sign-in$/)
  })
})
