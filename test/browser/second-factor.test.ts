import assert from 'node:assert/strict'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { startApp, type Running } from '../support/running.ts'
import { axeFindings, axeFindingsInColours } from './support/axe.ts'
import { browse, type Browsing } from './support/browse.ts'

const folder = process.env['LOOK_AT_SAFETY']

describe('setting up a site and its second factor in a browser', () => {
  let app: Running
  before(async () => {
    app = await startApp({
      options: (url) => ({
        url,
        demo: true,
        oidcProviders: [{ id: 'acme', label: 'Acme', issuer: 'http://127.0.0.1:59999', clientId: 'candor' }],
      }),
    })
  })
  after(() => app.stop())

  /** Nothing is found by axe, in light or dark, and nothing is wider than a small window. */
  async function assertWell({ page }: Browsing, name: string): Promise<void> {
    if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
    assert.deepEqual(await axeFindings(page), [], name)
    await page.emulateMedia({ colorScheme: 'dark' })
    assert.deepEqual(await axeFindingsInColours(page), [], `${name}, dark`)
    await page.setViewportSize({ width: 360, height: 760 })
    const isWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
    assert.equal(isWide, false, `${name}, narrow`)
    if (folder) await page.screenshot({ path: `${folder}/${name}-narrow-dark.png`, fullPage: true })
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 1280, height: 800 })
  }

  const codeOf = async (page: Page, after = 0): Promise<string> => {
    const address = (await page.locator('a[href^="otpauth:"]').getAttribute('href')) ?? ''
    const totp = new TOTP({ secret: Secret.fromBase32(new URL(address).searchParams.get('secret') ?? '') })
    return totp.generate({ timestamp: Date.now() + after })
  }

  it('is read and tested by the owner on one page', () =>
    browse(app, async (arrive) => {
      const olga = await arrive({ as: 'olga', withoutPolicy: true, reducedMotion: true })
      await olga.open('/staff')
      await olga.page.getByRole('link', { name: 'Setup' }).click()
      await olga.page.getByText(`${app.url}/sign-in/acme/callback`, { exact: true }).waitFor()
      await assertWell(olga, 'setup')
      await olga.page.getByRole('button', { name: 'Test everything now' }).click()
      await olga.page.getByText('can’t be reached from this machine').waitFor()
      await assertWell(olga, 'setup-tested')
    }))

  it('is set up, asked for at the next sign-in, and opened with the keyboard alone', () =>
    browse(app, async (arrive) => {
      const mia = await arrive({ withoutPolicy: true, reducedMotion: true })
      const { page } = mia
      await mia.open('/')
      await mia.signIn('mia')
      await mia.open('/me/second-factor')
      await assertWell(mia, 'none')
      await page.getByRole('button', { name: 'Set it up' }).click()
      await page.getByRole('img', { name: 'QR code' }).waitFor()
      await assertWell(mia, 'waiting')
      const next = await codeOf(page, 30_000)
      await page.getByLabel('Code', { exact: true }).fill(await codeOf(page))
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor()
      await assertWell(mia, 'codes')
      await page.getByRole('link', { name: 'I have them, go on' }).click()
      await page.getByRole('heading', { name: 'Staff' }).waitFor()
      await mia.open('/me/second-factor')
      await assertWell(mia, 'there')
      await page.context().clearCookies()
      await mia.open('/')
      await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click()
      await page.getByRole('link', { name: 'Try it as a demo person' }).click()
      await page.locator('button[name=persona][value=mia]').click()
      await page.getByRole('heading', { name: 'Enter your code' }).waitFor()
      await assertWell(mia, 'entry')
      await page.getByLabel('Code', { exact: true }).focus()
      await page.keyboard.type(next)
      await page.keyboard.press('Enter')
      await page.getByRole('link', { name: 'Staff' }).waitFor()
    }))
})
