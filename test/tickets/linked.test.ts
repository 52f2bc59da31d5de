import assert from 'node:assert/strict'
import { lastMailTo, linkIn } from '../support/mailbox.ts'
import { Person, signedIn } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { accountOf, aLinkedRequest, aRequest, storedRequest } from '../support/tickets.ts'

describe('a link to read on for people without an account', () => {
  let now = new Date('2026-03-02T10:00:00Z')
  let app: Running
  before(async () => {
    app = await startApp({ clock: () => (now = new Date(now.getTime() + 1)) })
  })
  after(() => app.stop())

  const staffWords = { format: 'markdown', side: 'staff' } as const

  it('stands in the mails to them, and shows the conversation to be read, answered and ended', async () => {
    const { number, email, marker } = await aLinkedRequest(app)
    const ada = await accountOf(app, 'ada')
    const files = [{ name: 'manual.txt', bytes: Buffer.from('page one') }]
    await app.tickets.add(ada, { number, kind: 'note', text: 'only-for-agents', files: [], ...staffWords })
    await app.tickets.add(ada, { number, kind: 'message', text: 'See *here*', files, ...staffWords })
    const path = linkIn(await lastMailTo(app, email))
    const guest = new Person(app)
    const page = await guest.visit(path)
    assert.match(page.text, new RegExp(`${marker}[^]*See <em>here</em>`))
    assert.doesNotMatch(page.text, /only-for-agents|data-live|redaction|\/people|\/download/)
    assert.equal((await guest.agent.get(page.$('.request-files a').attr('href') ?? '')).text, 'page one')
    const answered = await guest.submit(page, { text: 'It helps' }, '.reply form')
    assert.match(answered.$('article.post').last().text(), /Zofia[^]*It helps/)
    const again = await guest.submit(page, { text: 'It helps' }, '.reply form')
    assert.equal(again.$('article.post').length, answered.$('article.post').length)
    await guest.submit(answered, {}, 'form[action$="/closure"]')
    const { state, history } = await storedRequest(app, number)
    assert.equal(state, 'solved')
    assert.deepEqual(history.at(-1)?.role, 'requester')
  })

  it('leads to nothing else: not to other requests, nor for who changes it or was taken out', async () => {
    const guest = new Person(app)
    const ann = await accountOf(app, 'ann')
    const { path } = await aLinkedRequest(app)
    const other = await aRequest(app, { by: ann, cc: ['zoe@example.com'] })
    const confirm = await guest.visit(linkIn(await lastMailTo(app, 'zoe@example.com')))
    const confirmed = await guest.submit(confirm)
    const hers = confirmed.$('a.action-main').attr('href') ?? ''
    assert.equal((await guest.visit(hers)).status, 200)
    assert.equal((await guest.visit(confirm.address)).$('a.action-main').length, 0, 'the first mail is no way in')
    const [token = '', other_ = ''] = [path, hers].map((each) => each.split('/').at(-1) ?? '')
    const mixed = token.slice(0, 26) + other_.slice(26)
    for (const wrong of [mixed, `${token.slice(0, -1)}_`, token.slice(0, -1), 'x'.repeat(400)])
      assert.equal((await guest.visit(`/requests/mailed/${wrong}`)).status, 404, wrong)
    const person = await signedIn(app, 'ann')
    const key = (await storedRequest(app, other.number)).people[1]?.key ?? ''
    await person.send(`/requests/${other.number}/people/${key}/removal`)
    assert.equal((await guest.visit(hers)).status, 404)
  })

  it('ends after 30 days, and is sent anew to the same address', async () => {
    const { path, email } = await aLinkedRequest(app)
    now = new Date(now.getTime() + 31 * 24 * 3600_000)
    const guest = new Person(app)
    const page = await guest.visit(path)
    assert.equal(page.status, 410)
    const late = await guest.post(`${path}/messages`, { text: 'Too late to say' })
    assert.equal(late.status, 403)
    assert.match(late.text, /Too late to say/)
    await guest.submit(page)
    const fresh = linkIn(await lastMailTo(app, email))
    assert.notEqual(fresh, path)
    assert.equal((await guest.visit(fresh)).status, 200)
  })

  it('asks to sign in whoever has an account by now', async () => {
    const { path, email, number } = await aLinkedRequest(app)
    const person = await signedIn(app, 'ben')
    const { id } = await accountOf(app, 'ben')
    const accounts = app.database.connection.collection<{ _id: string }>('accounts')
    await accounts.updateOne({ _id: id }, { $set: { email } })
    const { status, headers } = await new Person(app).look(path)
    assert.deepEqual([status, new URL(headers['location'] ?? '').pathname], [303, `/requests/${number}`])
    assert.equal((await person.visit(path)).status, 200)
  })
})
