import assert from 'node:assert/strict'
import { Person, signedIn } from '../../support/person.ts'
import { corpus, expected, mailOf } from './support/corpus.ts'
import {
  actorOf,
  address,
  aMail,
  startInbox,
  type OutMail,
  type StoredMessage,
  type StoredRequest,
  type WithInbox,
} from './support/inbox.ts'

describe('mails to the support address', () => {
  let app: WithInbox
  let ann: Person
  let ada: Person
  before(async () => {
    app = await startInbox()
    ann = await signedIn(app, 'ann')
    ada = await signedIn(app, 'ada')
    await signedIn(app, 'ben')
  })
  after(() => app.stop())

  const stored = (name: string) => app.database.connection.collection(name)
  const requests = () => stored('requests').find().sort({ number: 1 }).toArray() as unknown as Promise<StoredRequest[]>
  const messagesOf = ({ _id }: StoredRequest) =>
    stored('requestmessages').find({ requestId: _id }).sort({ createdAt: 1, _id: 1 }).toArray() as unknown as Promise<
      StoredMessage[]
    >
  const mailsTo = (to: string) =>
    stored('mails').find({ to }).sort({ createdAt: 1, _id: 1 }).toArray() as unknown as Promise<OutMail[]>
  const pass = (minutes: number): void => void (app.now = new Date(app.now.getTime() + minutes * 60_000))

  async function latest(): Promise<StoredRequest> {
    const found = (await requests()).at(-1)
    assert.ok(found)
    return found
  }

  /** Opens a request of a demo customer by mail, answered by Ada; gives it with the mail of the answer. */
  async function answered(name = 'ann'): Promise<{ request: StoredRequest; mail: OutMail }> {
    pass(61)
    await app.hand(aMail({ from: `${name}@demo.example`, subject: `From ${name}` }))
    const request = await latest()
    pass(1)
    const words = { kind: 'message', text: 'Please try again.', format: 'markdown', files: [], side: 'staff' } as const
    await app.tickets.add(await actorOf(app, 'ada'), { number: request.number, ...words })
    const mail = (await mailsTo(`${name}@demo.example`)).at(-1)
    assert.ok(mail)
    assert.match(mail.text, /Please try again/)
    pass(1)
    return { request, mail }
  }

  it('open a request, and a stranger gets one fixed text in a day, without a word of theirs', async () => {
    const taken = await app.hand(
      aMail({ from: 'Vic <vic@example.com>', subject: 'Buy now', text: 'Visit evil.example' }),
    )
    assert.deepEqual(taken, { status: 200, outcome: 'taken' })
    const request = await latest()
    assert.deepEqual([request.subject, request.state, request.source], ['Buy now', 'new', 'mail'])
    assert.deepEqual([request.people[0]?.email, request.people[0]?.isProven], ['vic@example.com', false])
    for (let again = 0; again < 3; again += 1)
      await app.hand(aMail({ from: 'vic@example.com', subject: `More ${again}` }))
    assert.equal((await requests()).length, 4)
    const mails = await mailsTo('vic@example.com')
    assert.equal(mails.length, 1)
    assert.doesNotMatch(mails[0]!.subject + mails[0]!.text, /Buy|evil|Vic\b|More/)
    assert.equal(mails[0]!.replyTo, undefined)
  })

  it('go on the request whose reply address they were sent to', async () => {
    const { request, mail } = await answered()
    assert.match(mail.replyTo ?? '', /^help\+[0-9a-z]{32}@support\.example$/)
    // Some programs write addresses in capitals.
    const to = (mail.replyTo ?? '').toUpperCase()
    await app.hand(aMail({ from: 'ann@demo.example', to, subject: 'Other subject', text: 'It works.\n\n> Please' }))
    const [, , reply] = await messagesOf(request)
    assert.deepEqual([reply?.text, reply?.author.role], ['It works.', 'requester'])
    assert.equal((await latest())._id, request._id)
  })

  it('go on the request that their references or their subject name, where the sender is one of its people', async () => {
    const { request, mail } = await answered()
    const from = 'ann@demo.example'
    await app.hand(aMail({ from, reference: mail.messageId, subject: 'No number', text: 'By reference' }))
    pass(1)
    await app.hand(aMail({ from, reference: mail.references[0] ?? '', subject: 'No number', text: 'By conversation' }))
    pass(1)
    await app.hand(aMail({ from, subject: `AW: [#${request.number}] x`, text: 'By subject' }))
    const texts = (await messagesOf(request)).map(({ text }) => text)
    assert.deepEqual(texts.slice(2), ['By reference', 'By conversation', 'By subject'])
  })

  it('of anybody else open one of their own, whatever they name', async () => {
    const { request, mail } = await answered()
    const count = (await requests()).length
    const attempts = [
      { to: mail.replyTo ?? '', subject: 'By address' },
      { reference: mail.messageId, subject: 'By reference' },
      { subject: `Re: [#${request.number}] By number` },
      { to: (mail.replyTo ?? '').replace(/.@/, 'x@'), subject: 'Forged' },
    ]
    for (const attempt of attempts) await app.hand(aMail({ from: 'ben@demo.example', ...attempt }))
    assert.equal((await messagesOf(request)).length, 2)
    const own = (await requests()).slice(count)
    assert.deepEqual(
      own.map(({ people }) => people[0]?.email),
      attempts.map(() => 'ben@demo.example'),
    )
  })

  it('in an agent’s name are an agent’s only by the address that they alone were sent', async () => {
    const { request } = await answered()
    const mine = { kind: 'message', text: 'Mine', format: 'markdown', files: [], side: 'staff' } as const
    await app.tickets.add(await actorOf(app, 'ada'), { number: request.number, ...mine })
    await stored('requests').updateOne(
      { number: request.number },
      { $set: { assigneeId: (await actorOf(app, 'ada')).id } },
    )
    await app.hand(aMail({ from: 'ann@demo.example', subject: `[#${request.number}]`, text: 'Question' }))
    const told = (await mailsTo('ada@demo.example')).at(-1)
    assert.ok(told?.replyTo)
    pass(1)
    await app.hand(aMail({ from: 'ada@demo.example', to: told.replyTo, subject: 'x', text: 'Answer by mail' }))
    const last = (await messagesOf(request)).at(-1)
    assert.deepEqual([last?.text, last?.author.role], ['Answer by mail', 'agent'])
    await app.hand(aMail({ from: 'ada@demo.example', subject: `[#${request.number}]`, text: 'Forged answer' }))
    assert.equal((await messagesOf(request)).at(-1)?.text, 'Answer by mail')
  })

  it('add whom a requester writes to beside us, by their own reply address alone', async () => {
    const { request, mail } = await answered()
    const people = async () => (await latest()).people.slice(1).map(({ email, isProven }) => `${email} ${isProven}`)
    await app.hand(aMail({ from: 'ann@demo.example', subject: `[#${request.number}]`, cc: 'thief@example.com' }))
    assert.deepEqual(await people(), [])
    const to = mail.replyTo ?? ''
    const named = `Zoe <zoe@example.com>, ${address}, ben@demo.example, ann@demo.example`
    await app.hand(aMail({ from: 'ann@demo.example', to, cc: named, text: 'Zoe knows more' }))
    assert.deepEqual(await people(), ['zoe@example.com false', 'ben@demo.example true'])
    assert.doesNotMatch((await mailsTo('zoe@example.com'))[0]?.text ?? '', /knows more/)
    const bens = (await mailsTo('ben@demo.example')).at(-1)?.replyTo ?? ''
    pass(1)
    await app.hand(aMail({ from: 'ben@demo.example', to: bens, cc: 'more@example.com', text: 'From Ben' }))
    assert.equal((await messagesOf(request)).at(-1)?.text, 'From Ben')
    assert.equal((await people()).length, 2, 'only who asked adds people')
  })

  it('that come twice are one message; after the end of a request they open another that names it', async () => {
    const { request } = await answered()
    const mail = aMail({ from: 'ann@demo.example', subject: `[#${request.number}]`, text: 'Once' })
    await app.hand(mail)
    await app.hand(`X-Way: another\r\n${mail}`)
    assert.equal((await messagesOf(request)).filter(({ text }) => text === 'Once').length, 1)
    await app.tickets.setState(await actorOf(app, 'ada'), { number: request.number, event: 'close' })
    await app.hand(aMail({ from: 'ann@demo.example', subject: `Re: [#${request.number}] x`, text: 'Still' }))
    const next = await latest()
    assert.deepEqual([next.followsUp, (await messagesOf(next))[0]?.text], [request.number, 'Still'])
  })

  it('bring files as the web does; what isn’t taken is named', async () => {
    await app.hand(mailOf('winmail', { to: address }))
    const [message] = await messagesOf(await latest())
    const [trimmed, bag] = message?.text.split(/\n\n(?=\(The files)/) ?? []
    assert.equal(trimmed, expected('winmail'))
    assert.match(bag ?? '', /winmail\.dat, which only Outlook opens/)
    assert.deepEqual(
      message?.files.map(({ name, type }) => [name, type]),
      [['ekran żółty.png', 'image/png']],
    )
  })

  it('are kept whole for agents, and for nobody else', async () => {
    const { request } = await answered()
    const raw = aMail({ from: 'ann@demo.example', subject: `[#${request.number}]`, text: 'Own\n\n> quoted secret' })
    await app.hand(raw)
    const { inboundId = '', text } = (await messagesOf(request)).at(-1)!
    assert.equal(text, 'Own')
    const path = `/staff/requests/${request.number}/mails/${inboundId}`
    const shown = await ada.look(path, { Accept: '*/*' })
    assert.equal(shown.status, 200)
    assert.match(shown.headers['content-disposition'] ?? '', /^attachment; filename="request-\d+\.eml"$/)
    const whole = await ada.agent
      .get(ada.whole(path))
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => done(null, Buffer.concat(chunks)))
      })
    assert.equal(String(whole.body), raw)
    assert.equal((await ann.look(path)).status, 404)
    assert.equal((await new Person(app).look(path)).status, 302)
    assert.equal((await ada.look(path.replace(`/${request.number}/`, '/1/'))).status, 404)
    assert.equal((await ada.look(path.replace(inboundId, 'nobodys'))).status, 404)
  })

  it('of machines become nothing and are answered by nothing', async () => {
    const before = [await stored('requests').countDocuments(), await stored('requestmessages').countDocuments()]
    const mails = await stored('mails').countDocuments()
    for (const name of corpus().filter((each) => each.startsWith('auto-')))
      assert.deepEqual(await app.hand(mailOf(name, { to: address })), { status: 200, outcome: 'ignored' }, name)
    const bounce = await app.hand(aMail({ from: 'ann@demo.example' }), { 'X-Envelope-From': '<>' })
    assert.equal(bounce.outcome, 'ignored')
    for (const from of [address, `Help <${address}>`])
      assert.equal((await app.hand(aMail({ from }))).outcome, 'ignored')
    assert.equal((await app.hand(aMail({ from: 'ann@demo.example', id: '<request.x@localhost>' }))).outcome, 'ignored')
    assert.deepEqual(
      [await stored('requests').countDocuments(), await stored('requestmessages').countDocuments()],
      before,
    )
    assert.equal(await stored('mails').countDocuments(), mails)
    assert.equal(await stored('inboundmails').countDocuments({ isWaiting: true }), 0)
  })

  it('of a machine that hides what it is end after one exchange', async () => {
    pass(61)
    for (const from of ['robot@example.com', 'ben@demo.example']) {
      const begun = (await mailsTo(from)).length
      let sent = begun
      await app.hand(aMail({ from, subject: 'I am a person' }))
      for (let round = 0; round < 8; round += 1) {
        pass(1)
        const mails = await mailsTo(from)
        if (mails.length === sent) break
        for (const { subject } of mails.slice(sent))
          await app.hand(aMail({ from, subject: `Re: ${subject}`, text: 'I am away' }))
        sent = mails.length
      }
      assert.equal((await mailsTo(from)).length - begun, 1, from)
    }
  })

  it('that were cut off before they became a message go after a week; those that became one stay', async () => {
    await answered()
    const [one] = await stored('inboundmails').find().sort({ receivedAt: -1 }).limit(1).toArray()
    assert.ok(one)
    await stored('inboundmails').updateOne({ _id: one._id }, { $set: { isWaiting: true } })
    const lost = { ...one, _id: 'x'.repeat(24) as unknown as typeof one._id, isWaiting: true }
    await stored('inboundmails').insertOne(lost)
    await app.jobs.runDue()
    pass(8 * 24 * 60)
    await app.jobs.runDue()
    assert.equal(await stored('inboundmails').countDocuments({ _id: lost._id }), 0)
    assert.equal(await stored('inboundmails').countDocuments({ _id: one._id }), 1)
    assert.equal(await stored('inboundmails').countDocuments({ isWaiting: true }), 0)
    for (const name of ['ann', 'ada', 'ben'] as const) await signedIn(app, name)
  })

  it('of one address are refused after twenty in an hour', async () => {
    pass(61)
    const outcomes: number[] = []
    for (let count = 0; count < 22; count += 1)
      outcomes.push((await app.hand(aMail({ from: 'many@example.com' }))).status)
    assert.deepEqual([...new Set(outcomes.slice(0, 20)), ...outcomes.slice(20)], [200, 429, 429])
    pass(61)
    assert.equal((await app.hand(aMail({ from: 'many@example.com' }))).status, 200)
  })

  it('are taken from whoever has the secret, and refused with the reason when they can’t be read', async () => {
    const mail = aMail({ from: 'ann@demo.example' })
    for (const Authorization of ['', 'Bearer wrong', `Basic ${'s'.repeat(40)}`])
      assert.equal((await app.hand(mail, { Authorization })).status, 401)
    for (const raw of ['', 'no mail at all', 'Subject: nobody wrote it\r\n\r\ntext', Buffer.alloc(5000, 0x81), hollow])
      assert.deepEqual(await app.hand(raw), { status: 422, outcome: 'unreadable' }, String(raw).slice(0, 40))
    assert.equal((await app.hand(Buffer.alloc(26 * 1024 * 1024, 'a'))).status, 413)
    assert.equal((await fetch(`${app.reachedAt}/inbound/mail`)).status, 404)
  })

  it('come by SMTP as well, where all that can’t be taken is refused within the dialogue', async () => {
    pass(61)
    const mail = Buffer.from(aMail({ from: 'ann@demo.example', subject: 'By SMTP' }))
    assert.equal((await app.smtp(mail)).code, 250)
    assert.equal((await latest()).subject, 'By SMTP')
    const encrypted = Buffer.from(aMail({ from: 'ann@demo.example', subject: 'By STARTTLS' }))
    assert.deepEqual(await app.smtp(encrypted, { isEncrypted: true }), { code: 250, text: '' })
    assert.equal((await latest()).subject, 'By STARTTLS')
    assert.match((await app.smtp(mail, { to: ['other@support.example'] })).text, /No such address/)
    const crowd = Array.from({ length: 1000 }, (_, at) => `help+${at}@support.example`)
    assert.deepEqual(await app.smtp(mail, { to: crowd }), {
      code: 550,
      text: '550 5.5.3 Too many recipients: send it to us alone.',
    })
    const large = Buffer.concat([mail, Buffer.alloc(30 * 1024 * 1024, 'large \r\n')])
    assert.deepEqual(await app.smtp(large), {
      code: 552,
      text: '552 5.3.4 This mail is larger than 25 MB. Send a link to the files.',
    })
    assert.match((await app.smtp(Buffer.from(hollow))).text, /^554 5\.6\.0 This mail can't be read/)
    const count = (await requests()).length
    assert.equal((await app.smtp(Buffer.from(aMail({ from: 'ann@demo.example' })), { from: '' })).code, 250)
    assert.equal((await requests()).length, count)
  })
})

/** Parts without what holds them apart. */
const hollow = 'From: ann@demo.example\r\nContent-Type: multipart/mixed\r\n\r\n'
