import assert from 'node:assert/strict'
import { lastMailTo, linkIn } from '../../support/mailbox.ts'
import { Person, signedIn, type Shown } from '../../support/person.ts'
import { startApp, type Running } from '../../support/running.ts'
import { sendFile } from '../../support/send-file.ts'
import { xlsx } from '../../support/xlsx.ts'

const header = ['Name', 'E-mail']
const aDay = 24 * 60 * 60 * 1000

describe('agents from a spreadsheet', () => {
  let app: Running
  let owner: Person
  let now = new Date('2026-03-02T10:00:00Z')
  before(async () => {
    app = await startApp({ clock: () => now })
    owner = await signedIn(app, 'olga')
  })
  after(() => app.stop())

  const stored = (name: string) => app.database.connection.collection(name)
  const mailsTo = (address: string): Promise<number> => stored('mails').countDocuments({ to: address })

  /** Sends a list and looks at what was read. */
  async function preview(rows: string[][]): Promise<Shown> {
    const sent = await sendFile(owner, '/staff/agents/import', xlsx([header, ...rows]))
    assert.equal(sent.status, 303, sent.text)
    return owner.visit(new URL(sent.headers['location'] ?? '').pathname)
  }

  /** Invites somebody, and gives the path of the link in their mail. */
  async function invite(name: string, email: string): Promise<string> {
    const done = await owner.submit(await preview([[name, email]]))
    assert.match(done.$('.flash').text(), /1 person is invited/)
    return linkIn(await lastMailTo(app, email))
  }

  it('are shown row by row before anybody is mailed, every fault with its row', async () => {
    const page = await preview([
      ['Zoë Łęska', 'Zoe@Example.com'],
      ['', 'nameless@example.com'],
      ['Al', 'al at example.com'],
      [],
      ['', ''],
      ['Zoe again', 'zoe@example.com'],
      ['Olga', 'olga@demo.example'],
      ['x'.repeat(81), ''],
    ])
    const rows = page
      .$('tbody tr')
      .toArray()
      .map((row) => page.$(row).text().replace(/\s+/g, ' ').trim())
    assert.equal(rows.length, 6)
    assert.match(rows[0]!, /^2Zoë Łęskazoe@example\.comIs invited$/)
    assert.match(rows[1]!, /^3nameless@example\.comThe name is missing\.$/)
    assert.match(rows[2]!, /^4Alal at example\.comThis is no e-mail address\.$/)
    assert.match(rows[3]!, /^7Zoe againzoe@example\.comThe same address stands in row 2\.$/)
    assert.match(rows[4]!, /^8.*Works here already\.$/)
    assert.match(rows[5]!, /^9x+The name is longer than 80 characters\. The address is missing\.$/)
    assert.match(page.$('.lead').text(), /1 person can be invited\. 5 rows can’t be used/)
    assert.equal(await stored('mails').countDocuments(), 0)
    assert.equal(await stored('agentinvitations').countDocuments(), 0)
  })

  it('are told as a whole when the file can’t be taken, and nothing is kept of it', async () => {
    const kept = await stored('agentimports').countDocuments()
    const crowd = Array.from({ length: 101 }, (_, at) => [`Person ${at}`, `p${at}@example.com`])
    const files: [Buffer | undefined, RegExp][] = [
      [undefined, /Choose a file/],
      [Buffer.from('Name,E-mail'), /no \.xlsx spreadsheet/],
      [Buffer.alloc(1024 * 1024 + 1), /larger than 1 MB/],
      [
        xlsx([
          ['Who', 'Where'],
          ['Al', 'al@example.com'],
        ]),
        /no headings/,
      ],
      [xlsx([header]), /nobody below/],
      [xlsx([header, ...crowd]), /more than 100 people/],
    ]
    for (const [file, words] of files) {
      const sent = await sendFile(owner, '/staff/agents/import', file)
      assert.equal(sent.status, 422)
      assert.match(sent.$('.errors').text(), words)
    }
    assert.equal(await stored('agentimports').countDocuments(), kept)
  })

  it('are invited by one fixed text that says who gave the address, what for, how long and how to erase it', async () => {
    const page = await preview([['Visit http://evil.example', 'vic@example.com']])
    const done = await owner.submit(page)
    assert.match(done.text, /vic@example\.com/)
    const { subject, text } = await lastMailTo(app, 'vic@example.com')
    assert.doesNotMatch(subject + text, /evil|Visit/)
    assert.match(
      text,
      /owner of Support gave us your name and address for this invitation[^]*14 days[^]*only mail[^]*erased/,
    )
    // Sent twice, the confirmation finds nothing any more.
    assert.equal((await owner.send(page.$('main form').attr('action') ?? '')).status, 409)
    assert.equal(await mailsTo('vic@example.com'), 1)
  })

  it('become agents with whatever account they sign in, once, under a new session id', async () => {
    const link = await invite('Ann', 'ann.at.work@example.com')
    const guest = await new Person(app).visit(link)
    assert.match(guest.$('.pairs').text(), /ann\.at\.work@example\.com[^]*Olga/)
    assert.equal(guest.$('main a[href*="/sign-in?return="]').length, 1)
    const ann = await signedIn(app, 'ann')
    const elsewhere = await signedIn(app, 'ann')
    assert.equal((await ann.look('/staff')).status, 404)
    const before = ann.cookies()
    const done = await ann.submit(await ann.visit(link))
    assert.equal(done.address, `${app.mountPath}/staff`)
    assert.match(done.$('.flash').text(), /You are an agent now/)
    assert.notDeepEqual(ann.cookies(), before)
    assert.equal(await elsewhere.greeted(), '')
    const ben = await signedIn(app, 'ben')
    assert.equal((await ben.visit(link)).status, 410)
    assert.equal((await ben.send(`${link}/acceptance`)).status, 410)
    assert.equal((await ben.look('/staff')).status, 404)
    assert.equal(await stored('agentinvitations').countDocuments({ email: 'ann.at.work@example.com' }), 0)
  })

  it('can have their address erased by the same link without signing in; opening it erases nothing', async () => {
    const link = await invite('Eve', 'eve@example.com')
    const guest = new Person(app)
    const page = await guest.visit(link)
    await guest.visit(link)
    const erased = await guest.submit(page, {}, 'form[action$="/erasure"]')
    assert.equal(erased.status, 200)
    assert.equal((await guest.visit(link)).status, 410)
    const { connection } = app.database
    for (const { name } of await connection.listCollections()) {
      const all = JSON.stringify(await connection.collection(name).find().toArray())
      assert.ok(!all.toLowerCase().includes('eve@'), name)
    }
    // Not even a neighbour of the same mailbox is invited again.
    const again = await preview([
      ['Eve', 'EVE@example.com'],
      ['Eve', 'eve+work@example.com'],
    ])
    assert.match(again.$('tbody tr').eq(0).text(), /Was invited before/)
    assert.match(again.$('tbody tr').eq(1).text(), /Was invited before/)
    assert.equal(await mailsTo('eve@example.com'), 0)
  })

  it('can be taken back, and are over after 14 days; nobody gets a second mail', async () => {
    const link = await invite('Una', 'una@example.com')
    const page = await owner.visit('/staff/agents/import')
    assert.match(page.$('.rows').text(), /una@example\.com/)
    await owner.submit(page, {}, '.rows li:contains("una@example.com") form')
    assert.equal((await new Person(app).visit(link)).status, 410)
    const late = await invite('Leo', 'leo@example.com')
    now = new Date(now.getTime() + 14 * aDay)
    const visitor = new Person(app)
    assert.equal((await visitor.visit(late)).status, 410)
    assert.equal((await visitor.send(`${late}/erasure`)).status, 410)
    const owners = await signedIn(app, 'olga')
    owner = owners
    assert.match((await preview([['Leo', 'leo@example.com']])).$('tbody').text(), /Was invited before/)
    assert.equal((await owner.visit('/staff/agents/import')).$('.rows').length, 0)
    const logged = await app.database.connection.collection('audit').distinct('action')
    for (const action of ['agent.invite', 'agent.withdraw']) assert.ok(logged.includes(action), action)
  })

  it('wait a day where another mail of ours went to an address that nobody proved', async () => {
    const ben = await signedIn(app, 'ben')
    await ben.submit(await ben.visit('/me/address'), { email: 'new@example.com' }, 'form[action$="/me/address"]')
    const page = await owner.submit(await preview([['New', 'new@example.com']]))
    assert.match(page.$('.flash').text(), /0 people are invited\. 1 had a mail from us/)
    now = new Date(now.getTime() + aDay + 1)
    owner = await signedIn(app, 'olga')
    await invite('New', 'new@example.com')
  })

  it('leave with the person whose proven address it is', async () => {
    const link = await invite('Ben', 'ben@demo.example')
    const ben = await signedIn(app, 'ben')
    const leaving = { mode: 'erase', confirmed: 'on' }
    await ben.submit(await ben.visit('/me/deactivate'), leaving, 'form[action$="/me/deactivate"]')
    assert.equal((await new Person(app).visit(link)).status, 410)
    assert.equal(await stored('agentinvitations').countDocuments({ email: 'ben@demo.example' }), 0)
  })
})
