import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  isQuotable,
  renderMarkdown,
  storeQuotes,
  typedQuotes,
  typeQuote,
  unstoreQuotes,
} from '../../src/content/index.ts'

const address = '/posts/abc'

describe('A block quote that says where it is from', () => {
  const cases: [text: string, passages: string[]][] = [
    ['> [Ann](/posts/abc):\n> Words', ['Words']],
    ['> [Ann](/posts/abc)\n> Words\n>\n> More\n\nMine', ['Words\n\nMore']],
    ['Before\n> [A \\[b\\] c](/posts/abc):\n>Words\nmine, though no line is between', ['Words']],
    ['> [Ann](/posts/abc):\n> One\n> [Ben](/posts/def):\n> Two', ['One', 'Two']],
    ['- an item\n> [Ann](/posts/abc):\n> Words', ['Words']],
    ['> [Ann](/posts/abc):', ['']],
    ['> Words\n> [Ann](/posts/abc):\n> Words', []],
    ['```\n> [Ann](/posts/abc):\n> Words\n```', []],
    ['    > [Ann](/posts/abc):\n    > Words', []],
    ['- > [Ann](/posts/abc):\n  > Words', []],
    ['> > [Ann](/posts/abc):\n> > Words', []],
    ['> [Ann](/posts/abc) said\n> Words', []],
  ]
  for (const [text, passages] of cases) {
    it(JSON.stringify(text), () =>
      assert.deepEqual(
        typedQuotes(text).map(({ passage }) => passage),
        passages,
      ),
    )
  }

  it('comes back from its stored form as it was typed, whatever stands around it', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '> q',
        '>',
        '',
        '- item',
        '  more',
        '```',
        '# h',
        '    code',
        '> [x](y):',
        '\ufffc1',
        '| a |',
        '|-|',
      ),
      fc.string({ maxLength: 12 }).map((text) => text.replace(/[\r\n]/g, ' ')),
    )
    const quote = fc
      .tuple(fc.string({ maxLength: 8 }), fc.array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 4 }))
      .map(([label, lines]) => ({
        label,
        passage: lines
          .join('\n')
          .replace(/[\r\n\p{Cc}]+/gu, '\n')
          .trim(),
      }))
      .filter(({ label, passage }) => isQuotable(passage) && passage !== '' && !label.includes('\ufffc'))
      .map(({ label, passage }) => typeQuote({ label: label.replace(/\p{Cc}/gu, ''), address, passage }))
    const text = fc.array(fc.oneof(line, quote), { maxLength: 8 }).map((parts) => parts.join('\n'))
    fc.assert(
      fc.property(text, (typed) => {
        const kept: string[] = []
        const label = 'Ann'
        const keep = (text: string): string =>
          storeQuotes(text, (each) =>
            each.address === address && isQuotable(each.passage) && each.passage !== ''
              ? kept.push(each.passage)
              : undefined,
          )
        const stored = keep(typed)
        const shown = unstoreQuotes(stored, (n) => typeQuote({ label, address, passage: kept[n - 1] ?? '' }))
        const before = [...kept]
        kept.length = 0
        assert.equal(keep(shown), stored)
        assert.deepEqual(kept, before)
      }),
      { numRuns: 300 },
    )
  })

  it('is a block of its own among others, plain text, with a link to its post', () => {
    const options = { siteOrigin: 'https://forum.example', quote: () => ({ address, passage: '<b>a</b> *b*\n\nc\nd' }) }
    const { html, mentions, links } = renderMarkdown('x\n\ufffc1\n- y\n\ufffc2', options)
    const quote =
      '<blockquote class="quote"><p><a href="/posts/abc" class="quote-source">/posts/abc</a></p>\n' +
      '<p>&lt;b&gt;a&lt;/b&gt; *b*</p>\n<p>c<br />\nd</p></blockquote>\n'
    assert.equal(html, `<p>x</p>\n${quote}<ul>\n<li>y</li>\n</ul>\n${quote}`)
    assert.deepEqual({ mentions, links }, { mentions: [], links: 0 })
  })

  it('leaves an empty place where it is out of sight', () => {
    const { html } = renderMarkdown('\ufffc1', { siteOrigin: 'https://forum.example' })
    assert.equal(html, '<blockquote class="quote"><p>[…]</p></blockquote>\n')
  })
})
