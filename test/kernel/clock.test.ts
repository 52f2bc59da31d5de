import assert from 'node:assert/strict'
import { systemClock } from '../../src/kernel/clock.ts'

describe('clock', () => {
  it('tells the current time', () => {
    const before = Date.now()
    assert.ok(systemClock().getTime() >= before)
  })
})
