import assert from 'node:assert/strict'
import { chromium, type Browser, type BrowserContext, type Frame, type Page } from 'playwright-core'
import { aCategory, aTopic, regular } from '../support/forum.ts'
import { startApp, type Running } from '../support/running.ts'
import { chromiumArguments, findChromium } from './support/chromium.ts'
import { startForeignSite, type ForeignSite } from './support/elsewhere.ts'

/** Three sites: the shop whose page is talked about, Candor, and somebody who wishes both ill. */
describe('under a page of another site, with cookies of third parties blocked', () => {
  let app: Running
  let site: ForeignSite
  let attacker: ForeignSite
  let browser: Browser
  let context: BrowserContext
  before(async () => {
    site = await startForeignSite('127.0.0.1')
    attacker = await startForeignSite('127.0.0.2')
    app = await startApp({ options: { embedSites: [site.origin] } })
    await aCategory(app, { name: 'Shop pages' })
    browser = await chromium.launch({
      executablePath: findChromium(),
      args: [...chromiumArguments, '--test-third-party-cookie-phaseout'],
    })
    site.pages.set('/bread', { html: `<title>Rye bread</title><h1>Rye bread</h1>${element()}` })
  })
  after(async () => {
    await browser.close()
    await attacker.stop()
    await site.stop()
    await app.stop()
  })
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1000, height: 800 }, locale: 'en-GB' })
    context.setDefaultTimeout(15_000)
  })
  afterEach(() => context.close())

  const element = (attributes = ''): string =>
    `<candor-discussion${attributes}></candor-discussion><script src="${app.url}/embed.js" async></script>`
  const frameOf = async (page: Page): Promise<Frame> => {
    const handle = await page.locator('candor-discussion iframe').elementHandle()
    const frame = await handle.contentFrame()
    assert(frame)
    await frame.locator('form button').waitFor()
    return frame
  }

  it('has its cookies blocked indeed', async () => {
    const third = await startForeignSite('localhost')
    third.pages.set('/', { html: 'third', headers: { 'Set-Cookie': 'probe=1; SameSite=None; Secure' } })
    site.pages.set('/probe', { html: `<iframe src="${third.origin}"></iframe>` })
    const page = await context.newPage()
    await page.goto(`${site.origin}/probe`)
    await page.frames()[1]?.getByText('third').waitFor()
    assert.deepEqual(await context.cookies(), [])
    await page.goto(third.origin)
    assert.equal((await context.cookies()).length, 1)
    await third.stop()
  })

  it('somebody signs in by a window and posts, without a cookie in the frame; it fits its height, and all can read it', async () => {
    const page = await context.newPage()
    await page.goto(`${site.origin}/bread`)
    const frame = await frameOf(page)
    await frame.getByLabel('Your comment').fill('Is it **sour**?')
    const opening = context.waitForEvent('page')
    await frame.getByRole('button', { name: 'Sign in and post' }).click()
    const window = await opening
    await window.getByRole('link', { name: 'Try it as a demo person' }).click()
    await window.locator('button[name=persona][value=ann]').click()
    await window.getByLabel('Month').selectOption('5')
    await window.getByLabel('Year').fill('1990')
    await window.getByLabel('I agree').check()
    await window.getByRole('button', { name: 'Open my account' }).click()
    await window.getByText(new URL(site.origin).host).waitFor()
    await window.getByRole('button', { name: 'Go on' }).click()
    await frame.locator('article.post strong').getByText('sour').waitFor()
    assert.equal(await frame.evaluate('document.cookie'), '')
    assert.equal(await frame.getByText('as Ann Customer').count(), 1)

    await frame.getByLabel('Your comment').fill('It is, a little.')
    await frame.getByRole('button', { name: 'Post comment' }).click()
    await frame.locator('article.post').nth(1).waitFor()
    const heights = await page.evaluate<number[]>(`(() => {
      const frame = document.querySelector('candor-discussion').shadowRoot.querySelector('iframe')
      return [frame.getBoundingClientRect().height]
    })()`)
    const inner = await frame.evaluate<number>('document.body.getBoundingClientRect().height')
    assert.ok(Math.abs((heights[0] ?? 0) - inner) <= 1, `${heights[0]} for ${inner}`)

    const reader = await browser.newContext()
    const read = await reader.newPage()
    await read.goto(`${site.origin}/bread`)
    const seen = await frameOf(read)
    await seen.getByText('It is, a little.').waitFor()
    assert.equal(await seen.locator('article.post').count(), 2)
    assert.deepEqual(await reader.cookies(), [])
    await reader.close()
  })

  it('an attacker frames neither it nor the site that holds it, and asks in vain who is signed in', async () => {
    const signedIn = await context.newPage()
    await signedIn.goto(`${app.url}/sign-in/demo`)
    await signedIn.locator('button[name=persona][value=ben]').click()
    await signedIn.getByLabel('Month').selectOption('5')
    await signedIn.getByLabel('Year').fill('1990')
    await signedIn.getByLabel('I agree').check()
    await signedIn.getByRole('button', { name: 'Open my account' }).click()
    await signedIn.locator('.site-head .menu').waitFor()
    const topic = await aTopic(app, { by: await regular(app, 'mia'), in: await aCategory(app) })
    const under = encodeURIComponent(`${site.origin}/bread`)
    const framed = [
      `${app.url}/embed/discussion?url=${under}`,
      `${app.url}/embed/sign-in`,
      `${app.url}/embed/continue`,
      `${app.url}${topic.path}`,
      `${app.url}/me`,
    ]
    attacker.pages.set('/', {
      html:
        framed.map((url) => `<iframe src="${url}"></iframe>`).join('') + `<iframe src="${site.origin}/bread"></iframe>`,
    })
    const page = await context.newPage()
    await page.goto(attacker.origin)
    await page.waitForLoadState('networkidle')
    for (const frame of page.frames().slice(1)) {
      if (frame.url().startsWith(app.url)) assert.fail(`${frame.url()} is framed`)
      assert.equal(await frame.locator('article, .menu, form').count(), 0)
    }
    const learned = await page.evaluate<Record<string, string>>(`(async () => {
      const read = async (path, options) => {
        try { return await (await fetch('${app.url}' + path, { credentials: 'include', ...options })).text() } catch { return 'nothing' }
      }
      const post = { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'url=${under}&title=x&text=attack' }
      return { who: await read('/embed/who'), me: await read('/me'), frame: await read('/embed/discussion?url=${under}'), posted: await read('/embed/discussion', post) }
    })()`)
    assert.deepEqual(learned, { who: 'nothing', me: 'nothing', frame: 'nothing', posted: 'nothing' })
  })

  it('an attacker’s window is told nothing, and gets no word by posing as the frame', async () => {
    attacker.pages.set('/', { html: '<button>Open</button>' })
    const page = await context.newPage()
    await page.goto(attacker.origin)
    await page.evaluate(`(() => {
      window.heard = []
      addEventListener('message', ({ data }) => heard.push(data))
      document.querySelector('button').onclick = () => { window.popup = open('${app.url}/embed/sign-in') }
    })()`)
    const opening = context.waitForEvent('page')
    await page.getByRole('button').click()
    const window = await opening
    await window.getByText('One moment').waitFor()
    await page.evaluate(
      `popup.postMessage({ candor: 'challenge', challenge: 'x'.repeat(43), site: '${site.origin}' }, '*')`,
    )
    await page.evaluate('new Promise((done) => setTimeout(done, 300))')
    assert.deepEqual(await page.evaluate('heard'), [])
    assert.equal(new URL(window.url()).pathname, '/embed/sign-in')
  })

  it('a page of a site that the settings don’t name is told so in one sentence', async () => {
    attacker.pages.set('/', { html: element() })
    const page = await context.newPage()
    await page.goto(attacker.origin)
    await page.getByText(`add ${attacker.origin} to EMBED_SITES`).waitFor()
    assert.equal(await page.locator('iframe').count(), 0)
  })

  it('a page whose own policy lets no frame in is told what to add', async () => {
    const policy = `default-src 'none'; script-src ${app.url}; style-src ${app.url}; connect-src ${app.url}`
    site.pages.set('/strict', { html: element(), headers: { 'Content-Security-Policy': policy } })
    const page = await context.newPage()
    await page.goto(`${site.origin}/strict`)
    await page.getByText(`Candor is not shown: add ${app.url} to frame-src`).waitFor()
  })

  it('is told nothing of what stands behind # in the page’s address', async () => {
    const page = await context.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto(`${site.origin}/bread#access_token=secret`)
    await frameOf(page)
    assert.ok(asked.some((url) => url.includes('/embed/discussion')))
    assert.deepEqual(
      asked.filter((url) => url.startsWith(app.url) && url.includes('secret')),
      [],
    )
  })

  it('is made and taken away by script, and leaves nothing behind', async () => {
    site.pages.set('/empty', { html: `<div id="place"></div><script src="${app.url}/embed.js"></script>` })
    const page = await context.newPage()
    await page.goto(`${site.origin}/empty`)
    const url = `${site.origin}/made`
    for (let time = 0; time < 2; time += 1)
      await page.evaluate(
        `Candor.create('#place', { widget: 'discussion', url: '${url}', pageTitle: 'Made by script' })`,
      )
    await frameOf(page)
    assert.equal(await page.locator('candor-discussion').count(), 1)
    await page.evaluate(`Candor.destroy('#place')`)
    assert.equal(await page.locator('#place').innerHTML(), '')
    assert.equal(page.frames().length, 1)
  })
})
