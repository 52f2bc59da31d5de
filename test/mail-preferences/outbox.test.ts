import assert from 'node:assert/strict'
import { queued, registerKinds } from '../mail/fixture.ts'
import { signedIn, type Person } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'
import { startMailServer, type MailServer } from '../support/smtp.ts'

inEverySetting('the owner’s page of mails', (setting) => {
  let server: MailServer
  let app: Running
  let owner: Person

  before(async () => {
    server = await startMailServer()
    app = await startApp({
      setting,
      options: (origin) => ({ url: origin + (setting === 'standalone' ? '' : '/support'), smtpUrl: server.url }),
    })
    registerKinds(app.mail)
    owner = await signedIn(app, 'olga')
  })
  after(async () => {
    await app.stop()
    await server.stop()
  })
  beforeEach(async () => {
    await app.database.connection.collection('mails').deleteMany({})
    server.behaviour = {}
    server.received.length = 0
  })

  async function givenUp(): Promise<string> {
    server.behaviour.recipient = () => 550
    const { id } = await queued(app.mail, { subject: 'Your <b>link</b>', isSecret: true })
    await app.mail.sendDue()
    server.behaviour = {}
    return id
  }

  it('shows what was sent, what waits and what was given up, with the server’s code', async () => {
    await givenUp()
    await queued(app.mail, { subject: 'Sent' })
    await app.mail.sendDue()
    await queued(app.mail, { subject: 'Waits' })
    const shown = async (path: string): Promise<string[]> => {
      const { $ } = await owner.visit(path)
      return $('.mails h2')
        .toArray()
        .map((title) => $(title).text())
    }
    assert.deepEqual((await shown('/staff/mail')).sort(), ['Sent', 'Waits', 'Your <b>link</b>'])
    assert.deepEqual(await shown('/staff/mail?state=dead'), ['Your <b>link</b>'])
    assert.deepEqual(await shown('/staff/mail?state=waiting'), ['Waits'])
    assert.deepEqual(await shown('/staff/mail?state=sent'), ['Sent'])
    assert.equal((await shown('/staff/mail?state=other')).length, 3)
    const { $ } = await owner.visit('/staff/mail?state=dead')
    assert.equal($('.mails code').text(), 'EENVELOPE 550')
    assert.equal($('.mail-filters [aria-current]').length, 1)
  })

  it('tries a given-up mail again', async () => {
    await givenUp()
    const page = await owner.visit('/staff/mail?state=dead')
    const after = await owner.submit(page, {}, '.mails form')
    assert.match(after.$('.flash').text(), /on its way/)
    await app.mail.sendDue()
    assert.equal(server.received.length, 1)
  })

  it('discards what was given up or waits, and forgets it', async () => {
    const id = await givenUp()
    const after = await owner.submit(await owner.visit('/staff/mail?state=dead'), {}, '.mails form[action$="/removal"]')
    assert.match(after.$('.flash').text(), /won't be sent/)
    assert.equal((await app.mail.outbox.find(id))?.text, undefined)
    assert.equal((await owner.send(`/staff/mail/${id}/attempts`)).status, 409)
    assert.equal((await owner.send(`/staff/mail/${id}/removal`)).status, 409)
  })

  it('shows no mail’s text where mails are sent: some of them let in who reads them', async () => {
    const id = await givenUp()
    assert.equal((await owner.look(`/staff/mail/${id}`)).status, 404)
    assert.equal((await owner.look(`/staff/mail/${id}/html`)).status, 404)
    const { text } = await owner.visit('/staff/mail')
    assert.doesNotMatch(text, /Somebody gave this address/)
    assert.doesNotMatch(JSON.stringify(await owner.json('/staff/mail')), /Somebody gave this address/)
  })

  it('goes on to older mails and back', async () => {
    for (let count = 0; count < 33; count += 1) await queued(app.mail, { subject: `Mail ${count}` })
    const first = await owner.visit('/staff/mail?state=waiting')
    assert.equal(first.$('.mails li').length, 30)
    const second = await owner.visit(first.$('a[rel=next]').attr('href') ?? '')
    assert.equal(second.$('.mails li').length, 3)
    const back = await owner.visit(second.$('a[rel=prev]').attr('href') ?? '')
    assert.equal(back.$('.mails h2').first().text(), first.$('.mails h2').first().text())
  })

  it('is there for the owner alone', async () => {
    const id = await givenUp()
    for (const persona of ['ben', 'ada', 'mia', 'max'] as const) {
      const person = await signedIn(app, persona)
      for (const path of ['/staff/mail', `/staff/mail/${id}`, `/staff/mail/${id}/html`]) {
        assert.equal((await person.look(path)).status, 404, `${persona} ${path}`)
      }
      for (const path of [`/staff/mail/${id}/attempts`, `/staff/mail/${id}/removal`]) {
        assert.equal((await person.send(path)).status, 403, `${persona} ${path}`)
      }
    }
    assert.equal((await app.mail.outbox.find(id))?.state, 'dead')
  })
})

inEverySetting('the mailbox of an installation without a mail server', (setting) => {
  let app: Running
  let owner: Person
  let id: string

  before(async () => {
    app = await startApp({ setting })
    registerKinds(app.mail)
    owner = await signedIn(app, 'olga')
    const address = `${app.url}/me/address/TOKEN`
    ;({ id } = await queued(app.mail, { isSecret: true, blocks: [{ kind: 'action', label: 'Confirm', address }] }))
    await app.mail.sendDue()
  })
  after(() => app.stop())

  it('says that mails stay here, and leads to each of them', async () => {
    const page = await owner.visit('/staff/mail')
    assert.match(page.$('.notice').text(), /SMTP_URL/)
    const mail = await owner.visit(page.$('.mails h2 a').attr('href') ?? '')
    assert.equal(mail.status, 200)
    assert.equal(mail.$('.mail-text a').first().attr('href'), `${app.url}/me/address/TOKEN`)
    assert.ok(mail.$('.mail-text').text().startsWith(`Confirm:\n${app.url}/me/address/TOKEN\n\n-- \n`))
  })

  it('shows the HTML of a mail as if it came from nowhere', async () => {
    const { status, headers, $ } = await owner.look(`/staff/mail/${id}/html`)
    assert.equal(status, 200)
    assert.equal(headers['content-type'], 'text/html; charset=utf-8')
    assert.equal(
      headers['content-security-policy'],
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    )
    assert.equal(headers['cache-control'], 'private, no-store')
    assert.equal($('a').first().attr('href'), app.url)
  })

  it('is empty for a mail that is not there', async () => {
    assert.equal((await owner.look('/staff/mail/000000000000')).status, 404)
    assert.equal((await owner.look('/staff/mail/000000000000/html')).status, 404)
  })
})
