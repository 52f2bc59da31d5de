import assert from 'node:assert/strict'
import { isAutomatic } from '../../../src/tickets/inbound/automatic.ts'
import { readMail } from '../../../src/tickets/inbound/read-mail.ts'
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

  it('in HTML alone are what they say, without anything that runs or is fetched', async () => {
    const { text } = await readMail(mailOf('outlook-html-only'))
    assert.match(text, /My invoice shows <0> and not 20.€\./)
    assert.match(text, /invoice 1/)
    assert.doesNotMatch(text, /script|alert|tracker|color|onclick/)
  })
})
