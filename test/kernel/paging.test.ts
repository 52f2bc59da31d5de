import assert from 'node:assert/strict'
import fc from 'fast-check'
import { cutPage, keyFromText, keyToText, newId, type Key, type Page } from '../../src/kernel/index.ts'

interface Row {
  at: Date
  id: string
}

const row = (at: number): Row => ({ at: new Date(at), id: '0123456789ab' })
const cut = (found: Row[], request: { after?: Key; before?: Key }): Page<Row> =>
  cutPage(found, { size: 3, request, keyOf: (each) => each })

describe('a key of a page', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('5000-01-01'), noInvalidDate: true }), (at) => {
        const key = { at, id: newId() }
        assert.deepEqual(keyFromText(keyToText(key)), key)
      }),
    )
  })

  it('is none when it is not, whatever it is', () => {
    const others = [
      '',
      '.',
      'x',
      'abc.',
      '.0123456789ab',
      'abc.0123456789AB',
      'abc.0123456789abc',
      '-1.0123456789ab',
      ' 1.0123456789ab',
    ]
    for (const text of others) assert.equal(keyFromText(text), undefined, text)
    fc.assert(fc.property(fc.string(), (text) => !Number.isNaN(keyFromText(text)?.at.getTime())))
  })
})

describe('a page', () => {
  const [one, two, three, four] = [row(1), row(2), row(3), row(4)]

  it('has a next one only when there is more than it holds', () => {
    assert.deepEqual(cut([one, two, three], {}), { rows: [one, two, three] })
    assert.deepEqual(cut([one, two, three, four], {}), { rows: [one, two, three], next: three })
    assert.deepEqual(cut([], {}), { rows: [] })
  })

  it('has one before it when it begins after a key', () => {
    assert.deepEqual(cut([two, three], { after: one }), { rows: [two, three], previous: two })
    assert.deepEqual(cut([], { after: four }), { rows: [] })
  })

  it('before a key is turned into the order of the list, and always has a next one', () => {
    assert.deepEqual(cut([three, two, one], { before: four }), { rows: [one, two, three], next: three })
    const more = cut([four, three, two, one], { before: row(5) })
    assert.deepEqual(more, { rows: [two, three, four], next: four, previous: two })
    assert.deepEqual(cut([], { before: one }), { rows: [] })
  })
})
