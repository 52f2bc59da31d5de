import assert from 'node:assert/strict'
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib'
import { openUp } from '../../src/removals/engine/open-up.ts'
import { recogniser } from '../../src/removals/engine/recognise.ts'

const words = 'My neighbour Zofia keeps her spare key under the third flower pot beside the blue door'
const known = recogniser([
  { kind: 'text', value: words },
  { kind: 'text', value: 'Call 555 0100 now please' },
  { kind: 'text', value: 'Thanks' },
  { kind: 'name', value: 'zofia-n' },
])

const isIn = (value: unknown): boolean => {
  for (const opened of openUp(value)) {
    if (opened.kind === 'text' ? known.inText(opened.text) : known.isFile(opened.bytes)) return true
  }
  return false
}

/** One file in a ZIP, as any packer writes it. */
function zipOf(name: string, text: string): Buffer {
  const packed = deflateRawSync(Buffer.from(text))
  const local = Buffer.alloc(30)
  local.write('PK\u0003\u0004', 'latin1')
  local.writeUInt16LE(8, 8)
  local.writeUInt16LE(name.length, 26)
  const central = Buffer.alloc(46)
  central.write('PK\u0001\u0002', 'latin1')
  central.writeUInt16LE(8, 10)
  central.writeUInt32LE(packed.length, 20)
  central.writeUInt16LE(name.length, 28)
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name)])
}

/** Base64 in lines of 76 characters, as mails have it. */
const lines = (bytes: Buffer): string => (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')

describe('recognising what was removed', () => {
  it('finds eight words in a row, in any case, layout and packing', () => {
    const part = 'SPARE key — under the   third\nflower pot, beside the blue door!'
    const forms: [string, unknown][] = [
      ['plain', `Somebody wrote: ${part}`],
      ['html', `<p>spare key under <em>the third</em> flower&nbsp;pot beside <a href="/x">the</a> blue door</p>`],
      ['nested', { a: [{ b: { c: words } }] }],
      ['JSON in a string', JSON.stringify({ draft: `Hello\n${words}` })],
      ['percent encoding', encodeURIComponent(words)],
      ['base64', Buffer.from(words).toString('base64')],
      ['base64url', Buffer.from(words).toString('base64url')],
      ['gzip', gzipSync(words)],
      ['Brotli', brotliCompressSync(words)],
      ['ZIP', zipOf('export.json', JSON.stringify({ words }))],
      ['a mail in base64', `Subject: Hi\r\n\r\n${lines(Buffer.from(`${'Good morning. '.repeat(9)}${words}`))}`],
      [
        'a mail in quoted-printable',
        `Subject: Hi\r\n\r\n${words.replace('third', 'th=\r\nird').replace(' beside', '=20beside')}`,
      ],
      ['gzip in base64', gzipSync(words).toString('base64')],
      ['slug', '/t/abc/spare-key-under-the-third-flower-pot-beside'],
      ['a whole short text', 'so: call 555-0100, now. please'],
      ['a handle', 'ask @zofia-n'],
    ]
    for (const [form, value] of forms) assert.ok(isIn(value), form)
  })

  it('takes nothing else for it', () => {
    const others = [
      'My neighbour keeps a key',
      'Thanks',
      'the third flower pot beside',
      'zofia',
      '@zofia-nowak',
      Buffer.alloc(2000, 7),
    ]
    for (const other of others) assert.ok(!isIn(other), String(other).slice(0, 40))
    assert.equal(known.tooShort, 1, 'what anybody says can’t be searched for')
  })

  it('strikes it out and leaves the rest', () => {
    const text = `Please remove "${words}". It is mine.`
    assert.equal(known.strike(text, '[removed]'), 'Please remove "[removed]". It is mine.')
    assert.equal(known.strike('Nothing here', '[removed]'), 'Nothing here')
  })
})
