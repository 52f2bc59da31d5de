import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { blue, colourAt, green, isNear, noise, page as webPage, red, stripes } from '../photos/support/pictures.ts'
import { startWithPhotos, type WithPhotos } from '../photos/support/uploading.ts'
import { axeFindings, axeFindingsInColours } from './support/axe.ts'
import { browse, type Arrive, type Browsing } from './support/browse.ts'

describe('somebody’s own photo in a browser', () => {
  let app: WithPhotos
  before(async () => {
    app = await startWithPhotos('disk')
  })
  after(() => app.stop())

  it('is chosen, seen before it is sent, and taken away again', () =>
    browse(app, async (arrive) => {
      const ann = await atPhoto(arrive)
      const { page } = ann
      const requests: string[] = []
      page.on('request', (request) => request.method() === 'POST' && requests.push(request.url()))
      await choose(page)
      assert.ok(isNear(await stageColour(page), green))
      assert.equal(await page.getByLabel('Which square of it').isVisible(), false)
      assert.deepEqual(requests, [], 'nothing is sent before it is said')
      await send(ann)
      assert.ok(isNear(await middleOf(ann), green))
      await page.getByRole('button', { name: 'Remove it' }).click()
      await page.getByText('Your photo is gone.').waitFor()
      assert.equal(await page.locator('main img').count(), 0)
    }))

  it('is moved and made larger with the keyboard alone', () =>
    browse(app, async (arrive) => {
      const ann = await atPhoto(arrive)
      const { page } = ann
      await choose(page)
      await page.getByLabel('Picture').focus()
      for (let count = 0; count < 5 && !(await isOnStage(page)); count += 1) await page.keyboard.press('Tab')
      assert.ok(await isOnStage(page))
      for (let count = 0; count < 4; count += 1) await page.keyboard.press('+')
      assert.ok(Number(await page.getByLabel('Larger or smaller').inputValue()) >= 20)
      for (let count = 0; count < 30; count += 1) await page.keyboard.press('Shift+ArrowLeft')
      assert.ok(isNear(await stageColour(page), blue), 'the picture moves to the left: its right end comes into sight')
      await send(ann)
      assert.ok(isNear(await middleOf(ann), blue))
    }))

  it('is moved with a pointer', () =>
    browse(app, async (arrive) => {
      const ann = await atPhoto(arrive)
      const { page } = ann
      await choose(page)
      await page.getByRole('application').scrollIntoViewIfNeeded()
      const box = await page.getByRole('application').boundingBox()
      assert.ok(box)
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
      await page.mouse.move(x, y)
      await page.mouse.down()
      await page.mouse.move(x + box.width, y, { steps: 5 })
      await page.mouse.up()
      assert.ok(isNear(await stageColour(page), red))
      await send(ann)
      assert.ok(isNear(await middleOf(ann), red))
    }))

  it('needs no script', () =>
    browse(app, async (arrive) => {
      const ann = await atPhoto(arrive, { javaScript: false })
      const { page } = ann
      await page.getByLabel('Picture').setInputFiles(await threeStripes())
      assert.equal(await page.getByRole('application').count(), 0)
      await page.getByLabel('Which square of it').selectOption('end')
      await send(ann)
      assert.ok(isNear(await middleOf(ann), blue))
    }))

  for (const javaScript of [true, false]) {
    it(`that can’t be used says why, ${javaScript ? 'with' : 'without'} scripts`, () =>
      browse(app, async (arrive) => {
        const { page } = await atPhoto(arrive, { javaScript })
        const file = { name: 'me.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(webPage) }
        await page.getByLabel('Picture').setInputFiles(file)
        if (javaScript) await page.getByText("Your browser can't show this file here.").waitFor()
        await page.getByRole('button', { name: 'Use this photo' }).click()
        await page.locator('#error-photo').waitFor()
        assert.match(await page.locator('#error-photo').innerText(), /a web page and no picture/)
      }))
  }

  it('that is too large is told before it is sent', () =>
    browse(app, async (arrive) => {
      const { page } = await atPhoto(arrive)
      const buffer = Buffer.concat([await noise(300, 300).jpeg().toBuffer(), Buffer.alloc(9 * 1024 * 1024)])
      await page.getByLabel('Picture').setInputFiles({ name: 'large.jpg', mimeType: 'image/jpeg', buffer })
      await page.getByText('This file is larger than 8 MB').waitFor()
    }))

  it('is chosen without anything in the way: axe finds nothing, narrow and wide, light and dark', () =>
    browse(app, async (arrive) => {
      const { page } = await atPhoto(arrive, { withoutPolicy: true, reducedMotion: true })
      await choose(page)
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 800 })
        await page.emulateMedia({ colorScheme: 'light' })
        assert.deepEqual(await axeFindings(page), [], `${width} px`)
        await page.emulateMedia({ colorScheme: 'dark' })
        assert.deepEqual(await axeFindingsInColours(page), [], `${width} px, dark`)
        const { scrollWidth, clientWidth } = await page.evaluate<{ scrollWidth: number; clientWidth: number }>(
          '({ scrollWidth: document.documentElement.scrollWidth, clientWidth: document.documentElement.clientWidth })',
        )
        assert.ok(scrollWidth <= clientWidth, `${scrollWidth} px wide at ${width}`)
      }
    }))
})

async function atPhoto(arrive: Arrive, screen: Parameters<Arrive>[0] = {}): Promise<Browsing> {
  const ann = await arrive({ as: 'ann', ...screen })
  await ann.open('/me/photo')
  return ann
}

async function threeStripes(): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const buffer = await stripes([red, green, blue], { width: 900, height: 300 }).png().toBuffer()
  return { name: 'stripes.png', mimeType: 'image/png', buffer }
}

async function choose(page: Page): Promise<void> {
  await page.getByLabel('Picture').setInputFiles(await threeStripes())
  await page.getByRole('application', { name: 'The square that is used' }).waitFor()
}

async function send({ page }: Browsing): Promise<void> {
  await page.getByRole('button', { name: 'Use this photo' }).click()
  await page.getByText('Your photo is up.').waitFor()
}

async function middleOf({ page }: Browsing): Promise<readonly [number, number, number]> {
  const address = (await page.locator('img.photo').getAttribute('src')) ?? ''
  const response = await page.request.get(new URL(address.replace('medium', 'large'), page.url()).href)
  return colourAt(await response.body(), 0.5, 0.5)
}

function stageColour(page: Page): Promise<[number, number, number]> {
  return page.evaluate(
    '[...document.querySelector("canvas").getContext("2d").getImageData(320, 320, 1, 1).data].slice(0, 3)',
  )
}

function isOnStage(page: Page): Promise<boolean> {
  return page.evaluate('document.activeElement.tagName === "CANVAS"')
}
