import assert from 'node:assert/strict'
import { startApp, type Running } from '../support/running.ts'
import { browse, type Browsing } from './support/browse.ts'
import { enter, everyStop, tabTo, typeInto } from './support/keyboard.ts'
import { theSites, type Sites } from './support/sites.ts'

describe('with the keyboard alone', () => {
  let sites: Sites
  let app: Running
  before(async () => {
    sites = await theSites()
    app = sites.appOf({ on: 'full' })
  })

  it('the first stop of every page jumps over its head', () =>
    browse(app, async (arrive) => {
      const { page } = await arrive({ as: 'ann' })
      for (const path of ['/', sites.site.category, sites.site.topic, '/topics/new', '/nothing/here']) {
        await page.goto(app.url + path)
        await page.keyboard.press('Tab')
        const skip = page.locator('.skip:focus')
        assert.equal(await skip.innerText(), 'Skip to the content')
        const box = await skip.boundingBox()
        assert(box && box.y >= 0 && box.x >= 0, 'it is seen once it has the focus')
        await page.keyboard.press('Enter')
        await page.locator('main:focus').waitFor()
        await page.keyboard.press('Tab')
        assert.equal(await page.locator('main :focus').count(), 1, 'the next stop is in the content')
      }
    }))

  for (const width of [1280, 360]) {
    it(`every stop is seen and outlined, ${width} px`, () =>
      browse(app, async (arrive) => {
        const ann = await arrive({ as: 'ann', width, reducedMotion: true })
        for (const path of ['/', sites.site.shortTopic, '/topics/new']) {
          await ann.open(path)
          const stops = await everyStop(ann.page)
          assert(stops.length > 8, `${path} has ${stops.length} stops`)
          assert.deepEqual(
            stops.filter(({ isOutlined, isInWindow }) => !isOutlined || !isInWindow),
            [],
          )
        }
      }))
  }

  it('the menu opens, closes with Escape and gives the focus back', () =>
    browse(app, async (arrive) => {
      const { page } = await arrive({ as: 'ann' })
      await page.goto(app.url)
      await enter(page.locator('.menu summary'))
      const signOut = page.getByRole('button', { name: 'Sign out' })
      await signOut.waitFor()
      await tabTo(signOut)
      await page.keyboard.press('Escape')
      await page.locator('.menu summary:focus').waitFor()
      assert.equal(await signOut.isVisible(), false)
    }))

  it('a form with errors takes the focus to what is wrong, and from there to the field', () =>
    browse(app, async (arrive) => {
      const ann = await arrive({ as: 'ann' })
      const { page } = ann
      await ann.open('/topics/new')
      await enter(page.getByRole('button', { name: 'Post topic' }))
      await page.locator('.errors:focus').waitFor()
      await enter(page.getByRole('link', { name: 'Give it a title.' }))
      await page.locator('#field-title:focus').waitFor()
      assert.match(await describedBy(ann, '#field-title'), /Give it a title\./)
    }))

  it('a reply goes out with Ctrl and Enter', () =>
    browse(app, async (arrive) => {
      const ann = await arrive({ as: 'ann' })
      await ann.open(sites.site.topicToWriteIn)
      await typeInto(ann.page.getByLabel('Your reply'), 'Without the mouse.')
      await ann.page.keyboard.press('Control+Enter')
      await ann.page.locator('.post[data-marked]').getByText('Without the mouse.').waitFor()
    }))
})

describe('the whole story with the keyboard alone', () => {
  let app: Running
  before(async () => {
    app = await startApp()
  })
  after(() => app.stop())

  it('from creating a category over a topic and its answer to signing out', () =>
    browse(app, async (arrive) => {
      const olga = await arrive()
      await signIn(olga, 'Olga Owner')
      await enter(olga.page.getByRole('link', { name: 'Create the first category' }))
      await typeInto(olga.page.getByLabel('Name'), 'Getting started')
      await tabTo(olga.page.getByLabel('Slate'))
      await olga.page.keyboard.press('ArrowRight')
      await olga.page.keyboard.press('ArrowRight')
      assert(await olga.page.getByLabel('Teal').isChecked())
      await enter(olga.page.getByRole('button', { name: 'Create category' }))
      await olga.page.getByRole('status').getByText('Getting started is there now.').waitFor()

      const ann = await arrive()
      await signIn(ann, 'Ann Customer')
      await enter(ann.page.getByRole('link', { name: 'Begin the first topic' }))
      await typeInto(ann.page.getByLabel('Category'), 'Getting')
      await tabTo(ann.page.getByLabel('Question'))
      await ann.page.keyboard.press('ArrowDown')
      assert(await ann.page.getByLabel('Discussion').isChecked())
      await typeInto(ann.page.getByLabel('Title'), 'Without a mouse')
      await typeInto(ann.page.getByLabel('Text'), 'It **works**.')
      await enter(ann.page.getByRole('button', { name: 'Post topic' }))
      await ann.page.getByRole('heading', { level: 1, name: 'Without a mouse' }).waitFor()

      const ben = await arrive()
      await signIn(ben, 'Ben Customer')
      await enter(ben.page.getByRole('link', { name: 'Without a mouse' }))
      await ben.page.getByRole('heading', { level: 1, name: 'Without a mouse' }).waitFor()
      await typeInto(ben.page.getByLabel('Your reply'), 'So it does.')
      await enter(ben.page.getByRole('button', { name: 'Post reply' }))
      await ben.page.locator('.post[data-marked]').getByText('So it does.').waitFor()

      await enter(ben.page.locator('.menu summary'))
      await enter(ben.page.getByRole('button', { name: 'Sign out' }))
      await ben.page.getByRole('heading', { name: 'You are signed out' }).waitFor()
    }))
})

async function signIn(somebody: Browsing, name: string): Promise<void> {
  const { page } = somebody
  await somebody.open('/')
  await enter(page.getByRole('banner').getByRole('link', { name: 'Sign in' }))
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  await enter(page.getByRole('link', { name: 'Try it as a demo person' }))
  await page.getByRole('heading', { name: 'Who do you want to be?' }).waitFor()
  await enter(page.getByRole('button', { name }))
  await page.getByRole('heading', { name: 'Welcome' }).waitFor()
  await tabTo(page.getByLabel('Month'))
  await page.keyboard.press('ArrowDown')
  await typeInto(page.getByLabel('Year'), '1990')
  await tabTo(page.getByLabel('I agree'))
  await page.keyboard.press('Space')
  await enter(page.getByRole('button', { name: 'Open my account' }))
  await page.locator('.menu').waitFor()
}

/** What a screen reader adds to a field. */
async function describedBy({ page }: Browsing, field: string): Promise<string> {
  const ids = (await page.locator(field).getAttribute('aria-describedby')) ?? ''
  const texts = await Promise.all(ids.split(' ').map((id) => page.locator(`#${id}`).innerText()))
  return texts.join(' ')
}
