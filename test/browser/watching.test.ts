import assert from 'node:assert/strict'
import { startApp, type Running } from '../support/running.ts'
import { axeFindings } from './support/axe.ts'
import { browse } from './support/browse.ts'

describe('what watches over the other tests notices', () => {
  let app: Running
  before(async () => {
    app = await startApp()
  })
  after(() => app.stop())

  const planted = [
    { what: 'an error in the console', script: 'console.error("planted")', seen: /console: planted/ },
    {
      what: 'an uncaught error',
      script: 'setTimeout(() => { throw new Error("planted") })',
      seen: /uncaught: planted/,
    },
    {
      what: 'a breach of the policy',
      script: 'document.body.append(Object.assign(document.createElement("script"), { textContent: "1" }))',
      seen: /console: .*Content Security Policy/,
    },
    { what: 'a part that is missing', script: 'fetch("/static/missing.css").then(() => 0)', seen: /broken: .*missing/ },
    {
      what: 'a request to another origin',
      script: 'fetch("http://127.0.0.1:9/").catch(() => 0)',
      seen: /another origin|Content Security Policy/,
    },
  ]
  for (const { what, script, seen } of planted) {
    it(what, () =>
      assert.rejects(
        browse(app, async (arrive) => {
          const { page, context } = await arrive({ withoutPolicy: what.includes('origin') })
          const noticed = Promise.race([
            context.waitForEvent('console'),
            context.waitForEvent('weberror'),
            context.waitForEvent('requestfailed'),
          ])
          await page.goto(app.url)
          await page.evaluate(script)
          await noticed
        }),
        seen,
      ),
    )
  }

  it('a field without a label', () =>
    browse(app, async (arrive) => {
      const { page } = await arrive({ withoutPolicy: true, as: 'olga' })
      await page.goto(`${app.url}/staff/categories`)
      assert.deepEqual(await axeFindings(page), [])
      await page.evaluate('document.querySelector("label[for=field-name]").remove()')
      assert.match((await axeFindings(page)).join('\n'), /label/)
    }))
})
