import assert from 'node:assert/strict'
import type { BrowserContext, Page } from 'playwright-core'
import { aCategory, aTopic, regular, type MadeTopic } from '../support/forum.ts'
import { startApp, type Running } from '../support/running.ts'
import { aTestimonial } from '../support/testimonials.ts'
import { theChromium } from './support/chromium.ts'
import { startForeignSite, type ForeignPage, type ForeignSite } from './support/elsewhere.ts'

describe('a page of another site', () => {
  let app: Running
  let site: ForeignSite
  let topic: MadeTopic
  let context: BrowserContext
  const texts = ['They answered before my tea was cold.', 'Short, friendly, right.', 'I would ask again.']
  before(async () => {
    app = await startApp({ setting: 'mounted in a host' })
    site = await startForeignSite()
    for (const text of texts) await aTestimonial(app, { text, purposes: ['widget', 'site'] })
    topic = await aTopic(app, { by: await regular(app, 'ann'), in: await aCategory(app), posts: 3 })
  })
  after(async () => {
    await site.stop()
    await app.stop()
  })
  beforeEach(async () => {
    context = await (await theChromium()).newContext({ viewport: { width: 1000, height: 700 }, locale: 'en-GB' })
    context.setDefaultTimeout(10_000)
  })
  afterEach(() => context.close())

  const open = async (html: string, headers?: ForeignPage['headers']): Promise<Page> => {
    site.pages.set('/', { html, ...(headers ? { headers } : {}) })
    const page = await context.newPage()
    await page.goto(site.origin)
    return page
  }
  const script = (): string => `<script src="${app.url}/embed.js" async></script>`
  const strict = (): Record<string, string> => {
    const { origin } = new URL(app.url)
    const ours = `script-src ${origin}; style-src ${origin}; img-src ${origin}; connect-src ${origin}`
    return {
      'Content-Security-Policy': `default-src 'none'; ${ours}; require-trusted-types-for 'script'; trusted-types candor`,
    }
  }

  it('shows testimonials and topics under the strictest policy, without a cookie, and asks nobody but Candor', async () => {
    const asked = new Set<string>()
    const said: string[] = []
    context.on('request', (request) => asked.add(new URL(request.url()).origin))
    context.on('console', (message) => said.push(message.text()))
    const page = await open(
      `<candor-testimonials></candor-testimonials><candor-topics></candor-topics>${script()}`,
      strict(),
    )
    for (const text of texts) await page.getByText(text).waitFor()
    const link = page.getByRole('link', { name: topic.title })
    assert.equal(await link.getAttribute('href'), app.url + topic.path)
    assert.deepEqual([...asked].toSorted(), [site.origin, new URL(app.url).origin].toSorted())
    assert.deepEqual(await context.cookies(), [])
    await page.setViewportSize({ width: 360, height: 700 })
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 360)
    assert.deepEqual(said, [])
  })

  it('gives them its font and colours, by inheritance and by custom properties, in light and dark', async () => {
    const style =
      '<style>body { font-family: monospace; color: rgb(10, 20, 30) } #themed { --candor-accent: rgb(200, 0, 100) }</style>'
    const page = await open(
      `${style}<candor-topics></candor-topics><candor-topics id="themed" theme="dark"></candor-topics>${script()}`,
    )
    const links = page.getByRole('link', { name: topic.title })
    await links.nth(1).waitFor()
    const look = (nth: number): Promise<string[]> =>
      page.evaluate<string[]>(`(() => {
        const link = document.querySelectorAll('candor-topics')[${nth}].shadowRoot.querySelector('a')
        const { color, fontFamily, textDecorationColor, colorScheme } = getComputedStyle(link)
        return [color, fontFamily, textDecorationColor, colorScheme]
      })()`)
    assert.deepEqual((await look(0)).slice(0, 2), ['rgb(10, 20, 30)', 'monospace'])
    const [color, , decoration, scheme] = await look(1)
    assert.notEqual(color, 'rgb(10, 20, 30)')
    assert.equal(decoration, 'rgb(200, 0, 100)')
    assert.equal(scheme, 'dark')
  })

  it('is not moved by them, and loads them only when they come near the window', async () => {
    const place = 'display: block; min-block-size: 20rem'
    const page = await open(
      `<p>Before</p><candor-testimonials style="${place}"></candor-testimonials><p id="below">Below</p>
       <div style="height: 4000px"></div><candor-topics></candor-topics>${script()}`,
    )
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.getByText(texts[0]!).waitFor()
    const shift = await page.evaluate<number>(`new Promise((resolve) => {
      let sum = 0
      new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (sum += value))).observe({ type: 'layout-shift', buffered: true })
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(sum), 50)))
    })`)
    assert.equal(shift, 0)
    assert.equal(asked.filter((url) => url.includes('/embed/topics')).length, 0)
    await page.mouse.wheel(0, 4000)
    await page.getByRole('link', { name: topic.title }).waitFor()
  })

  it('is told in one sentence what its own policy, an attribute or an address has to be', async () => {
    const { origin } = new URL(app.url)
    const cases: { html: string; headers?: Record<string, string>; says: string }[] = [
      {
        html: `<candor-topics></candor-topics>${script()}`,
        headers: { 'Content-Security-Policy': `default-src 'none'; script-src ${origin}; style-src ${origin}` },
        says: `Candor is not shown: add ${origin} to connect-src in this page’s Content-Security-Policy.`,
      },
      {
        html: `<candor-topics></candor-topics>${script()}`,
        headers: { 'Content-Security-Policy': `default-src 'none'; script-src ${origin}; connect-src ${origin}` },
        says: `Candor is not shown: add ${origin} to style-src in this page’s Content-Security-Policy.`,
      },
      {
        html: `<candor-topics count="lots"></candor-topics>${script()}`,
        says: 'Candor is not shown: count takes a number from 1 to 20.',
      },
      {
        html: `<candor-topics from="http://localhost:1"></candor-topics>${script()}`,
        says: 'Candor is not shown: nothing answers at http://localhost:1, so check the address that its script is loaded from.',
      },
      {
        html: `<candor-topics from="support"></candor-topics>${script()}`,
        says: 'Candor is not shown: the attribute from takes its whole address, such as https://example.com/support.',
      },
    ]
    for (const { html, headers, says } of cases) {
      const page = await open(html, headers)
      await page.getByText(says, { exact: true }).waitFor()
      await page.close()
    }
  })

  it('makes and takes away widgets by script: twice is harmless, and nothing is left', async () => {
    const page = await open(`<div id="place"></div>${script().replace(' async', '')}`)
    const count = (): Promise<number> => page.locator('candor-topics').count()
    await page.evaluate(`Candor.create('#place', { widget: 'topics', count: 1 })`)
    await page.getByRole('link', { name: topic.title }).waitFor()
    await page.evaluate(`Candor.create('#place', { widget: 'topics', count: 2 })`)
    assert.equal(await count(), 1)
    assert.equal(await page.locator('candor-topics').getAttribute('count'), '2')
    await page.evaluate(`Candor.create('#place', { widget: 'testimonials' })`)
    await page.getByText(texts[0]!).waitFor()
    assert.equal(await count(), 0)
    await page.evaluate(`Candor.destroy('#place'); Candor.destroy('#place'); Candor.destroy('#nowhere')`)
    assert.equal(await page.locator('#place').innerHTML(), '')
    const refused = await page.evaluate<string>(
      `(() => { try { Candor.create('#nowhere', { widget: 'topics' }) } catch (error) { return String(error) } })()`,
    )
    assert.equal(refused, 'TypeError: Candor.create: there is no element #nowhere')
  })

  it('can be sent with their content by its own server, readable without a script', async () => {
    const inner = await (await fetch(`${app.url}/embed/topics?count=3&as=element`)).text()
    site.pages.set('/', { html: inner })
    const plain = await (await theChromium()).newContext({ javaScriptEnabled: false })
    const page = await plain.newPage()
    await page.goto(site.origin)
    await page.getByRole('link', { name: topic.title }).waitFor()
    await plain.close()
    const lively = await open(inner + script())
    await lively.waitForLoadState('networkidle')
    assert.equal(await lively.getByRole('link', { name: topic.title }).count(), 1)
  })
})
