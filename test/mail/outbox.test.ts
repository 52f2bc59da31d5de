import assert from 'node:assert/strict'
import { startMailServer, type MailServer } from '../support/smtp.ts'
import { aMail, day, minute, queued, startMail, type MailProcess } from './fixture.ts'

const account = 'abcdefgh1234'
const post = { kind: 'post', id: 'post00000001' }
const topic = { kind: 'topic', id: 'topic0000001' }

describe('the outbox', () => {
  let server: MailServer
  let ours: MailProcess
  beforeEach(async () => {
    server = await startMailServer()
    ours = await startMail({ settings: { smtpUrl: server.url } })
  })
  afterEach(async () => {
    await ours.stop()
    await server.stop()
  })

  const recipients = (): string[] => server.received.map(({ to }) => to[0] ?? '')
  const only = async () => {
    const [mail, ...others] = await ours.stored()
    assert.ok(mail && others.length === 0)
    return mail
  }
  const cleanAfter = async (milliseconds: number): Promise<void> => {
    ours.time.forward(milliseconds)
    await ours.mail.jobs.find(({ name }) => name === 'mail-cleaning')?.run()
  }

  it('sends what people wait for before what can wait', async () => {
    for (let count = 0; count < 6; count += 1)
      await queued(ours.mail, { kind: 'reply', to: `news${count}@example.com` })
    ours.time.forward(1)
    await queued(ours.mail, { to: 'service@example.com' })
    await ours.mail.sendDue()
    assert.ok(recipients().indexOf('service@example.com') < 3, recipients().join())
    assert.equal(recipients().length, 7)
  })

  it('keeps a mail back until its time', async () => {
    await queued(ours.mail, { sendAfter: new Date(ours.time.now.getTime() + minute) })
    await ours.mail.sendDue()
    assert.deepEqual(recipients(), [])
    ours.time.forward(minute)
    await ours.mail.sendDue()
    assert.deepEqual(recipients(), ['ann@example.com'])
  })

  it('does not send what has become useless', async () => {
    server.behaviour.recipient = () => 450
    await queued(ours.mail, { usefulUntil: new Date(ours.time.now.getTime() + minute) })
    await ours.mail.sendDue()
    server.behaviour.recipient = () => undefined
    ours.time.forward(minute)
    await ours.mail.sendDue()
    assert.deepEqual(recipients(), [])
    const { state, text, subject, html } = await only()
    assert.deepEqual(
      { state, text, subject, html },
      { state: 'cancelled', text: undefined, subject: undefined, html: undefined },
    )
  })

  it('sends no kind that nobody registered', async () => {
    await assert.rejects(
      ours.mail.enqueue(aMail({ kind: 'other' }), { toProvenAddress: true }),
      /other is not registered/,
    )
  })

  describe('when something is removed', () => {
    it('sends nothing that quotes it, and forgets what it said', async () => {
      await queued(ours.mail, {
        about: [topic, post],
        subject: 'Ann wrote',
        sendAfter: new Date(ours.time.now.getTime() + minute),
      })
      ours.time.forward(30_000)
      await queued(ours.mail, { about: [topic], to: 'ben@example.com' })
      await ours.mail.cancelAbout(post)
      ours.time.forward(minute)
      await ours.mail.sendDue()
      assert.deepEqual(recipients(), ['ben@example.com'])
      const [cancelled] = await ours.stored()
      assert.equal(cancelled?.state, 'cancelled')
      assert.doesNotMatch(JSON.stringify(cancelled), /Ann wrote|Somebody gave/)
    })

    it('leaves alone what is about another thing of the same id', async () => {
      await queued(ours.mail, { about: [{ kind: 'photo', id: post.id }, topic] })
      await ours.mail.cancelAbout(post)
      await ours.mail.cancelAbout({ kind: 'photo', id: topic.id })
      assert.equal((await only()).state, 'waiting')
    })

    it('forgets what was sent about it, and that a mail was sent stays', async () => {
      await queued(ours.mail, { about: [post], accountId: account })
      await ours.mail.sendDue()
      await ours.mail.cancelAbout(post)
      const { state, text, html, subject } = await only()
      assert.deepEqual(
        { state, text, html, subject },
        { state: 'sent', text: undefined, html: undefined, subject: undefined },
      )
      assert.equal((await ours.mail.sentTo({ accountId: account })).length, 1)
    })

    it('makes no second attempt at a mail that was under way', async () => {
      server.behaviour.message = async () => {
        await ours.mail.cancelAbout(post)
        return 451
      }
      await queued(ours.mail, { about: [post] })
      await ours.mail.sendDue()
      ours.time.forward(minute)
      await ours.mail.sendDue()
      assert.equal(server.received.length, 1)
      assert.equal((await only()).state, 'cancelled')
    })

    it('gives up for good what was given up already', async () => {
      server.behaviour.recipient = () => 550
      const { id } = await queued(ours.mail, { about: [post] })
      await ours.mail.sendDue()
      await ours.mail.cancelAbout(post)
      assert.equal((await only()).state, 'cancelled')
      assert.equal(await ours.mail.outbox.retry(id), false)
    })
  })

  describe('to an address that nobody proved', () => {
    const unproven = (wishes: Parameters<typeof aMail>[0] = {}) =>
      ours.mail.enqueue(aMail(wishes), { toProvenAddress: false })

    it('sends one mail in 24 hours, however the address is written', async () => {
      assert.equal((await unproven()).outcome, 'queued')
      for (const to of ['ann@example.com', 'Ann@EXAMPLE.com', 'ann+more@example.com', 'ann+a+b@example.com']) {
        assert.deepEqual(await unproven({ to }), { outcome: 'sent-recently' }, to)
      }
      assert.equal((await unproven({ to: 'anna@example.com' })).outcome, 'queued')
      ours.time.forward(day - 1)
      assert.equal((await unproven()).outcome, 'sent-recently')
      ours.time.forward(1)
      assert.equal((await unproven()).outcome, 'queued')
    })

    it('sends one mail when two ask at the same moment', async () => {
      const asked = await Promise.all(Array.from({ length: 8 }, () => unproven()))
      assert.equal(asked.filter(({ outcome }) => outcome === 'queued').length, 1)
      await ours.mail.sendDue()
      assert.deepEqual(recipients(), ['ann@example.com'])
    })

    it('keeps of the address no more than a keyed hash, and that no longer than it counts', async () => {
      await unproven()
      const [row] = await ours.collection('mailedaddresses').find().toArray()
      assert.match(row?._id ?? '', /^[\w-]{43}$/)
      assert.doesNotMatch(JSON.stringify(row), /ann|example/)
      await cleanAfter(day)
      assert.equal(await ours.collection('mailedaddresses').countDocuments(), 0)
    })

    it('writes nothing that a person wrote, not even a name', async () => {
      await unproven({ toName: 'Buy at evil.example' })
      assert.doesNotMatch(JSON.stringify(await only()), /evil/)
      await assert.rejects(unproven({ to: 'b@example.com', blocks: [{ kind: 'quote', text: 'Buy' }] }), /unproven/)
      await assert.rejects(unproven({ to: 'c@example.com', kind: 'reply' }), /unproven/)
      assert.equal((await ours.stored()).length, 1)
    })
  })

  describe('in the owner’s hands', () => {
    it('tries a given-up mail again from the beginning', async () => {
      server.behaviour.recipient = () => 550
      const { id, messageId } = await queued(ours.mail)
      await ours.mail.sendDue()
      server.behaviour.recipient = () => undefined
      assert.equal(await ours.mail.outbox.retry(id), true)
      await ours.mail.sendDue()
      assert.equal(server.received[0]?.mime.header('message-id'), messageId)
      const { state, attempts, keepUntil } = await only()
      assert.equal(state, 'sent')
      assert.equal(attempts, 1)
      assert.deepEqual(keepUntil, new Date(ours.time.now.getTime() + 30 * day))
      assert.equal(await ours.mail.outbox.retry(id), false, 'what was sent is not sent again')
      assert.equal(await ours.mail.outbox.discard(id), false)
    })

    it('lets a waiting mail never be sent', async () => {
      const { id } = await queued(ours.mail)
      assert.equal(await ours.mail.outbox.discard(id), true)
      await ours.mail.sendDue()
      assert.deepEqual(recipients(), [])
      assert.equal((await only()).text, undefined)
    })

    it('shows mails newest first, in pages, whole or by state', async () => {
      for (let count = 0; count < 5; count += 1) {
        await queued(ours.mail, { subject: `Mail ${count}` })
        ours.time.forward(1000)
      }
      await ours.mail.outbox.discard((await ours.stored())[4]?._id ?? '')
      const { outbox } = ours.mail
      const first = await outbox.list({ size: 2, request: {} })
      assert.deepEqual(
        first.rows.map(({ subject }) => subject),
        [undefined, 'Mail 3'],
      )
      assert.ok(first.next && !first.previous)
      const second = await outbox.list({ size: 2, request: { after: first.next } })
      assert.deepEqual(
        second.rows.map(({ subject }) => subject),
        ['Mail 2', 'Mail 1'],
      )
      assert.ok(second.previous)
      assert.deepEqual(await outbox.list({ size: 2, request: { before: second.previous } }), first)
      const waiting = await outbox.list({ state: 'waiting', size: 9, request: {} })
      assert.deepEqual(
        waiting.rows.map(({ subject }) => subject),
        ['Mail 3', 'Mail 2', 'Mail 1', 'Mail 0'],
      )
      assert.equal(waiting.rows[0]?.text, undefined)
    })
  })
})

describe('the outbox without a mail server', () => {
  it('counts mails as sent and keeps them to be read, secrets too', async () => {
    const ours = await startMail()
    try {
      assert.equal(ours.mail.outbox.transport, 'mailbox')
      const { id } = await queued(ours.mail, { isSecret: true })
      await ours.mail.sendDue()
      const mail = await ours.mail.outbox.find(id)
      assert.equal(mail?.state, 'sent')
      assert.match(mail.text ?? '', /Somebody gave this address/)
    } finally {
      await ours.stop()
    }
  })
})
