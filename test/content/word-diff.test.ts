import assert from 'node:assert/strict'
import fc from 'fast-check'
import { changedWords } from '../../src/content/word-diff.ts'

describe('What became of a text', () => {
  const cases: [before: string, after: string, change: string][] = [
    ['I like green apples.', 'I like red apples.', 'I like [-green][+red] apples.'],
    ['one two three', 'one two three', 'one two three'],
    ['', 'new', '[+new]'],
    ['old', '', '[-old]'],
    ['a b c d', 'b c x d', '[-a ]b c[+ x] d'],
    ['日本語の本', '日本の本', '日本[-語]の本'],
  ]
  for (const [before, after, change] of cases) {
    it(change, () => {
      const marks = {
        same: (text: string) => text,
        added: (text: string) => `[+${text}]`,
        removed: (text: string) => `[-${text}]`,
      }
      assert.equal(
        changedWords(before, after)
          .map(({ kind, text }) => marks[kind](text))
          .join(''),
        change,
      )
    })
  }

  it('tells both texts in full, whatever they are, and repeats no word that stayed', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', ' ', 'c', '\n', 'ż!', '1.'), { maxLength: 30 })
      .map((all) => all.join(''))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = changedWords(before, after)
        const without = (kind: string): string =>
          parts
            .filter((part) => part.kind !== kind)
            .map((part) => part.text)
            .join('')
        assert.equal(without('removed'), after)
        assert.equal(without('added'), before)
      }),
      { numRuns: 300 },
    )
  })

  it('takes little time for texts that have nothing in common', () => {
    const many = (word: string): string => Array.from({ length: 9000 }, (_each, index) => `${word}${index}`).join(' ')
    const begun = performance.now()
    assert.equal(changedWords(many('a'), many('b')).length > 1, true)
    assert.equal(changedWords(many('a').slice(0, 30_000), many('b').slice(0, 30_000)).length > 1, true)
    assert.ok(performance.now() - begun < 1500)
  })
})
