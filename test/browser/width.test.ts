import assert from 'node:assert/strict'
import { browse } from './support/browse.ts'
import { pageStates } from './support/pages.ts'
import { theSites, type Sites } from './support/sites.ts'

/** What sticks out to the right of the window, as tag and class; what scrolls inside a box of its own does not. */
const sticksOut = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return []
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
    .map((element) => element.tagName + '.' + element.className)
})()`

describe('a window as wide as a small phone (320 px) or a screen at 200 % (640 px) has nothing to scroll sideways on', () => {
  let sites: Sites
  before(async () => {
    sites = await theSites()
  })

  for (const state of pageStates) {
    it(state.name, () =>
      browse(sites.appOf(state), async (arrive) => {
        const somebody = await arrive({ width: 640, height: 400, ...sites.personOf(state) })
        await sites.go(somebody, state)
        for (const width of [640, 320]) {
          await somebody.page.setViewportSize({ width, height: 400 })
          assert.deepEqual(await somebody.page.evaluate(sticksOut), [], `${width} px`)
          const widths = await somebody.page.evaluate<number>('document.documentElement.scrollWidth')
          assert.equal(widths, width)
        }
      }),
    )
  }
})
