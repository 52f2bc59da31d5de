import assert from 'node:assert/strict'
import { axeFindings, axeFindingsInColours } from './support/axe.ts'
import { onEveryPage } from './support/on-every-page.ts'

describe('axe finds nothing, narrow and wide, light and dark, on', () => {
  // Colours that are on their way to others have no contrast to speak of, hence no motion.
  onEveryPage({ screen: { withoutPolicy: true, reducedMotion: true } }, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' })
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 })
      assert.deepEqual(await axeFindings(page), [], `${width} px`)
    }
    // What is seen in other colours is the same whatever the width.
    await page.emulateMedia({ colorScheme: 'dark' })
    assert.deepEqual(await axeFindingsInColours(page), [], 'dark')
  })
})
