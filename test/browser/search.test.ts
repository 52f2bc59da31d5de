import assert from 'node:assert/strict'
import { aCategory, aTopic, regular } from '../support/forum.ts'
import { startApp, type Running } from '../support/running.ts'
import { browse } from './support/browse.ts'

describe('searching in a browser', () => {
  let app: Running
  before(async () => {
    app = await startApp()
    const ann = await regular(app, 'ann')
    const category = await aCategory(app)
    for (const title of ['The printer stopped', 'A printer for labels'])
      await aTopic(app, { by: ann, in: category, title })
  })
  after(() => app.stop())

  it('offers topics while one types, which the arrow keys go through and Escape closes', () =>
    browse(app, async (arrive) => {
      const { page } = await arrive()
      await page.goto(app.url)
      const field = page.getByRole('combobox').or(page.getByRole('textbox', { name: 'Search the topics' }))
      await field.fill('prin')
      const offers = page.getByRole('option')
      await offers.first().waitFor()
      assert.equal(await offers.count(), 2)
      await field.press('ArrowDown')
      const chosen = await offers.first().innerText()
      assert.equal(await offers.first().getAttribute('aria-selected'), 'true')
      await field.press('Escape')
      await offers.first().waitFor({ state: 'detached' })
      await field.press('s')
      await field.fill('print')
      await offers.first().waitFor()
      await field.press('ArrowDown')
      await field.press('Enter')
      await page.waitForURL(/\/t\//)
      assert.ok(chosen.startsWith(await page.getByRole('heading', { level: 1 }).innerText()))
    }))

  it('shows what was asked before while a title is typed', () =>
    browse(app, async (arrive) => {
      const { page } = await arrive({ as: 'ben' })
      await page.goto(`${app.url}/topics/new`)
      await page.getByLabel('Title').pressSequentially('My printer has stopped')
      const similar = page.locator('.similar a')
      await similar.first().waitFor()
      assert.equal(await similar.first().innerText(), 'The printer stopped')
      await page.getByLabel('Title').fill('Something else')
      await similar.first().waitFor({ state: 'hidden' })
    }))
})
