import assert from 'node:assert/strict'
import { strFromU8, unzipSync } from 'fflate'
import { dueOf } from '../../src/privacy/access/due.ts'
import { lastMailTo, linkIn } from '../support/mailbox.ts'
import { Person, signedIn, type Shown } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { aTestimonial } from '../support/testimonials.ts'
import { words } from '../support/words.ts'

const aDay = 24 * 60 * 60 * 1000

describe('the day by which a request for access is answered', () => {
  for (const [received, due] of [
    ['2026-01-30', '2026-02-28'],
    ['2028-01-31', '2028-02-29'],
    ['2026-01-31', '2026-02-28'],
    ['2026-02-10', '2026-03-10'],
    ['2026-03-31', '2026-04-30'],
    ['2026-12-15', '2027-01-14'],
  ] as const)
    it(`is ${due} for one of ${received}`, () => {
      assert.equal(dueOf(new Date(`${received}T12:00:00Z`)).toISOString(), `${due}T12:00:00.000Z`)
    })
})

describe('somebody without an account who asks what is held of them', () => {
  let app: Running
  let now = new Date()
  let olga: Person

  before(async () => {
    // Each look at the clock is a moment later, so that mails have an order.
    app = await startApp({ clock: () => (now = new Date(now.getTime() + 1)) })
    olga = await signedIn(app, 'olga')
  })
  after(() => app.stop())

  const guest = (): Person => new Person(app)
  const ask = (email: string, question = ''): Promise<Shown> => guest().send('/privacy/request', { email, question })
  const staffList = async (): Promise<string> => (await olga.visit('/staff/data-requests')).$('main').text()
  const confirm = async (email: string): Promise<Shown> => {
    const page = await guest().visit(linkIn(await lastMailTo(app, email)))
    return guest().submit(page, {})
  }

  it('gets a copy by mail once the address is shown to be theirs, and nobody else learns a thing', async () => {
    const { email, text } = await aTestimonial(app)
    // An unproven address gets one mail in 24 hours.
    now = new Date(now.getTime() + aDay)
    const sent = await ask(email.toUpperCase())
    assert.ok(sent.text.includes(words('access:sent.title')))
    assert.equal((await ask('nobody-at-all@example.com')).text, sent.text, 'nobody is told what is held')
    assert.ok(!(await staffList()).includes(email), 'not before it is confirmed')
    const link = linkIn(await lastMailTo(app, email))
    await guest().visit(link)
    assert.equal(await app.privacy.exports.makeDue(), 0, 'a look alone confirms nothing')
    assert.equal((await confirm(email)).status, 200)
    assert.equal((await guest().send(link)).status, 410, 'once')
    assert.equal(await app.privacy.exports.makeDue(), 1)
    const mailed = linkIn(await lastMailTo(app, email))
    assert.match(mailed, /\/my-data\//)
    const response = await guest().agent.get(mailed).responseType('blob')
    const { data } = JSON.parse(strFromU8(unzipSync(response.body as Buffer)['data.json']!)) as {
      data: Record<string, { text?: string }[]>
    }
    assert.equal(data['testimonials']?.[0]?.text, text)
    assert.equal(data['account'], undefined)
    const stored = await app.database.connection.collection('accessrequests').findOne({ email })
    assert.equal(stored?.['state'], 'answered')
    now = new Date(now.getTime() + 7 * aDay)
    assert.equal((await guest().look(mailed)).status, 410)
    await olga.signIn('olga')
  })

  it('who asks for more is answered by a person, or told why not and where to complain', async () => {
    for (const [email, wish] of [
      ['curious@example.com', 'answer'],
      ['sceptic@example.com', 'decline'],
    ] as const) {
      await ask(email, 'Whom do you give it to?')
      await confirm(email)
      await app.privacy.exports.makeDue()
      const list = await olga.visit('/staff/data-requests')
      const page = await olga.visit(list.$(`main a:contains("${email}")`).attr('href') ?? '')
      assert.match(page.$('main').text(), /Whom do you give it to/)
      const empty = await olga.submit(page, { wish, text: ' ' })
      assert.equal(empty.status, 422)
      await olga.submit(page, { wish, text: 'To nobody at all.' })
      const { text } = await lastMailTo(app, email)
      assert.match(text, /To nobody at all/)
      assert.equal(text.includes('complain'), wish === 'decline')
      assert.equal((await olga.send(page.$('main form').attr('action') ?? '', { wish, text: 'Again' })).status, 409)
    }
  })

  it('by a mail to us is entered by staff with the day it came, and confirms the address as well', async () => {
    const email = 'letter@example.com'
    const receivedOn = new Date(now.getTime() - 10 * aDay).toISOString().slice(0, 10)
    assert.equal((await olga.send('/staff/data-requests', { email, receivedOn })).status, 303)
    assert.match(await staffList(), /letter@example\.com/)
    const stored = await app.database.connection.collection('accessrequests').findOne({ email })
    assert.deepEqual(stored?.['dueAt'], dueOf(new Date(`${receivedOn}T00:00:00Z`)))
    assert.equal((await olga.send('/staff/data-requests', { email, receivedOn })).status, 422, 'mailed already today')
    await confirm(email)
    assert.equal(await app.privacy.exports.makeDue(), 1)
  })

  it('by a mail that lay too long can still confirm the address', async () => {
    const email = 'late@example.com'
    const receivedOn = new Date(now.getTime() - 60 * aDay).toISOString().slice(0, 10)
    await olga.send('/staff/data-requests', { email, receivedOn })
    assert.equal((await confirm(email)).status, 200)
  })

  it('who never confirms is forgotten', async () => {
    await ask('silent@example.com')
    now = new Date(now.getTime() + 3601_000)
    await app.jobs.runDue()
    const requests = app.database.connection.collection('accessrequests')
    assert.equal(await requests.countDocuments({ email: 'silent@example.com' }), 1)
    now = new Date(now.getTime() + 8 * aDay)
    await app.jobs.runDue()
    assert.equal(await requests.countDocuments({ email: 'silent@example.com' }), 0)
  })
})
