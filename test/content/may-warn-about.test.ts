import assert from 'node:assert/strict'
import { mayWarnAbout } from '../../src/content/index.ts'

// Keys are written in two parts, so that no scanner takes this file for a leak.
const joined = (...parts: string[]) => parts.join('')
const letters = 'abcdefghijklmnopqrstuvwxyz'
const mixed = 'Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv1Wx2Yz3'

// In each text, what stands between ⟦ and ⟧ is what must be found.
const warned: [kind: string, text: string][] = [
  ['email', 'Write to ⟦ann@firma.pl⟧.'],
  ['email', 'Write to <⟦ann.b+forum@mail.firma.co.uk⟧>, please'],
  ['email', 'mailto:⟦ann@firma.pl⟧?subject=x'],
  ['email', '[me](mailto:⟦ann@firma.pl⟧)'],
  ['email', '⟦żaneta@źródło.pl⟧'],
  ['email', 'A: ⟦ann@firma.pl⟧, B: ⟦bob@firma.pl⟧'],
  ['email', 'https://shop.pl/reset?email=⟦ann@firma.pl⟧&x=1'],
  ['email', '**⟦ann@firma.pl⟧**'],
  ['email', '⟦ann_k@firma.museum⟧'],
  ['phone', 'Call ⟦+48 600 123 456⟧ now'],
  ['phone', '⟦+48600123456⟧'],
  ['phone', '⟦+1 (212) 555-0199⟧'],
  ['phone', '⟦+44 20 7946 0958⟧'],
  ['phone', '⟦+49 (0)30 123456⟧'],
  ['phone', '⟦0048 600 123 456⟧'],
  ['phone', 'mój numer: ⟦600 123 456⟧'],
  ['phone', 'mój numer: ⟦600-123-456⟧'],
  ['phone', '⟦22 123 45 67⟧'],
  ['phone', '⟦(22) 123 45 67⟧'],
  ['phone', '⟦212-555-0199⟧'],
  ['phone', '⟦(212) 555-0199⟧'],
  ['phone', '⟦212.555.0199⟧'],
  ['phone', '⟦020 7946 0958⟧'],
  ['phone', '⟦07700 900123⟧'],
  ['phone', '⟦06 12 34 56 78⟧'],
  ['phone', '⟦06.12.34.56.78⟧'],
  ['phone', '⟦030 / 1234567⟧'.replace(' / ', '/')],
  ['phone', 'tel. ⟦600123456⟧'],
  ['phone', 'tel.: ⟦600123456⟧'],
  ['phone', 'call me on ⟦600123456⟧'],
  ['phone', 'call ⟦555-0199⟧'],
  ['phone', 'zadzwoń pod ⟦600123456⟧'],
  ['phone', 'phone number is ⟦6001234567⟧'],
  ['phone', 'WhatsApp: ⟦4915112345678⟧'],
  ['card', 'card ⟦4111 1111 1111 1111⟧ expired'],
  ['card', '⟦4111111111111111⟧'],
  ['card', '⟦4111-1111-1111-1111⟧,'],
  ['card', '⟦5555 5555 5555 4444⟧'],
  ['card', '⟦2223003122003222⟧'],
  ['card', '⟦3782 822463 10005⟧'],
  ['card', '⟦371449635398431⟧'],
  ['card', '⟦6011 1111 1111 1117⟧'],
  ['card', '⟦3530111333300000⟧'],
  ['card', '⟦30569309025904⟧'],
  ['key', joined('key = "⟦AKIA', 'IOSFODNN7EXAMPLE⟧"')],
  ['key', `⟦ghp_${mixed.slice(0, 36)}⟧`],
  ['key', `token: ⟦github_pat_${mixed.slice(0, 30)}⟧`],
  ['key', `⟦glpat-${mixed.slice(0, 20)}⟧`],
  ['key', `OPENAI_API_KEY=⟦sk-${mixed}⟧`],
  ['key', `⟦sk-proj-${mixed}⟧`],
  ['key', `⟦sk_live_${mixed.slice(0, 24)}⟧`],
  ['key', joined('⟦xoxb-', '123456789012-', mixed.slice(0, 24), '⟧')],
  ['key', `⟦AIza${mixed.slice(0, 35)}⟧`],
  ['key', `⟦npm_${mixed.slice(0, 36)}⟧`],
  ['key', `⟦SG.${mixed.slice(0, 22)}.${mixed.slice(0, 38)}⟧`],
  ['key', joined('Bearer ⟦eyJ', 'hbGciOiJIUzI1NiJ9.eyJ', 'zdWIiOiIxMjM0NTY3ODkwIn0.', mixed, '⟧')],
  ['key', joined('⟦-----BEGIN RSA', ' PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----⟧')],
  ['key', joined('⟦-----BEGIN OPENSSH', ' PRIVATE KEY-----\nb3BlbnNza⟧')],
  ['key', 'mongodb://⟦admin:hunter2⟧@db.firma.pl:27017/x'],
]

const quiet = [
  ['a version', 'Version 1.2.3.4 and 10.15.7, node 20.19.0, 2024.10.1-beta.3, v18.12.1234567'],
  ['an IPv4 address', '192.168.100.200 and 10.0.0.1:8080 and 255.255.255.255'],
  ['an IPv6 address', '2001:0db8:85a3:0000:0000:8a2e:0370:7334'],
  ['a MAC address', '00:1A:2B:3C:4D:5E 01-23-45-67-89-12'],
  ['an order number', 'Order 600 123 456, order #600-123-456, zamówienie nr 600123456, ref. 212-555-0199'],
  ['bare digits', '600123456 and 1234567890 and 123456789012'],
  ['a date', '2024-01-02, 02.01.2024, 01-02-2024 12:30, 2024/01/02 10:00:00, 01/02/2024'],
  ['a time stamp', '1700000000 1700000000000 2024-01-02T03:04:05+01:00 2024-01-02T03:04:05.123456789Z'],
  ['a time zone', 'UTC+0100, GMT+02:00, at 12:00 +0200'],
  ['an ISBN', 'ISBN 978-3-16-148410-0, 9783161484100, ISBN 0-306-40615-2'],
  ['an IBAN', 'PL61 1090 1014 0000 0712 1981 2874 and DE89 3704 0044 0532 0130 00'],
  ['a PESEL and a NIP', 'PESEL 44051401359, NIP 123-456-32-18, REGON 123456785'],
  ['an amount', '123 456 789 zł, 600 123 456 PLN, $1,234,567.89, € 600 123 456, 1 234 567,00'],
  ['a grouped number', 'about 123 456 789 rows and 1 000 000 000 requests'],
  ['coordinates', '52.2296756, 21.0122287 and +52.2296756'],
  ['a hash', 'd41d8cd98f00b204e9800998ecf8427e 4111111111111111aa 0x4111111111111111'],
  ['a UUID', '123e4567-e89b-12d3-a456-426614174000 00000000-0000-0000-0000-000000000000'],
  ['sixteen digits with a wrong check digit', '4111 1111 1111 1112 and 4242424242424241'],
  ['sixteen digits of no card scheme', '9999999999999995 0000 0000 0000 0000 1234567812345670'],
  ['digits grouped unlike a card', '41111 11111 11111 1 and 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'],
  ['an IMEI', 'IMEI 490154203237518'],
  ['a phone-like part of an address', 'https://shop.pl/p/600-123-456 and https://x.pl/?id=+48600123456'],
  ['a documentation address', 'user@example.com, a@sub.example.org, me@host.test, root@localhost'],
  ['a remote of git', 'git@github.com:org/repo.git and deploy@build.net:/srv/app and ssh deploy@build.net'],
  ['a package with its version', 'npm i lodash@4.17.21 @types/node@20.1.0 react@latest'],
  ['a file name with an @', 'icon@2x.png and logo@3x.webp'],
  ['a mention', '@ann and @ann.b and hello@ you'],
  ['a robot', 'It came from noreply@firma.pl'],
  ['a Mastodon handle', '@ann@social.net'],
  ['a class name', 'sk-fading-circle-container-item'],
  ['a name of a key', 'Set AKIA..., ghp_xxx or sk-... in the file'],
  ['a placeholder password', 'postgres://user:password@db.internal/x'],
  ['a public key', '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----'],
  ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'],
  ['a sum', '1+12345678=12345679 and 100-200-300 and 5-10-15'],
  ['a resolution', '1920x1080, 3840 2160, 16:9'],
  ['a range of years', '1990-2000-2010 and (2024) 2025'],
  ['a port and a process', 'port 27017, pid 1234567, error 80070005'],
  ['a log line', '[2024-01-02 03:04:05,678] 1234567 INFO 98.76 ms 127.0.0.1 - - 200 1234'],
]

describe('Warning about what looks private', () => {
  for (const [kind, marked] of warned) {
    it(`finds the ${kind} in ${JSON.stringify(marked)}`, () => {
      const text = marked.replace(/[⟦⟧]/g, '')
      const expected = [...marked.matchAll(/⟦([^⟧]*)⟧/g)].map((match) => ({ kind, text: match[1] }))
      const found = mayWarnAbout(text)
      assert.deepEqual(
        found.map((one) => ({ kind: one.kind, text: one.text })),
        expected,
      )
      for (const one of found) assert.equal(text.slice(one.start, one.end), one.text)
    })
  }

  for (const [what, text] of quiet) {
    it(`says nothing about ${what ?? ''}`, () => assert.deepEqual(mayWarnAbout(text ?? ''), []))
  }

  it('finds everything of different kinds in the order of the text', () => {
    const text = `card 4111111111111111, mail ann@firma.pl, phone +48 600 123 456, key sk-${letters}A1`
    assert.deepEqual(
      mayWarnAbout(text).map((one) => one.kind),
      ['card', 'email', 'phone', 'key'],
    )
  })

  it('takes a password in an address for a key, and not for an e-mail address', () => {
    assert.deepEqual(
      mayWarnAbout('mongodb://admin:hunter2@db.firma.pl').map((one) => one.kind),
      ['key'],
    )
  })

  it('counts positions in UTF-16 units, as a text area does', () => {
    const [one] = mayWarnAbout('😀 ann@firma.pl')
    assert.equal(one?.start, 3)
  })

  it('takes less than half a second for 64 KiB of bad input', () => {
    const units = [
      '1',
      '1 ',
      '1-',
      '+1',
      '(1',
      '1.',
      'a@',
      'a.',
      'a@a.',
      '@',
      'a',
      'eyJ',
      'eyJa.',
      'sk-',
      'a://',
      'a:',
      ':',
    ]
    for (const unit of [...units, '-----BEGIN ', '-----BEGIN PRIVATE KEY-----', 'tel ', 'a b', '00', '\n', 'xoxb-']) {
      const before = performance.now()
      mayWarnAbout(unit.repeat(65_536 / unit.length))
      assert.ok(performance.now() - before < 500, `${JSON.stringify(unit)} took ${performance.now() - before} ms`)
    }
  })
})
