import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { startApp, type Running } from '../support/running.ts'
import { aTestimonial, marketing } from '../support/testimonials.ts'
import { browse } from './support/browse.ts'

describe('dragging a testimonial', () => {
  let app: Running
  before(async () => {
    app = await startApp()
  })
  after(() => app.stop())

  const shown = async (): Promise<string[]> =>
    (await app.testimonials.public.list('site', { size: 10 })).items.map(({ id }) => id)

  const drag = async (page: Page, [id, other]: readonly [string, string], where: 'above' | 'below'): Promise<void> => {
    const handle = page.locator(`#testimonial-${id} .board-handle`)
    await handle.scrollIntoViewIfNeeded()
    const from = await handle.boundingBox()
    assert(from)
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
    await page.mouse.down()
    const to = await page.locator(`#testimonial-${other}`).boundingBox()
    assert(to)
    const y = where === 'above' ? to.y + 4 : to.y + to.height - 4
    await page.mouse.move(to.x + 40, y, { steps: 12 })
    await page.mouse.up()
  }

  /** Does what sends a form, and waits for the page that answers. */
  const answered = async (page: Page, work: () => Promise<void>): Promise<void> => {
    const loaded = page.waitForEvent('load')
    await work()
    await loaded
  }

  it('puts it where it was let go, past several others, and no featured one is passed', async () => {
    for (let count = 0; count < 4; count += 1) await aTestimonial(app)
    const [a, b, c, d] = (await shown()) as [string, string, string, string]
    await app.testimonials.feature(marketing, { id: a, isFeatured: true })
    await browse(app, async (arrive) => {
      const max = await arrive({ as: 'max', height: 1200 })
      const { page } = max
      await max.open('/staff/testimonials')
      await answered(page, () => drag(page, [d, b], 'above'))
      assert.deepEqual(await shown(), [a, d, b, c])
      await answered(page, () => drag(page, [d, c], 'below'))
      assert.deepEqual(await shown(), [a, b, c, d])
      await drag(page, [b, a], 'above')
      assert.deepEqual(await shown(), [a, b, c, d])
    })
  })
})
