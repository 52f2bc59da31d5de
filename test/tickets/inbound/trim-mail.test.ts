import assert from 'node:assert/strict'
import { isAutomatic } from '../../../src/tickets/inbound/automatic.ts'
import { readMail, UnreadableMail } from '../../../src/tickets/inbound/read-mail.ts'
import { trimMail } from '../../../src/tickets/inbound/trim-mail.ts'
import { corpus, expected, mailOf } from './support/corpus.ts'

describe('mails as people’s programs write them', () => {
  for (const name of corpus()) {
    const own = expected(name)
    if (own === undefined) continue
    it(`${name}: what was written stays, what was quoted goes`, async () => {
      const mail = await readMail(mailOf(name))
      assert.equal(trimMail(mail.text, mail.subject), own.replace(/\n\n\(Not taken.*/, ''))
    })
  }

  for (const name of corpus()) {
    it(`${name} is ${name.startsWith('auto-') ? 'a machine’s' : 'a person’s'}`, async () => {
      const { header, from, subject } = await readMail(mailOf(name))
      const facts = { header, from, subject, envelopeFrom: undefined, ownAddresses: [], ownHost: 'ours.example' }
      assert.equal(isAutomatic(facts), name.startsWith('auto-'))
    })
  }

  it('are kept whole where nothing would be left, and bear texts made to confuse', () => {
    const quoted = '> only\n> this'
    assert.equal(trimMail(quoted, 'x'), quoted)
    assert.equal(trimMail('', 'x'), '')
    assert.equal(
      trimMail('My boss wrote:\nplease buy it\n\nCan you?', 'x'),
      'My boss wrote:\nplease buy it\n\nCan you?',
    )
    assert.equal(
      trimMail('From: here it is far.\nTo: me as well.\nBye', 'x'),
      'From: here it is far.\nTo: me as well.\nBye',
    )
    const begun = performance.now()
    for (const piece of ['> ', 'From: a\n', 'On 2020 wrote ', '-- \n', ' \u200e', 'a wrote: '])
      trimMail(piece.repeat(30_000), 'x')
    assert.ok(performance.now() - begun < 3000, `${performance.now() - begun} ms`)
  })

  it('are a person’s also where they are about machines, or come from our own domain', () => {
    const judge = (subject: string, id: string): boolean =>
      isAutomatic({
        header: (name) => (name === 'message-id' ? id : ''),
        ...{ from: 'ann@ours.example', subject, envelopeFrom: undefined, ownAddresses: [], ownHost: 'ours.example' },
      })
    for (const subject of ['Automatic reply settings are broken', 'Out of office hours?', 'Undelivered parcel'])
      assert.equal(judge(subject, '<20260302.1@ours.example>'), false, subject)
    for (const subject of ['Automatic reply: x', 'Out of Office', 'Undeliverable: Your request'])
      assert.equal(judge(subject, '<1@mail.example>'), true, subject)
    assert.equal(judge('Hello', '<request-message.abc.def@ours.example>'), true)
    assert.equal(judge('Hello', `<${'a1-_'.repeat(6)}@ours.example>`), true)
  })

  it('made to exhaust their reader are read in time', async () => {
    const begun = performance.now()
    for (const html of [
      '<div>'.repeat(150_000),
      '<table><tr><td>'.repeat(40_000),
      '<b '.repeat(100_000),
      '&#60;'.repeat(150_000),
    ]) {
      const raw = `From: a@b.example\r\nContent-Type: text/html\r\n\r\n${html}`
      await readMail(Buffer.from(raw)).catch((error: unknown) => assert.ok(error instanceof UnreadableMail))
    }
    const nested = 'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n'.repeat(5000)
    await readMail(Buffer.from(`From: a@b.example\r\n${nested}`)).catch((error: unknown) =>
      assert.ok(error instanceof UnreadableMail),
    )
    const { text } = await readMail(Buffer.from(`From: a@b.example\r\n\r\n${'> On 1 wrote:\r\n'.repeat(400_000)}`))
    trimMail(text, 'x')
    assert.ok(performance.now() - begun < 8000, `${performance.now() - begun} ms`)
  })

  it('in HTML alone are what they say, without anything that runs or is fetched', async () => {
    const { text } = await readMail(mailOf('outlook-html-only'))
    assert.match(text, /My invoice shows <0> and not 20.€\./)
    assert.match(text, /invoice 1/)
    assert.doesNotMatch(text, /script|alert|tracker|color|onclick/)
  })
})
