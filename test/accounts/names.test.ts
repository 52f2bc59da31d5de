import assert from 'node:assert/strict'
import { handleFrom, handleSkeleton, mayBeHandle, numberedHandle } from '../../src/accounts/handle.ts'
import { hueOf, initialsOf } from '../../src/accounts/person.ts'
import { newId } from '../../src/kernel/index.ts'

describe('a handle', () => {
  const made: Record<string, string> = {
    'Ann Customer': 'ann-customer',
    'Łucja Żółw': 'lucja-zolw',
    "  O'Neill--Smith  ": 'o-neill-smith',
    'José María': 'jose-maria',
    李小龍: 'person',
    A: 'person',
    '': 'person',
    '../../etc': 'etc',
    '<b>bold</b>': 'b-bold-b',
    [`${'x'.repeat(29)} yz`]: 'x'.repeat(29),
  }
  for (const [name, handle] of Object.entries(made)) {
    it(`of ${JSON.stringify(name).slice(0, 40)} is ${handle}`, () => assert.equal(handleFrom(name), handle))
  }

  it('with a number behind it is still no longer than thirty characters', () => {
    assert.equal(numberedHandle('ann', 42), 'ann-42')
    assert.equal(numberedHandle('x'.repeat(30), 123_456), `${'x'.repeat(23)}-123456`)
  })

  const lookAlikes: [string, string][] = [
    ['paul', 'pau1'],
    ['bob', 'b0b'],
    ['modern', 'modem'],
    ['vvill', 'will'],
    ['ann_lee', 'ann-lee'],
    ['ann-lee', 'annlee'],
    ['Ann', 'ann'],
  ]
  for (const [one, other] of lookAlikes) {
    it(`${one} counts as ${other}`, () => assert.equal(handleSkeleton(one), handleSkeleton(other)))
  }

  for (const handle of ['support', 'supp0rt', 'sup-port', 'admin']) {
    it(`${handle} would speak for the company`, () => assert.equal(mayBeHandle(handle).allowed, false))
  }

  for (const handle of ['a', '-ann', 'ANN', 'ann lee', 'ąnn', 'аnn', 'x'.repeat(31), '', '../x']) {
    it(`${JSON.stringify(handle)} is none`, () => assert.equal(mayBeHandle(handle).allowed, false))
  }
})

describe('a person without a photo', () => {
  const initials: Record<string, string> = {
    'Ann Customer': 'AC',
    'Ann Maria van Customer': 'AC',
    Ann: 'A',
    'Jean-Luc': 'JL',
    '"quoted" name': 'QN',
    '李 小龍': '李小',
    '🙂 🙂': '?',
    '': '?',
  }
  for (const [name, expected] of Object.entries(initials)) {
    it(`stands as ${expected} for ${JSON.stringify(name)}`, () => assert.equal(initialsOf(name), expected))
  }

  it('keeps one of twelve hues, and all twelve are in use', () => {
    const ids = Array.from({ length: 500 }, newId)
    for (const id of ids) assert.equal(hueOf(id), hueOf(id))
    assert.deepEqual(
      [...new Set(ids.map(hueOf))].sort((a, b) => a - b),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    )
  })
})
