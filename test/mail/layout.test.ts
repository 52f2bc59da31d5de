import assert from 'node:assert/strict'
import { load, type CheerioAPI } from 'cheerio'
import { renderMarkdown } from '../../src/content/index.ts'
import { layOut } from '../../src/mail/layout/layout.ts'
import type { OutgoingMail } from '../../src/mail/message.ts'
import { aMail } from './fixture.ts'

const site = { label: 'Example Help', address: 'https://help.example/support' }
const long = 'A sentence that goes on and on with words enough to be broken into lines more than once, at spaces only.'
const nasty = `<img src=x onerror=alert(1)> & "quotes" 'too' </p>`

function laidOut(wishes: Partial<OutgoingMail>): { text: string; html: string; subject: string; $: CheerioAPI } {
  const out = layOut(aMail(wishes), {
    site,
    links: [{ label: 'Stop these mails', address: `${site.address}/unsubscribe/t` }],
  })
  return { ...out, $: load(out.html) }
}

describe('the layout of a mail', () => {
  it('breaks lines at 78 columns, and no word or address', () => {
    const address = `https://help.example/support/${'x'.repeat(120)}`
    const { text } = laidOut({
      blocks: [
        { kind: 'text', text: `${long} ${long}\nA line of its own.` },
        { kind: 'action', label: 'Read it', address },
        { kind: 'list', items: [`${long} ${long}`, 'short'] },
        { kind: 'quote', text: `${long}\n\n${long}`, by: 'Ann' },
      ],
      footer: `${long} ${long}`,
    })
    const lines = text.split('\n')
    assert.ok(
      lines.every((line) => line.length <= 78 || line === address),
      text,
    )
    assert.ok(lines.some((line) => line.length > 70))
    assert.ok(lines.includes(address))
    assert.ok(lines.includes('A line of its own.'))
    assert.ok(lines.includes('https://help.example/support/unsubscribe/t'))
    assert.ok(lines.includes('- short'))
    assert.ok(lines.every((line) => line === '-- ' || line === line.trimEnd()))
  })

  it('marks what somebody else wrote in every line', () => {
    const { text, $ } = laidOut({ blocks: [{ kind: 'quote', text: 'One\n\nTwo', by: 'Ann' }] })
    assert.ok(text.includes('Ann:\n> One\n>\n> Two\n'), text)
    assert.equal($('blockquote p').length, 2)
    assert.equal($('bdi').text(), 'Ann')
  })

  it('puts the foot below the usual mark, with the reason, the way out and the site', () => {
    const { text, $ } = laidOut({})
    const foot = text.slice(text.indexOf('\n-- \n') + 5)
    assert.equal(
      foot,
      'You get this because your address was entered at Example Help.\n' +
        'Stop these mails:\nhttps://help.example/support/unsubscribe/t\n' +
        'Example Help:\nhttps://help.example/support\n',
    )
    assert.equal($('a[href="https://help.example/support/unsubscribe/t"]').text(), 'Stop these mails')
  })

  it('shows markup of people as text', () => {
    const { $, html } = laidOut({
      subject: nasty,
      preview: nasty,
      footer: nasty,
      blocks: [
        { kind: 'text', text: nasty },
        { kind: 'quote', text: nasty, by: nasty },
        { kind: 'list', items: [nasty] },
        { kind: 'action', label: nasty, address: `https://help.example/?a="><img src=x>` },
      ],
    })
    assert.equal($('img, script').length, 0)
    assert.equal($('title').text(), nasty)
    assert.equal($('ul li').text(), nasty)
    assert.equal($('blockquote').text(), nasty)
    assert.doesNotMatch(html, /<[^>]*onerror/)
  })

  it('fetches nothing, has no table and no colour of its own, and no address but its own', () => {
    const rendered = renderMarkdown('See [this](/t/1) and **that**.', {
      siteOrigin: 'https://help.example',
      baseUrl: 'https://help.example/support/',
    })
    const { $, html } = laidOut({
      blocks: [{ kind: 'html', html: rendered.html, text: 'See this (https://help.example/t/1) and that.' }],
    })
    assert.equal($('img, link, script, iframe, table, style, [src], [background]').length, 0)
    assert.doesNotMatch(html, /url\(|background|#[0-9a-f]{3}/i)
    const addresses = $('a')
      .toArray()
      .map((link) => $(link).attr('href'))
    assert.deepEqual(addresses, [
      'https://help.example/support',
      'https://help.example/t/1',
      'https://help.example/support/unsubscribe/t',
      'https://help.example/support',
    ])
    assert.equal($('meta[name="color-scheme"]').attr('content'), 'light dark')
    assert.equal($('strong').text(), 'that')
  })

  it('tells its language and direction', () => {
    for (const [locale, dir] of [
      ['en', 'ltr'],
      ['he', 'rtl'],
      ['ar-EG', 'rtl'],
      ['pt-BR', 'ltr'],
    ] as const) {
      const { $ } = laidOut({ locale })
      for (const element of [$('html'), $('body > div').last()]) {
        assert.equal(element.attr('lang'), locale)
        assert.equal(element.attr('dir'), dir)
      }
    }
  })

  it('has one line for a subject, and no longer than 200 characters', () => {
    assert.equal(laidOut({ subject: ' a\r\n\tb\u202e  c ' }).subject, 'a b c')
    const { subject } = laidOut({ subject: '😀'.repeat(300) })
    assert.equal(Array.from(subject).length, 200)
    assert.ok(subject.endsWith('😀…'))
  })

  it('keeps paragraphs and lines, and drops what can’t be printed', () => {
    const { text, $ } = laidOut({ blocks: [{ kind: 'text', text: 'One\r\ntwo\u0007\r\n\r\nThree\n' }] })
    assert.ok(text.startsWith('One\ntwo\n\nThree\n\n-- \n'), JSON.stringify(text))
    assert.equal($('br').length, 1)
    assert.ok(
      $('p')
        .toArray()
        .some((paragraph) => $(paragraph).text() === 'Three'),
    )
  })
})
