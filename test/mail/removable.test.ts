import assert from 'node:assert/strict'
import { startMailServer, type MailServer } from '../support/smtp.ts'
import { hour, queued, startMail, type MailProcess } from './fixture.ts'

const account = 'abcdefgh1234'
const post = { kind: 'post', id: 'post00000001' }

describe('mails as things that somebody asks to be removed', () => {
  let server: MailServer
  let ours: MailProcess
  before(async () => {
    server = await startMailServer()
    ours = await startMail({ settings: { smtpUrl: server.url } })
  })
  beforeEach(async () => {
    await ours.collection('mails').deleteMany({})
    server.received.length = 0
    ours.time.forward(48 * hour)
  })
  after(async () => {
    await ours.stop()
    await server.stop()
  })

  it('are found by account and by address, and show what they say', async () => {
    await queued(ours.mail, { accountId: account, subject: 'About bicycles' })
    const { _id } = await ours.only()
    const { removable } = ours.mail
    assert.deepEqual(await removable.idsOf({ accountId: account }), [_id])
    assert.deepEqual(await removable.idsOf({ email: 'ann@example.com' }), [_id])
    assert.deepEqual(await removable.idsOf({ accountId: 'another', email: 'ben@example.com' }), [])
    const found = await removable.find(_id)
    assert.deepEqual([found?.kind, found?.id, found?.accountId, found?.isHidden], ['mail', _id, account, false])
    assert.ok(found?.preview.kind === 'text' && found.preview.text.startsWith('About bicycles'))
    await queued(ours.mail, { isSecret: true, to: 'zoe@example.com' })
    const [secret] = await removable.idsOf({ email: 'zoe@example.com' })
    const shown = await removable.find(secret ?? '')
    assert.ok(shown?.preview.kind === 'text' && !shown.preview.text.includes('\n'), 'the subject alone')
  })

  it('are neither sent nor read by the owner while they are held, and go on as they were', async () => {
    await queued(ours.mail, { about: [post] })
    const before = await ours.only()
    for (const [hold, release] of [
      [() => ours.mail.removable.hide(before._id), () => ours.mail.removable.restore(before._id)],
      [() => ours.mail.holdAbout(post), () => ours.mail.releaseAbout(post)],
    ] as const) {
      await hold()
      await ours.mail.sendDue()
      assert.equal(server.received.length, 0)
      assert.equal((await ours.mail.outbox.find(before._id))?.text, undefined)
      const { rows } = await ours.mail.outbox.list({ size: 5, request: {} })
      assert.equal(rows[0]?.subject, undefined)
      await release()
      assert.deepEqual(await ours.only(), before)
    }
    await ours.mail.sendDue()
    assert.equal(server.received.length, 1)
  })

  it('are erased for good, waiting or sent: nothing is sent, and nothing of them is left', async () => {
    for (const isSent of [false, true]) {
      await ours.collection('mails').deleteMany({})
      server.received.length = 0
      await queued(ours.mail, { accountId: account, about: [post] })
      if (isSent) await ours.mail.sendDue()
      const { removable } = ours.mail
      const { _id } = await ours.only()
      const fingerprints = await removable.fingerprints(_id)
      assert.equal((await removable.whatIsLeft(fingerprints)).left.length, 1)
      for (const _time of [1, 2]) await removable.erase(_id)
      assert.deepEqual((await removable.whatIsLeft(fingerprints)).left, [])
      const dump = JSON.stringify(await ours.only())
      for (const { value } of fingerprints) assert.ok(!dump.includes(value), value)
      await ours.mail.sendDue()
      assert.equal(server.received.length, isSent ? 1 : 0)
    }
  })
})
