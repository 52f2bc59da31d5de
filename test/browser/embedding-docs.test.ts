import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Request } from 'playwright-core'
import { projectRoot } from '../../scripts/support/files.ts'
import { aCategory, aTopic, regular } from '../support/forum.ts'
import { startApp, type Running } from '../support/running.ts'
import { aTestimonial } from '../support/testimonials.ts'
import { theChromium } from './support/chromium.ts'
import { startForeignSite, type ForeignSite } from './support/elsewhere.ts'

const text = readFileSync(join(projectRoot, 'docs/embedding.md'), 'utf8')
const blocks = [...text.matchAll(/^```html\n([^]*?)^```$/gm)].map(([, code = '']) => code)

describe('the lines of docs/embedding.md, put into a page of another site', () => {
  let app: Running
  let site: ForeignSite
  before(async () => {
    site = await startForeignSite()
    app = await startApp({ options: { embedSites: [site.origin] } })
    const category = await aCategory(app)
    for (let count = 0; count < 5; count += 1) {
      await aTestimonial(app, { purposes: ['widget', 'site'] })
      await aTopic(app, { by: await regular(app, 'ann'), in: category })
    }
  })
  after(async () => {
    await site.stop()
    await app.stop()
  })

  interface Seen {
    /** Bytes over the wire of everything but the page itself, headers included. */
    bytes: number
    requests: number
    shift: number
  }

  async function see(html: string, look: (page: Page) => Promise<void>): Promise<Seen> {
    site.pages.set('/', { html: `<title>A page of the shop</title><p>Above</p>${html}<p>Below</p>` })
    const context = await (await theChromium()).newContext({ viewport: { width: 1000, height: 900 } })
    context.setDefaultTimeout(10_000)
    const asked: Request[] = []
    context.on('requestfinished', (each) => asked.push(each))
    const page = await context.newPage()
    await page.goto(site.origin)
    await page.waitForLoadState('networkidle')
    await look(page)
    const shift = await page.evaluate<number>(`new Promise((resolve) => {
      let sum = 0
      const observer = new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (sum += value)))
      observer.observe({ type: 'layout-shift', buffered: true })
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(sum), 100)))
    })`)
    const ours = asked.filter((each) => each.url().startsWith(app.url))
    const sizes = await Promise.all(ours.map((each) => each.sizes()))
    await context.close()
    const bytes = sizes.reduce((sum, size) => sum + size.responseBodySize + size.responseHeadersSize, 0)
    return { bytes, requests: ours.length, shift }
  }

  const here = (html: string): string => html.replaceAll('https://support.example.com', app.url)
  const widgetsShow = async (page: Page): Promise<void> => {
    const elements = page.locator('candor-testimonials, candor-topics, candor-discussion')
    assert.notEqual(await elements.count(), 0)
    for (const element of await elements.all()) await element.locator('.cards li, .topics li, iframe').first().waitFor()
    assert.equal(await page.locator('[part=problem]').count(), 0)
  }

  for (const [index, block] of blocks.entries()) {
    it(`show what they promise: ${block.slice(0, block.indexOf('>') + 1)} (${index + 1})`, async () => {
      const { shift } = await see(here(block), widgetsShow)
      if (block.includes('min-block-size') && !block.includes('discussion')) assert.equal(shift, 0)
    })
  }

  it('weigh less than a frame of the same, and move nothing', async () => {
    const [, topics = ''] = /(<candor-topics .*?<\/candor-topics>)/.exec(blocks[0] ?? '') ?? []
    const script = `<script src="${app.url}/embed.js" async></script>`
    const widget = await see(topics + script, widgetsShow)
    // What may be framed of Candor, as heavy as any of its pages: style, words and script.
    const url = encodeURIComponent(`${site.origin}/`)
    const frame = await see(`<iframe src="${app.url}/embed/discussion?url=${url}" height="400"></iframe>`, () =>
      Promise.resolve(),
    )
    assert.ok(widget.bytes < frame.bytes / 2, JSON.stringify({ widget, frame }))
    assert.ok(widget.bytes <= 10 * 1024, JSON.stringify(widget))
    assert.equal(widget.requests, 3)
    assert.equal(widget.shift, 0)
  })
})
