import assert from 'node:assert/strict'
import { idOf, idPattern, newId, randomToken } from '../../src/kernel/ids.ts'

describe('ids', () => {
  it('are twelve characters that can be read aloud, and never the same', () => {
    const ids = Array.from({ length: 5000 }, newId)
    assert.ok(ids.every((id) => idPattern.test(id)))
    assert.equal(new Set(ids).size, ids.length)
  })

  it('use each of their 32 characters equally often', () => {
    const counts = new Map<string, number>()
    for (const character of Array.from({ length: 4000 }, newId).join(''))
      counts.set(character, (counts.get(character) ?? 0) + 1)
    assert.equal(counts.size, 32)
    // 1500 expected; ten standard deviations either side.
    for (const [character, count] of counts) assert.ok(count > 1120 && count < 1880, `${character}: ${count}`)
  })

  it('of what there is one of for some parts are the same for the same parts in that order, and for no others', () => {
    assert.match(idOf('post', 'person'), idPattern)
    assert.equal(idOf('post', 'person'), idOf('post', 'person'))
    assert.equal(new Set([idOf('ab', 'c'), idOf('a', 'bc'), idOf('c', 'ab'), idOf('abc')]).size, 4)
  })
})

describe('tokens', () => {
  it('hold as many random bytes as were asked for', () => {
    for (const bytes of [16, 32]) {
      assert.equal(Buffer.from(randomToken(bytes), 'base64url').length, bytes)
      assert.notEqual(randomToken(bytes), randomToken(bytes))
    }
  })
})
