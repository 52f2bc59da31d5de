import assert from 'node:assert/strict'
import { createPump } from '../../src/mail/pump.ts'

describe('the pump', () => {
  it('never works twice at the same time, and once more for all who asked meanwhile', async () => {
    let runs = 0
    let atOnce = 0
    const ends: (() => void)[] = []
    const pump = createPump(async () => {
      runs += 1
      atOnce += 1
      assert.equal(atOnce, 1)
      await new Promise<void>((resolve) => ends.push(resolve))
      atOnce -= 1
    })
    const first = pump.run()
    const others = [pump.run(), pump.run()]
    ends[0]?.()
    await new Promise(setImmediate)
    assert.equal(runs, 2)
    ends[1]?.()
    await Promise.all([first, ...others])
    assert.equal(runs, 2)
    const later = pump.run()
    ends[2]?.()
    await later
    assert.equal(runs, 3)
  })

  it('tells a failure to who asked, and works again afterwards', async () => {
    let fails = true
    const pump = createPump(() => (fails ? Promise.reject(new Error('down')) : Promise.resolve()))
    await assert.rejects(pump.run(), /down/)
    fails = false
    await pump.run()
    fails = true
    const failing = pump.run()
    await pump.idle()
    await assert.rejects(failing, /down/)
  })
})
