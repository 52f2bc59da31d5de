import assert from 'node:assert/strict'
import { wishIn } from '../../../src/tickets/inbound/wish-in.ts'
import { lastMailTo, linkIn } from '../../support/mailbox.ts'
import { Person, signedIn } from '../../support/person.ts'
import { storedRemovals } from '../../support/removals.ts'
import { address, aMail, startInbox, type WithInbox } from './support/inbox.ts'

describe('mails that ask for a removal or for data', () => {
  let app: WithInbox
  before(async () => {
    app = await startInbox()
    await signedIn(app, 'ada')
  })
  after(() => app.stop())

  const access = () => app.database.connection.collection('accessrequests').find({}).toArray()

  it('open the case of a removal, with the clock of the day when they came', async () => {
    const came = app.now
    const mail = aMail({
      from: 'Zofia <zofia@example.com>',
      subject: 'Please delete my photo',
      text: 'It is on your wall.',
    })
    await app.hand(mail)
    await app.hand(mail)
    const found = await storedRemovals(app).cases.find({}).toArray()
    assert.equal(found.length, 1, 'handed over twice it is one')
    const [item] = found
    assert.deepEqual([item?.state, item?.receivedAt, item?.dueOn], ['unconfirmed', came, '2026-04-01'])
    assert.match(item?.notice.words ?? '', /Please delete my photo[\s\S]*on your wall/)
    app.now = new Date(came.getTime() + 3 * 24 * 60 * 60 * 1000)
    const guest = new Person(app)
    const page = await guest.visit(linkIn(await lastMailTo(app, 'zofia@example.com')))
    const status = await guest.submit(page, { answer: 'confirm' })
    assert.match(status.text, /Being looked at/)
    const after = await storedRemovals(app).cases.findOne({ _id: item?._id ?? '' })
    assert.deepEqual([after?.state, after?.receivedAt, after?.dueOn], ['open', came, '2026-04-01'], 'no date moves')
  })

  it('open a request for data by the address that they are sent to', async () => {
    const to = address.replace('@', '+data@')
    await app.hand(aMail({ from: 'vic@example.com', to, subject: 'Hello', text: 'What do you know of me?' }))
    const [asked] = await access()
    assert.deepEqual([asked?.['via'], asked?.['state'], asked?.['receivedAt']], ['mail', 'unconfirmed', app.now])
    const guest = new Person(app)
    await guest.submit(await guest.visit(linkIn(await lastMailTo(app, 'vic@example.com'))))
    assert.equal((await access())[0]?.['state'], 'open')
  })

  it('are told by an agent where no machine can tell', async () => {
    await app.hand(aMail({ from: 'ann@demo.example', subject: 'About me', text: 'I do not want to be on that page.' }))
    assert.equal(await storedRemovals(app).cases.countDocuments({ 'parties.email': 'ann@demo.example' }), 0)
    const came = app.now
    app.now = new Date(came.getTime() + 26 * 60 * 60 * 1000)
    const ada = await signedIn(app, 'ada')
    const list = await ada.visit('/staff/requests?list=active')
    const path = list.$('main a:contains("About me")').attr('href') ?? ''
    const page = await ada.visit(path)
    const opened = await ada.submit(page, { kind: 'removal' }, 'form[action$="/case"]')
    assert.match(opened.$('main').text(), /opened a case about Removal/)
    await ada.send(`${path}/case`, { kind: 'removal' })
    const found = await storedRemovals(app).cases.find({ 'parties.email': 'ann@demo.example' }).toArray()
    assert.deepEqual(
      found.map(({ receivedAt }) => receivedAt),
      [came],
    )
  })

  it('are told from those that ask how something works', () => {
    const to = [address]
    const kinds: [string, string | undefined][] = [
      ['Please remove all my personal data', 'removal'],
      ['Takedown notice under the DMCA', 'removal'],
      ['Proszę o usunięcie moich danych', 'removal'],
      ['Bitte meine Daten löschen', 'removal'],
      ['Subject access request', 'data'],
      ['I would like a copy of my data', 'data'],
      ['How do I delete a topic?', undefined],
      ['My printer removes paper', undefined],
      ['Data export to Excel fails', undefined],
    ]
    for (const [subject, kind] of kinds) assert.equal(wishIn({ subject, text: '', to }, address), kind, subject)
  })
})
