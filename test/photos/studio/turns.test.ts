import assert from 'node:assert/strict'
import { createTurns } from '../../../src/photos/studio/turns.ts'

describe('turns', () => {
  it('let in as many as there is room for, in the order in which they came', async () => {
    const turns = createTurns(3)
    const order: string[] = []
    const first = await turns.take(2)
    const second = turns.take(2).then((done) => (order.push('second'), done))
    // It would fit, but it came later: else a large one might wait for ever.
    const third = turns.take(1).then((done) => (order.push('third'), done))
    assert.equal(turns.waiting, 2)
    first()
    await Promise.all([second, third])
    assert.deepEqual(order, ['second', 'third'])
    assert.equal(turns.waiting, 0)
  })

  it('give a share that is larger than the room all of it', async () => {
    const turns = createTurns(3)
    const done = await turns.take(100)
    const next = turns.take(1)
    assert.equal(turns.waiting, 1)
    done()
    await next
  })

  it('are handed back once, however often that is said', async () => {
    const turns = createTurns(1)
    const done = await turns.take(1)
    done()
    done()
    await turns.take(1)
    void turns.take(1)
    assert.equal(turns.waiting, 1)
  })
})
