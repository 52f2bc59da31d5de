import assert from 'node:assert/strict'
import { onEveryPage } from './support/on-every-page.ts'

/** What sticks out to the right of the window, as tag and class; what scrolls inside a box of its own does not. */
const sticksOut = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return []
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
    .map((element) => element.tagName + '.' + element.className)
})()`

describe('a window as wide as a small phone (320 px) or a screen at 200 % (640 px) has nothing to scroll sideways on', () => {
  onEveryPage({ screen: { width: 640, height: 400 } }, async ({ page }) => {
    for (const width of [640, 320]) {
      await page.setViewportSize({ width, height: 400 })
      assert.deepEqual(await page.evaluate(sticksOut), [], `${width} px`)
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width)
    }
  })
})
