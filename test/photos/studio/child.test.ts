import assert from 'node:assert/strict'
import { ChildLost, startChild, TimedOut } from '../../../src/photos/studio/child.ts'
import { noise } from '../support/pictures.ts'

describe('a process of the studio', () => {
  it('that is brought down is told apart from a picture that is refused', async () => {
    const child = startChild()
    const asked = child.ask({ look: await noise(500, 500).png().toBuffer() }, 15_000)
    child.end()
    await assert.rejects(asked, (error) => error instanceof ChildLost && error.isCrash)
    assert.equal(child.isAlive, false)
  })

  it('that answers too late is ended', async () => {
    const child = startChild()
    await assert.rejects(child.ask({ look: await noise(500, 500).png().toBuffer() }, 1), TimedOut)
    assert.equal(child.isAlive, false)
  })

  it('makes nothing of nothing', async () => {
    const child = startChild()
    try {
      const reply = await child.ask({ make: 'middle', sides: [96] }, 15_000)
      assert.deepEqual(reply, { failed: 'asked to make photos of nothing' })
      assert.equal(child.isAlive, true)
    } finally {
      child.end()
    }
  })
})
