import assert from 'node:assert/strict'
import fc from 'fast-check'
import { cutOf, smallestSide, squareIn } from '../../../src/photos/studio/crop.ts'

describe('the square that is cut out', () => {
  it('is scaled down to what is wanted, and so is the whole picture', () => {
    const cut = cutOf({ width: 4000, height: 3000 }, { x: 0.25, y: 0, size: 0.8 }, 600)
    assert.deepEqual(cut, { scaled: { width: 1000, height: 750 }, left: 250, top: 0, side: 600 })
  })

  it('is never made larger than what the picture has', () => {
    const cut = cutOf({ width: 300, height: 200 }, { x: 0, y: 0, size: 1 }, 640)
    assert.deepEqual(cut, { scaled: { width: 300, height: 200 }, left: 0, top: 0, side: 200 })
  })

  it('is never smaller than the smallest photo', () => {
    const { side } = cutOf({ width: 1000, height: 1000 }, { x: 0.5, y: 0.5, size: 0.001 }, 640)
    assert.equal(side, smallestSide)
  })

  it('lies in the middle, at the start or at the end of the longer side', () => {
    assert.deepEqual(squareIn({ width: 400, height: 200 }, 'middle'), { x: 0.25, y: 0, size: 1 })
    assert.deepEqual(squareIn({ width: 400, height: 200 }, 'end'), { x: 0.5, y: 0, size: 1 })
    assert.deepEqual(squareIn({ width: 200, height: 400 }, 'end'), { x: 0, y: 0.5, size: 1 })
    assert.deepEqual(squareIn({ width: 200, height: 400 }, 'start'), { x: 0, y: 0, size: 1 })
  })

  it('lies within the picture, whatever was asked for', () => {
    const side = fc.integer({ min: 96, max: 30_000 })
    const fraction = fc.double({ min: 0, max: 1, noNaN: true })
    const square = fc.record({ x: fraction, y: fraction, size: fraction })
    fc.assert(
      fc.property(side, side, square, (width, height, asked) => {
        const { scaled, left, top, side: cut } = cutOf({ width, height }, asked, 640)
        assert.ok(Number.isInteger(left) && Number.isInteger(top) && Number.isInteger(cut))
        assert.ok(cut >= 1 && cut <= 640)
        assert.ok(left >= 0 && left + cut <= scaled.width, `${left} + ${cut} > ${scaled.width}`)
        assert.ok(top >= 0 && top + cut <= scaled.height, `${top} + ${cut} > ${scaled.height}`)
        assert.ok(scaled.width <= width && scaled.height <= height)
      }),
      { numRuns: 2000 },
    )
  })
})
