import assert from 'node:assert/strict'
import { Person, signedIn } from '../support/person.ts'
import { lastMailTo, linkIn } from '../support/mailbox.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

inEverySetting('one’s e-mail address', (setting) => {
  let app: Running
  let now = new Date('2026-11-25T12:00:00Z')
  const aDay = 24 * 60 * 60 * 1000
  beforeEach(async () => {
    now = new Date('2026-11-25T12:00:00Z')
    app = await startApp({ setting, clock: () => now })
  })
  afterEach(() => app.stop())

  const emailOf = async (name: string): Promise<unknown> =>
    (await app.database.connection.collection('accounts').findOne({ name }))?.['email']

  async function ask(person: Person, email: string): Promise<string> {
    await person.submit(await person.visit('/me/address'), { email }, 'form[action$="/me/address"]')
    return linkIn(await lastMailTo(app, email))
  }

  it('changes once its mail was answered, not before, and a look at the link changes nothing', async () => {
    const ann = await signedIn(app, 'ann')
    const link = await ask(ann, 'new@example.com')
    assert.equal(await emailOf('Ann Customer'), 'ann@demo.example')
    const page = await ann.visit(link)
    assert.equal(await emailOf('Ann Customer'), 'ann@demo.example')
    await ann.submit(page, {}, 'main form')
    assert.equal(await emailOf('Ann Customer'), 'new@example.com')
  })

  it('tells the old address, whose link puts it back and signs everybody out, for seven days', async () => {
    const ann = await signedIn(app, 'ann')
    await ann.submit(await ann.visit(await ask(ann, 'new@example.com')), {}, 'main form')
    const undo = linkIn(await lastMailTo(app, 'ann@demo.example'))
    now = new Date(now.getTime() + 6 * aDay)
    const owner = new Person(app)
    const page = await owner.visit(undo)
    assert.equal(await emailOf('Ann Customer'), 'new@example.com', 'a look changes nothing')
    await owner.submit(page, {}, 'main form')
    assert.equal(await emailOf('Ann Customer'), 'ann@demo.example')
    assert.equal(await ann.greeted(), '')
  })

  it('can’t be undone after seven days, nor proven after one', async () => {
    const ann = await signedIn(app, 'ann')
    await ann.submit(await ann.visit(await ask(ann, 'new@example.com')), {}, 'main form')
    const undo = linkIn(await lastMailTo(app, 'ann@demo.example'))
    const late = await ask(ann, 'later@example.com')
    now = new Date(now.getTime() + 25 * 60 * 60 * 1000)
    await ann.signIn('ann')
    assert.equal((await ann.visit(late)).status, 410)
    now = new Date(now.getTime() + 7 * aDay)
    assert.equal((await new Person(app).visit(undo)).status, 410)
  })

  it('is proven once, by the account that asked and by no other', async () => {
    const ann = await signedIn(app, 'ann')
    const ben = await signedIn(app, 'ben')
    const link = await ask(ann, 'new@example.com')
    assert.equal((await ben.visit(link)).status, 410)
    const page = await ann.visit(link)
    await ann.submit(page, {}, 'main form')
    assert.equal((await ann.submit(page, {}, 'main form')).status, 410)
  })

  it('mails an address that nobody proved once a day at most', async () => {
    const ann = await signedIn(app, 'ann')
    const ben = await signedIn(app, 'ben')
    await ask(ann, 'victim@example.com')
    const again = await ben.submit(
      await ben.visit('/me/address'),
      { email: 'victim@example.com' },
      'form[action$="/me/address"]',
    )
    assert.equal(again.status, 422)
    const mails = await app.database.connection.collection('mails').countDocuments({ to: 'victim@example.com' })
    assert.equal(mails, 1)
  })

  it('lets nobody have an address that is another’s', async () => {
    const ann = await signedIn(app, 'ann')
    await signedIn(app, 'ben')
    const link = await ask(ann, 'ben@demo.example')
    const taken = await ann.submit(await ann.visit(link), {}, 'main form')
    assert.equal(taken.status, 422)
    assert.equal(await emailOf('Ann Customer'), 'ann@demo.example')
  })

  it('goes to one of two who prove it at the same moment', async () => {
    const [ann, ben] = [await signedIn(app, 'ann'), await signedIn(app, 'ben')]
    const links = [await ask(ann, 'shared@example.com')]
    now = new Date(now.getTime() + aDay / 24)
    await app.database.connection.collection('mailedaddresses').deleteMany({})
    links.push(await ask(ben, 'shared@example.com'))
    const pages = [await ann.visit(links[0] ?? ''), await ben.visit(links[1] ?? '')] as const
    const answers = await Promise.all([ann.submit(pages[0], {}, 'main form'), ben.submit(pages[1], {}, 'main form')])
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 422])
  })

  it('is not put back where another account has it by now, and everybody is signed out all the same', async () => {
    const [ann, ben] = [await signedIn(app, 'ann'), await signedIn(app, 'ben')]
    await ann.submit(await ann.visit(await ask(ann, 'new@example.com')), {}, 'main form')
    const undo = linkIn(await lastMailTo(app, 'ann@demo.example'))
    now = new Date(now.getTime() + aDay / 24)
    await app.database.connection.collection('mailedaddresses').deleteMany({})
    await ben.submit(await ben.visit(await ask(ben, 'ann@demo.example')), {}, 'main form')
    const undone = await new Person(app).visit(undo)
    assert.equal((await new Person(app).submit(undone, {}, 'main form')).status, 409)
    assert.equal(await emailOf('Ann Customer'), 'new@example.com')
    assert.equal(await ann.greeted(), '')
    assert.equal(await ben.greeted(), 'Ben Customer')
  })

  it('gets no more than three links to sign in with at once', async () => {
    await signedIn(app, 'ann')
    const asking = new Person(app)
    const form = await asking.visit('/sign-in/mail')
    const answers = []
    for (let n = 0; n < 5; n++) answers.push(await asking.submit(form, { email: 'ann@demo.example' }, 'main form'))
    assert.equal(new Set(answers.map(({ $ }) => $('main').text())).size, 1)
    const mails = app.database.connection.collection('mails')
    assert.equal(await mails.countDocuments({ to: 'ann@demo.example' }), 3)
    now = new Date(now.getTime() + 21 * 60 * 1000)
    await asking.submit(form, { email: 'ann@demo.example' }, 'main form')
    assert.equal(await mails.countDocuments({ to: 'ann@demo.example' }), 4)
  })

  it('signs its person in by a mailed link, once, and tells nobody whether it is known', async () => {
    await signedIn(app, 'ann')
    const back = new Person(app)
    const known = await back.submit(await back.visit('/sign-in/mail'), { email: 'ann@demo.example' }, 'main form')
    const unknown = await back.submit(await back.visit('/sign-in/mail'), { email: 'nobody@example.com' }, 'main form')
    assert.equal(known.$('main').text(), unknown.$('main').text())
    const link = linkIn(await lastMailTo(app, 'ann@demo.example'))
    const page = await back.visit(link)
    assert.equal(await back.greeted(), '', 'a look signs nobody in')
    await back.submit(page, {}, 'main form')
    assert.equal(await back.greeted(), 'Ann Customer')
    const other = new Person(app)
    const spent = await other.submit(await other.visit(link), {}, 'main form')
    assert.equal(spent.status, 410)
    assert.equal(await other.greeted(), '')
    assert.ok(spent.$('main a[href$="/sign-in/mail"]').length === 1, 'a way on')
  })

  it('leads by a mailed link back to where the person was, in whatever browser, and nowhere else', async () => {
    await signedIn(app, 'ann')
    for (const [asked, landed] of [
      ['/people/ann-customer', '/people/ann-customer'],
      ['https://evil.example/', '/'],
    ] as const) {
      now = new Date(now.getTime() + 60_000)
      const asks = new Person(app)
      const form = await asks.visit(`/sign-in/mail?return=${encodeURIComponent(asked)}`)
      await asks.submit(form, { email: 'ann@demo.example' })
      const other = new Person(app)
      const back = await other.submit(await other.visit(linkIn(await lastMailTo(app, 'ann@demo.example'))))
      assert.equal(back.address, app.mountPath + landed)
      assert.equal(await other.greeted(), 'Ann Customer')
    }
  })
})
