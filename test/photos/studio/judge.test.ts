import assert from 'node:assert/strict'
import { judge } from '../../../src/photos/studio/judge.ts'
import { drawing, mediaFile, noise, page } from '../support/pictures.ts'

describe('a file is judged by its first bytes', () => {
  const pictures: Record<string, () => Promise<Buffer>> = {
    jpeg: () => noise(100, 100).jpeg().toBuffer(),
    png: () => noise(100, 100).png().toBuffer(),
    webp: () => noise(100, 100).webp().toBuffer(),
    gif: () => noise(100, 100).gif().toBuffer(),
    avif: () => noise(100, 100).avif({ effort: 0 }).toBuffer(),
  }
  for (const [kind, make] of Object.entries(pictures)) {
    it(`${kind} is taken`, async () => assert.deepEqual(judge(await make()), { kind }))
  }

  const refused: [what: string, bytes: Buffer | string, refusal: string][] = [
    ['nothing', '', 'missing'],
    ['a web page', page, 'webPage'],
    ['a web page with a byte order mark and blanks', `\uFEFF \n${page}`, 'webPage'],
    ['a web page without its head', '<HTML><script>', 'webPage'],
    ['a drawing', drawing, 'drawing'],
    ['a drawing without an XML declaration', '<svg onload="alert(1)">', 'drawing'],
    ['a drawing within a comment’s reach', `<!-- x -->${drawing}`, 'drawing'],
    ['HEIC', mediaFile('heic', 'mif1', 'heic'), 'heic'],
    ['HEIC by its compatible brands', mediaFile('mif1', 'heic'), 'heic'],
    ['a film', mediaFile('isom', 'mp42'), 'otherType'],
    ['TIFF', Buffer.from('49492a0008000000', 'hex'), 'otherType'],
    ['PDF', '%PDF-1.7\n', 'otherType'],
    ['ZIP', 'PK\x03\x04', 'otherType'],
    ['BMP', 'BM\0\0\0\0', 'otherType'],
    ['PostScript', '%!PS-Adobe-3.0', 'otherType'],
    ['JPEG XL', Buffer.from('ff0a0000', 'hex'), 'otherType'],
    ['RIFF that is sound', 'RIFF\0\0\0\0WAVEfmt ', 'otherType'],
    ['a text', 'hello', 'otherType'],
    ['one byte', 'B', 'otherType'],
    ['half a signature', Buffer.from('89504e47', 'hex'), 'otherType'],
    ['a box that claims to be larger than the file', Buffer.from('ffffffff667479706865', 'hex'), 'otherType'],
  ]
  for (const [what, bytes, refusal] of refused) {
    it(`${what} is refused`, () => {
      assert.deepEqual(judge(Buffer.from(bytes as string, 'utf8')), { refused: refusal })
    })
  }
})
