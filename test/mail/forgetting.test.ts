import assert from 'node:assert/strict'
import { startMailServer, type MailServer } from '../support/smtp.ts'
import { day, hour, queued, startMail, type MailProcess } from './fixture.ts'

const account = 'abcdefgh1234'
const post = { kind: 'post', id: 'post00000001' }

describe('what the outbox remembers', () => {
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

  const cleanAfter = async (milliseconds: number): Promise<void> => {
    ours.time.forward(milliseconds)
    await ours.mail.jobs.find(({ name }) => name === 'mail-cleaning')?.run()
  }

  describe('in time', () => {
    it('forgets what a mail said, and to which address, 30 days after it was sent', async () => {
      await queued(ours.mail, {
        accountId: account,
        about: [post],
        toName: 'Ann Archer',
        inReplyTo: '<a@help.example>',
      })
      await ours.mail.sendDue()
      const sentAt = ours.time.now
      await cleanAfter(30 * day - 1)
      assert.equal((await ours.only()).to, 'ann@example.com')
      await cleanAfter(1)
      const { _id, messageId, ...rest } = await ours.only()
      assert.ok(_id && messageId)
      const facts = { accountId: account, kind: 'proof', category: 'service', createdAt: sentAt, sentAt }
      assert.deepEqual(rest, { ...facts, locale: 'en', isSecret: false, state: 'sent', attempts: 1 })
      assert.deepEqual(await ours.mail.sentTo({ accountId: account }), [{ kind: 'proof', sentAt }])
    })

    it('forgets a mail whole that went to no account, or that never went', async () => {
      await queued(ours.mail)
      await ours.mail.sendDue()
      server.behaviour.recipient = () => 550
      await queued(ours.mail, { accountId: account })
      await ours.mail.sendDue()
      assert.equal((await ours.stored()).length, 2)
      await cleanAfter(30 * day)
      assert.deepEqual(await ours.stored(), [])
    })

    it('keeps what still waits', async () => {
      await queued(ours.mail, { sendAfter: new Date(ours.time.now.getTime() + 60 * day) })
      await cleanAfter(31 * day)
      assert.equal((await ours.only()).state, 'waiting')
    })

    it('forgets a text that lets somebody in as soon as it is sent', async () => {
      await queued(ours.mail, {
        isSecret: true,
        blocks: [{ kind: 'action', label: 'Sign in', address: 'https://help.example/support/in/SECRET' }],
      })
      assert.match(JSON.stringify(await ours.only()), /SECRET/)
      await ours.mail.sendDue()
      assert.doesNotMatch(JSON.stringify(await ours.only()), /SECRET/)
      assert.match(server.received[0]?.raw ?? '', /SECRET/)
    })

    it('forgets such a text when its link has run out, though it was given up', async () => {
      server.behaviour.recipient = () => 550
      await queued(ours.mail, { isSecret: true, usefulUntil: new Date(ours.time.now.getTime() + hour) })
      await ours.mail.sendDue()
      await cleanAfter(hour)
      const { state, text } = await ours.only()
      assert.deepEqual({ state, text }, { state: 'cancelled', text: undefined })
    })
  })

  describe('when somebody leaves', () => {
    it('forgets every mail to their account, waiting and sent, and what they chose', async () => {
      await queued(ours.mail, { accountId: account })
      await ours.mail.sendDue()
      await queued(ours.mail, { accountId: account })
      await queued(ours.mail, { accountId: 'another00000', to: 'ben@example.com' })
      await ours.mail.preferences.set(account, ['offer'])
      await ours.mail.forget({ accountId: account })
      assert.equal((await ours.only()).to, 'ben@example.com')
      assert.equal(await ours.collection('mailwishes').countDocuments(), 0)
    })

    it('forgets every mail to an address, however it was written', async () => {
      await queued(ours.mail, { to: 'Ann@Example.com' })
      await queued(ours.mail, { to: 'ben@example.com' })
      await ours.mail.forget({ address: 'ann@example.COM' })
      assert.equal((await ours.only()).to, 'ben@example.com')
    })
  })
})
