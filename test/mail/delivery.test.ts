import assert from 'node:assert/strict'
import { Invalid } from '../../src/kernel/index.ts'
import { startMailServer, type MailServer, type Received } from '../support/smtp.ts'
import { aMail, queued, startMail, type MailProcess } from './fixture.ts'

describe('a mail on its way', () => {
  let server: MailServer
  let ours: MailProcess
  beforeEach(async () => {
    server = await startMailServer()
    ours = await startMail({
      settings: {
        smtpUrl: server.url,
        mailFrom: 'Éxample, Help <help@help.example>',
        mailReplyTo: 'people@help.example',
        mailUnsubscribeTo: 'leave@help.example',
      },
    })
  })
  afterEach(async () => {
    await ours.stop()
    await server.stop()
  })

  async function sent(wishes: Parameters<typeof aMail>[0] = {}): Promise<Received> {
    await queued(ours.mail, wishes)
    await ours.mail.sendDue()
    assert.equal(server.received.length, 1)
    return server.received[0]!
  }

  it('reaches its recipient as text and as HTML, and counts as sent', async () => {
    const mail = await sent({ toName: 'Ann Archer' })
    assert.equal(mail.from, 'help@help.example')
    assert.deepEqual(mail.to, ['ann@example.com'])
    assert.match(mail.mime.part('text/plain') ?? '', /^Somebody gave this address\.\n\n-- \nYou get this because/)
    assert.match(mail.mime.part('text/html') ?? '', /<p [^>]*>Somebody gave this address\.<\/p>/)
    assert.match(mail.mime.header('to') ?? '', /^"?Ann Archer"? <ann@example\.com>$/)
    const [stored] = await ours.stored()
    assert.equal(stored?.state, 'sent')
    assert.deepEqual(stored.sentAt, ours.time.now)
    assert.equal(stored.nextAttemptAt, undefined)
  })

  it('says who it is from, where to answer, and that a machine wrote it', async () => {
    const { mime } = await sent()
    assert.equal(mime.header('from'), 'Éxample, Help <help@help.example>')
    // A comma that isn't encoded or quoted would make two senders of it.
    assert.match(mime.rawHeader('from') ?? '', /^=\?UTF-8\?[BQ]\?[^?,]+\?= <help@help\.example>$/)
    assert.equal(mime.header('reply-to'), 'people@help.example')
    assert.equal(mime.header('auto-submitted'), 'auto-generated')
    assert.equal(mime.header('content-language'), 'en')
    assert.equal(mime.header('x-mailer'), undefined)
    assert.equal(new Date(mime.header('date') ?? '').getTime(), ours.time.now.getTime())
    assert.match(mime.header('message-id') ?? '', /^<[\w-]{24}@help\.example>$/)
  })

  it('keeps a subject in any script, and a name with quotes and commas', async () => {
    const subject = 'Bestätigen: 回答 «Привет» 👩‍👩‍👧 — and more words so that it has to be folded somewhere'
    const { mime, raw } = await sent({ subject, toName: 'Łukasz "Lu", Ω' })
    assert.equal(mime.header('subject'), subject)
    assert.equal(mime.header('to'), 'Łukasz "Lu", Ω <ann@example.com>')
    assert.match(mime.rawHeader('to') ?? '', /^(?:=\?UTF-8\?[BQ]\?[^?",]+\?= ?)+<ann@example\.com>$/)
    // RFC 5322, 2.1.1; and only ASCII in the head.
    const head = raw.slice(0, raw.indexOf('\r\n\r\n'))
    assert.ok(head.split('\r\n').every((line) => line.length <= 998))
    assert.match(head, /^[\x20-\x7e\r\n\t]*$/)
  })

  it('lets no text of a person end a header or name another recipient', async () => {
    const breaks = 'Hello\r\nBcc: eve@evil.example\r\n\r\nBody\nTo: x\u2028y\u0000z'
    const { mime, to } = await sent({ subject: breaks, toName: `Ann" <eve@evil.example>,\r\nBcc: eve@evil.example` })
    assert.deepEqual(to, ['ann@example.com'])
    assert.equal(mime.header('bcc'), undefined)
    assert.equal(mime.header('subject'), 'Hello Bcc: eve@evil.example Body To: x y z')
    assert.equal(mime.names.filter((name) => name.toLowerCase() === 'to').length, 1)
  })

  for (const to of [
    'ann@example.com\r\nBcc: eve@evil.example',
    'ann@example.com, eve@evil.example',
    'Ann <ann@example.com>',
    '"a b"@example.com',
    'ann@@example.com',
    'ann@example..com',
    'ann@-',
    'ann',
    `${'a'.repeat(65)}@example.com`,
    `ann@${'a'.repeat(250)}.example`,
    'ann@example.com\u0000',
    'a\u202enn@example.com',
  ]) {
    it(`does not take ${JSON.stringify(to.slice(0, 40))} for an address`, async () => {
      await assert.rejects(ours.mail.enqueue(aMail({ to }), { toProvenAddress: true }), Invalid)
      assert.deepEqual(await ours.stored(), [])
    })
  }

  it('goes to a domain in any script, written in ASCII', async () => {
    const mail = await sent({ to: 'ann.oneil+tag@bücher.example' })
    assert.equal(mail.mime.header('to'), 'ann.oneil+tag@xn--bcher-kva.example')
  })

  it('goes to a mailbox in any script', async () => {
    const mail = await sent({ to: 'añn@example.com' })
    assert.deepEqual(mail.to, ['añn@example.com'])
  })

  it('stands in its conversation', async () => {
    const thread = ours.mail.threadId({ kind: 'request', id: 'abc123' })
    assert.equal(thread, '<request.abc123@help.example>')
    const { mime } = await sent({ inReplyTo: '<one@help.example>', references: [thread, '<one@help.example>'] })
    assert.equal(mime.header('in-reply-to'), '<one@help.example>')
    assert.equal(mime.header('references'), `${thread} <one@help.example>`)
  })

  it('takes nothing but Message-IDs for a conversation', async () => {
    for (const id of ['<a@b>\r\nBcc: eve@evil.example', 'a@b', '<a b@c>', '<a@b> <c@d>']) {
      await assert.rejects(ours.mail.enqueue(aMail({ inReplyTo: id }), { toProvenAddress: true }), /Message-ID/)
      await assert.rejects(ours.mail.enqueue(aMail({ references: [id] }), { toProvenAddress: true }), /Message-ID/)
    }
  })

  it('can be ended with one click when it is no service', async () => {
    const { mime } = await sent({ kind: 'reply', accountId: 'abcdefgh1234' })
    const header = mime.header('list-unsubscribe') ?? ''
    const [, token = ''] = /^<https:\/\/help\.example\/support\/unsubscribe\/([\w.-]+)>/.exec(header) ?? []
    assert.deepEqual(ours.mail.preferences.read(token)?.kind?.kind, 'reply')
    assert.ok(header.endsWith(`, <mailto:leave@help.example?subject=unsubscribe%20${token}>`), header)
    assert.equal(mime.header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
    const text = mime.part('text/plain') ?? ''
    assert.ok(text.includes(`\nhttps://help.example/support/unsubscribe/${token}\n`), text)
    assert.ok(text.includes('\nhttps://help.example/support/me/mails\n'), text)
  })

  it('has no such header when it is service', async () => {
    const { mime } = await sent()
    assert.equal(mime.header('list-unsubscribe'), undefined)
    assert.equal(mime.header('list-unsubscribe-post'), undefined)
  })

  it('is sent through one connection with its neighbours', async () => {
    for (let count = 0; count < 12; count += 1) await queued(ours.mail, { to: `person${count}@example.com` })
    await ours.mail.sendDue()
    assert.equal(server.received.length, 12)
    assert.ok(server.connections <= 3, `${server.connections} connections`)
  })
})
