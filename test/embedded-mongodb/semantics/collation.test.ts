import assert from 'node:assert/strict'
import { ServerError } from '../../../src/embedded-mongodb/errors.ts'
import { compareValues, parseCollation } from '../../../src/embedded-mongodb/semantics/index.ts'

function order(a: string, b: string, options: Record<string, unknown>): number {
  return Math.sign(compareValues(a, b, parseCollation({ locale: 'en', ...options })))
}

describe('collation', () => {
  const cases: [text: string, other: string, options: Record<string, unknown>, order: number][] = [
    ['Ann', 'ann', { strength: 1 }, 0],
    ['résumé', 'Resume', { strength: 1 }, 0],
    ['Ann', 'ann', { strength: 2 }, 0],
    ['résumé', 'resume', { strength: 2 }, 1],
    ['RÉSUMÉ', 'résumé', { strength: 2 }, 0],
    ['e\u0301', 'é', { strength: 2 }, 0],
    ['ann', 'Ann', { strength: 3 }, -1],
    ['ann', 'Ann', { strength: 3, caseFirst: 'upper' }, 1],
    ['Ann', 'anna', { strength: 3 }, -1],
    ['B', 'a', { strength: 3 }, 1],
    ['Ann', 'ann', { strength: 1, caseLevel: true }, 1],
    ['résumé', 'resume', { strength: 1, caseLevel: true }, 0],
    ['a10', 'a9', { numericOrdering: true }, 1],
    ['a10', 'a9', {}, -1],
    ['a010', 'a10', { numericOrdering: true }, 0],
    ['a b', 'ab', { strength: 2, alternate: 'shifted' }, 0],
    ['a b', 'ab', { strength: 2 }, -1],
    ['Straße', 'STRASSE', { strength: 1 }, 0],
    ['Ørsted', 'orsted', { strength: 1 }, 0],
    ['1', 'a', { strength: 2 }, -1],
    ['_', '-', { strength: 2 }, -1],
    ['Ångström', 'angstrom', { strength: 1 }, 0],
    ['Жук', 'жук', { strength: 2 }, 0],
    ['Σας', 'σασ', { strength: 2 }, 0],
  ]
  for (const [a, b, options, expected] of cases) {
    it(`compares "${a}" and "${b}" with ${JSON.stringify(options)} as ${expected}`, () => {
      assert.equal(order(a, b, options), expected)
      assert.equal(order(b, a, options), 0 - expected)
    })
  }

  it('agrees with ICU on which ASCII texts are equal and in which order others stand', () => {
    const icu = new Intl.Collator('en', { sensitivity: 'accent' })
    const texts = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
    for (const a of texts)
      for (const b of texts) assert.equal(order(a, b, { strength: 2 }), Math.sign(icu.compare(a, b)))
  })

  it('agrees with ICU on which Latin, Greek and Cyrillic letters have the same base', () => {
    const icu = new Intl.Collator('en', { sensitivity: 'base' })
    const letters = Array.from({ length: 0x530 - 0xc0 }, (_, i) => String.fromCodePoint(0xc0 + i)).filter((letter) =>
      /^\p{L}$/u.test(letter),
    )
    const wrong = letters.flatMap((letter) =>
      Array.from('abcdefghijklmnopqrstuvwxyzαεηιουωаеиоу')
        .filter((base) => (order(letter, base, { strength: 1 }) === 0) !== (icu.compare(letter, base) === 0))
        .map((base) => letter + base),
    )
    assert.deepEqual(wrong, [])
  })

  it('is none for the locale "simple" and for an empty document', () => {
    assert.equal(parseCollation({ locale: 'simple' }), undefined)
    assert.equal(parseCollation({}), undefined)
  })

  it('lists the whole specification, as MongoDB does with an index', () => {
    assert.deepEqual(parseCollation({ locale: 'en', strength: 2 })?.spec, {
      locale: 'en',
      caseLevel: false,
      caseFirst: 'off',
      strength: 2,
      numericOrdering: false,
      alternate: 'non-ignorable',
      maxVariable: 'punct',
      normalization: false,
      backwards: false,
      version: '57.1',
    })
  })

  const refused: [Record<string, unknown>, string][] = [
    [{ strength: 2 }, 'Location40414'],
    [{ locale: 'no such locale' }, 'BadValue'],
    [{ locale: 'en', strength: 9 }, 'BadValue'],
    [{ locale: 'en', unknown: 1 }, 'Location40415'],
    [{ locale: 5 }, 'TypeMismatch'],
  ]
  for (const [document, codeName] of refused) {
    it(`refuses ${JSON.stringify(document)} with ${codeName}`, () => {
      assert.throws(
        () => parseCollation(document),
        (error) => error instanceof ServerError && error.codeName === codeName,
      )
    })
  }
})
