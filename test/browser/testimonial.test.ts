import assert from 'node:assert/strict'
import { lastMailTo } from '../support/mailbox.ts'
import { startApp, type Running, type Setting } from '../support/running.ts'
import { consentPathFor } from '../support/testimonials.ts'
import { browse, type Browsing } from './support/browse.ts'

const ways: { how: string; setting: Setting; javaScript: boolean }[] = [
  { how: 'with scripts', setting: 'standalone', javaScript: true },
  { how: 'with JavaScript off, inside a host', setting: 'mounted in a host', javaScript: false },
]

const words = 'They answered before my tea was cold.'
const email = 'zofia@example.com'

for (const { how, setting, javaScript } of ways) {
  describe(`a testimonial ${how}`, () => {
    let app: Running
    before(async () => {
      app = await startApp({ setting })
    })
    after(() => app.stop())

    it('goes from a guest over marketing and a mail to the wall, and off it when its person says so', () =>
      browse(app, async (arrive) => {
        const zofia = await arrive({ javaScript })
        await give(zofia)
        const reader = await arrive({ javaScript })
        assert.equal(await isOnWall(reader), false)

        const max = await arrive({ javaScript, as: 'max' })
        await openItem(max)
        await max.page.getByRole('button', { name: 'Ask for consent by mail' }).click()
        await max.page.getByText('Asked by mail.').waitFor()
        assert.ok(!(await lastMailTo(app, email)).text.includes(words), 'nobody proved the address yet')

        await zofia.open(await consentPathFor(app, email))
        assert.match(await zofia.text(), /They answered before my tea was cold/)
        await agree(zofia)
        assert.equal(await isOnWall(reader), false, 'consented and not published')
        await openItem(max)
        await max.page.getByRole('button', { name: 'Publish' }).click()
        await max.page.getByRole('button', { name: 'Take it off the pages' }).waitFor()
        assert.equal(await isOnWall(reader), true)
        assert.match(await reader.text(), /Zofia N\./)
        assert.doesNotMatch(await reader.text(), /Nowak/)

        assert.ok((await lastMailTo(app, email)).text.includes(words), 'the receipt says what was agreed to')
        await zofia.open(await consentPathFor(app, email))
        await zofia.page.getByRole('button', { name: 'Withdraw it' }).click()
        await zofia.page.getByRole('heading', { name: 'Withdrawn' }).waitFor()
        assert.equal(await isOnWall(reader), false)
        assert.deepEqual((await app.testimonials.verify()).faults, [])
      }))
  })
}

async function give({ page, ...zofia }: Browsing): Promise<void> {
  await page.goto(`${zofia.app.url}/testimonials`)
  await page.getByRole('link', { name: 'Give a testimonial' }).click()
  await page.getByLabel('Your words').fill(words)
  await page.getByLabel('Name', { exact: true }).fill('Zofia Nowak')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('button', { name: 'Send it to us' }).click()
  await page.getByRole('heading', { name: 'Thank you' }).waitFor()
}

async function openItem(max: Browsing): Promise<void> {
  await max.open('/staff/testimonials')
  await max.page.getByRole('link', { name: 'Zofia Nowak' }).click()
}

async function agree({ page }: Browsing): Promise<void> {
  await page.getByLabel('Zofia N.').check()
  await page.getByLabel('On this site').check()
  await page.getByRole('button', { name: 'I agree' }).click()
  await page.getByRole('heading', { name: 'You agreed to this' }).waitFor()
}

async function isOnWall(reader: Browsing): Promise<boolean> {
  await reader.open('/testimonials')
  return (await reader.text()).includes(words)
}

describe('a tweet on the wall', () => {
  let app: Running
  before(async () => {
    app = await startApp()
  })
  after(() => app.stop())

  it('is asked of Twitter when the reader wants it and not before, and gets the height that it says', () =>
    browse(app, async (arrive) => {
      const max = await arrive({ as: 'max' })
      await max.open('/staff/testimonials/tweets')
      await max.page.getByLabel('Address of the tweet').fill('https://x.com/somebody/status/2012345678')
      await max.page.getByRole('button', { name: 'Add it' }).click()
      await max.page.getByRole('button', { name: 'Take it away' }).waitFor()

      const reader = await arrive()
      const asked: string[] = []
      await reader.page.route('https://platform.twitter.com/**', (route) => {
        asked.push(route.request().url())
        return route.fulfill({ contentType: 'text/html', body: asTwitterSays(321) })
      })
      await reader.open('/testimonials')
      await reader.page.waitForLoadState('networkidle')
      assert.deepEqual(asked, [])
      await reader.page.getByRole('link', { name: 'Show from Twitter' }).click()
      await reader.page.waitForFunction(() => document.querySelector('iframe')?.clientHeight === 321)
      assert.deepEqual(asked, ['https://platform.twitter.com/embed/Tweet.html?dnt=true&id=2012345678'])
    }))
})

function asTwitterSays(height: number): string {
  const told = { 'twttr.embed': { method: 'twttr.private.resize', params: [{ width: 300, height }] } }
  return `<p>A tweet</p><script>parent.postMessage(${JSON.stringify(told)}, '*')</script>`
}
