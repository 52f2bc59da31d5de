import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { Running } from '../support/running.ts'
import { browse } from './support/browse.ts'
import { theSites, type Sites } from './support/sites.ts'

describe('a topic', () => {
  let sites: Sites
  let app: Running
  before(async () => {
    sites = await theSites()
    app = sites.appOf({ on: 'full' })
  })

  it('is printed as a document: all of its words and none of its controls', () =>
    browse(app, async (arrive) => {
      const { page } = await arrive({ as: 'ann', scheme: 'dark' })
      await page.goto(app.url + sites.site.shortTopic)
      await page.emulateMedia({ media: 'print' })
      for (const controls of ['.site-nav', '.menu', '.trail', '.reply', '.post-actions', '.site-foot', '.skip'])
        assert.equal(await page.locator(controls).first().isVisible(), false, controls)
      assert(await page.getByRole('heading', { level: 1 }).isVisible())
      assert(await page.locator('.prose').first().isVisible())
      assert.equal(await lightness(page, 'color'), 'dark', 'the paper is white, whatever the screen is')
      // The clock of the reader's wall, not "yesterday".
      const printed = await page.evaluate<string>(`getComputedStyle(document.querySelector('time'), '::after').content`)
      assert.match(printed, /20\d\d/)
      assert((await page.pdf()).length > 5000)
    }))

  it('keeps its buttons, fields and marks visible in forced colours', () =>
    browse(app, async (arrive) => {
      const ann = await arrive({ as: 'ann', forcedColors: true })
      await ann.open(sites.site.shortTopic)
      for (const edged of ['.action-main', 'textarea', '.avatar', '.post-opening'])
        assert(await hasEdge(ann.page, edged), `${edged} has an edge`)
      await ann.open('/')
      const [mark, page] = ['.category-colour', 'body'].map((one) => styleOf(ann.page, one, 'backgroundColor'))
      assert.notEqual(await mark, await page, 'a category keeps its colour')
      const picture = await ann.page.screenshot()
      assert(picture.length > 5000, 'something is drawn')
    }))

  it('moves nothing for who asked for less motion', () =>
    browse(app, async (arrive) => {
      const times = `[...document.querySelectorAll('*')].map((each) => getComputedStyle(each))
        .filter((style) => style.transitionDuration !== '0s' || style.animationName !== 'none').length`
      const calm = await arrive({ as: 'ann', reducedMotion: true })
      await calm.open(sites.site.shortTopic)
      assert.equal(await calm.page.evaluate(times), 0)
      const usual = await arrive({ as: 'ann' })
      await usual.open(sites.site.shortTopic)
      assert.notEqual(await usual.page.evaluate(times), 0)
    }))
})

async function hasEdge(page: Page, selector: string): Promise<boolean> {
  return page.evaluate<boolean>(`(() => {
    const { borderTopWidth, borderTopStyle, borderTopColor } = getComputedStyle(document.querySelector('${selector}'))
    return parseFloat(borderTopWidth) >= 1 && borderTopStyle !== 'none' && borderTopColor !== 'rgba(0, 0, 0, 0)'
  })()`)
}

async function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).${property}`)
}

/** Whether the text is drawn dark or light. */
async function lightness(page: Page, property: 'color'): Promise<'dark' | 'light'> {
  const sum = await page.evaluate<number>(`(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d')
    canvas.fillStyle = getComputedStyle(document.querySelector('h1')).${property}
    canvas.fillRect(0, 0, 1, 1)
    return canvas.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((a, b) => a + b)
  })()`)
  return sum < 384 ? 'dark' : 'light'
}
