import assert from 'node:assert/strict'
import { onEveryPage } from './support/on-every-page.ts'

/** Signing in begins a session, and that needs a cookie; so does what was typed before it. */
const beginsSession = /sign in|welcome|form of before|signed out/

describe('a guest who reads', () => {
  describe('gets no cookie and leaves nothing in their browser, and nothing is asked of another site, on', () => {
    onEveryPage(
      { screen: {}, only: ({ who, name }) => who === 'guest' && !beginsSession.test(name) },
      async ({ app, context, page }) => {
        assert.deepEqual(await context.cookies(), [])
        const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
        assert.deepEqual(
          asked.filter((address) => new URL(address).origin !== new URL(app.url).origin),
          [],
        )
        assert.equal(await page.evaluate(() => localStorage.length + document.cookie.length), 0)
      },
    )
  })
})
