import assert from 'node:assert/strict'
import { axeFindings, axeFindingsInColours } from './support/axe.ts'
import { browse } from './support/browse.ts'
import { pageStates } from './support/pages.ts'
import { theSites, type Sites } from './support/sites.ts'

describe('axe finds nothing, narrow and wide, light and dark, on', () => {
  let sites: Sites
  before(async () => {
    sites = await theSites()
  })

  for (const state of pageStates) {
    it(state.name, () =>
      // Colours that are on their way to others have no contrast to speak of, hence no motion.
      browse(sites.appOf(state), async (arrive) => {
        const somebody = await arrive({ withoutPolicy: true, reducedMotion: true, ...sites.personOf(state) })
        const { page } = somebody
        await sites.go(somebody, state)
        for (const width of [1280, 360]) {
          await page.setViewportSize({ width, height: 800 })
          await page.emulateMedia({ colorScheme: 'light' })
          assert.deepEqual(await axeFindings(page), [], `${width} px, light`)
          await page.emulateMedia({ colorScheme: 'dark' })
          assert.deepEqual(await axeFindingsInColours(page), [], `${width} px, dark`)
        }
      }),
    )
  }
})
