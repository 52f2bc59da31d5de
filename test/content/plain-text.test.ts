import assert from 'node:assert/strict'
import fc from 'fast-check'
import { excerpt, plainText } from '../../src/content/index.ts'

describe('A text without its marks', () => {
  const cases: [source: string, expected: string][] = [
    ['# Title\n\nSome **bold**, `code` and ~~gone~~.', 'Title\n\nSome bold, code and gone.'],
    ['one\ntwo  \nthree', 'one\ntwo\nthree'],
    ['[site](https://a.pl), https://b.pl, <c@d.pl>', 'site (https://a.pl), https://b.pl, c@d.pl'],
    ['![a cat](https://i.pl/c.png)', 'a cat (https://i.pl/c.png)'],
    ['- one\n- two\n  1. in\n  2. in\n     side\n\nafter', '- one\n- two\n  1. in\n  2. in\n     side\n\nafter'],
    ['3) three\n4) four', '3) three\n4) four'],
    ['- loose\n\n  still\n\n- item', '- loose\n\n  still\n\n- item'],
    ['> quoted\n> twice\n>\n> > deep\n\nmine', '> quoted\n> twice\n\n> > deep\n\nmine'],
    ['|a|b|\n|-|-|\n|1|*2*|\n\n- x', 'a\tb\n1\t2\n\n- x'],
    ['```js\nlet a\n\n  b\n```\n\n---\n\n<b>&amp;</b>', 'let a\n\n  b\n\n<b>&</b>'],
    ['@ann \\*x\\*', '@ann *x*'],
    ['', ''],
    ['-\n- \n', ''],
  ]
  for (const [source, expected] of cases) {
    it(JSON.stringify(source), () => assert.equal(plainText(source), expected))
  }
})

describe('An excerpt', () => {
  const cases: [source: string, most: number, expected: string][] = [
    ['# Title\n\nSome **bold** [link](https://a.pl)\nmore', 100, 'Title Some bold link more'],
    ['one two three', 13, 'one two three'],
    ['one two three', 12, 'one two…'],
    ['one two three', 8, 'one two…'],
    ['one two three', 7, 'one…'],
    ['one, two', 6, 'one…'],
    ['Donaudampfschifffahrt x', 10, 'Donaudamp…'],
    ['a Donaudampfschifffahrt', 10, 'a Donauda…'],
    ['日本語の文章はここで終わりません', 6, '日本語の文…'],
    ['> quote\n\nmy words\n\n```\ncode\n```', 50, 'my words'],
    ['> only a quote\n\n```\ncode\n```', 50, 'only a quote'],
    ['```\nonly\n  code\n```', 50, 'only code'],
    ['- one\n- two\n\n|a|b|\n|-|-|', 50, 'one two a b'],
    ['👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 14, '👨‍👩‍👧‍👦👨‍👩‍👧‍👦'],
    ['👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 13, '👨‍👩‍👧‍👦…'],
    ['👨‍👩‍👧‍👦', 3, '…'],
    ['e\u0301e\u0301e\u0301', 4, 'e\u0301…'],
    ['one', 0, ''],
    ['![](/a.png)', 50, '/a.png'],
    ['', 50, ''],
  ]
  for (const [source, most, expected] of cases) {
    it(`of ${JSON.stringify(source)} in ${most} characters`, () => assert.equal(excerpt(source, most), expected))
  }

  it('never is longer than asked for, never has white space of more than one, and is not cut within a code point', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.lorem())
    fc.assert(
      fc.property(text, fc.integer({ min: -1, max: 60 }), (source, most) => {
        const result = excerpt(source, most)
        assert.ok(Array.from(result).length <= Math.max(0, most), result)
        assert.doesNotMatch(result, /\s\s|^\s|\s$|\p{Cs}/u)
      }),
      { numRuns: 2000 },
    )
  })
})
