import assert from 'node:assert/strict'
import fc from 'fast-check'
import { slugify } from '../../src/content/index.ts'

describe('The slug of a title', () => {
  const cases: [title: string, slug: string][] = [
    ['How do I reset my password?', 'how-do-i-reset-my-password'],
    ['Zażółć gęślą jaźń', 'zazolc-gesla-jazn'],
    ['ŁÓDŹ', 'lodz'],
    ['Straße, Œuvre & Ærø', 'strasse-oeuvre-aero'],
    ['İstanbul ışık', 'istanbul-isik'],
    ['Đorđe Þór', 'dorde-thor'],
    ["Don't – and ‘won’t’", 'dont-and-wont'],
    ['  --C++ / .NET 8.0--  ', 'c-net-8-0'],
    ['ﬁne ½ ²', 'fine-1-2-2'],
    ['Привет, мой йод', 'привет-мой-йод'],
    ['日本語 ガイド', '日本語-ガイド'],
    ['हिन्दी में', 'हिन्दी-में'],
    ['한국어', '한국어'],
    ['می‌خواهم', 'میخواهم'],
    ['\u0301abc -\u0301d', 'abc-d'],
    ['!!! 😀', 'topic'],
    ['\ud800', 'topic'],
    ['', 'topic'],
    ['word '.repeat(30), Array.from({ length: 16 }, () => 'word').join('-')],
    ['a'.repeat(200), 'a'.repeat(80)],
    [`${'a'.repeat(79)}𐐷𐐷`, 'a'.repeat(79)],
    [`b ${'a'.repeat(200)}`, `b-${'a'.repeat(78)}`],
  ]
  for (const [title, slug] of cases) {
    it(JSON.stringify(title), () => assert.equal(slugify(title), slug))
  }

  it('is 1 to 80 characters of letters, digits and inner hyphens, fits an address, and is its own slug', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary', maxLength: 200 })), (title) => {
        const slug = slugify(title)
        assert.match(slug, /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u)
        assert.ok(slug.length <= 80)
        assert.doesNotMatch(slug, /--/)
        assert.equal(decodeURIComponent(encodeURIComponent(slug)), slug)
        assert.equal(slugify(slug), slug)
      }),
      { numRuns: 3000 },
    )
  })
})
