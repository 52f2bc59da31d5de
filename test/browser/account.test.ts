import assert from 'node:assert/strict'
import { startFacebook, type FacebookServer } from '../support/facebook.ts'
import { startApp, type Running } from '../support/running.ts'
import { startTwitter, type TwitterServer } from '../support/twitter.ts'
import { browse, type Browsing } from './support/browse.ts'

for (const javaScript of [true, false]) {
  describe(`an account from its first day to its last, ${javaScript ? 'with scripts' : 'with JavaScript off'}`, () => {
    let app: Running
    let facebook: FacebookServer
    let twitter: TwitterServer
    before(async () => {
      facebook = await startFacebook()
      twitter = await startTwitter()
      app = await startApp({ options: { facebook: facebook.options, twitter: twitter.options, demo: true } })
      facebook.be({ id: '501', name: 'Fay Book', email: 'fay@example.com' })
      twitter.be({ id: '601', screenName: 'fay', name: 'Fay on X' })
    })
    after(async () => {
      await app.stop()
      await facebook.stop()
      await twitter.stop()
    })

    it('comes in with Facebook, links and unlinks Twitter, leaves, comes back, and goes for good', () =>
      browse(app, async (arrive) => {
        const fay = await arrive({ javaScript })
        await comeIn(fay, 'Facebook')
        await fay.acceptWelcome()
        assert.match(await fay.page.locator('.menu-name').innerText(), /Fay Book/)

        await fay.open('/me/sign-ins')
        await fay.page.getByRole('link', { name: /Twitter/ }).click()
        await fay.page.getByText('Fay on X').first().waitFor()
        await fay.page.locator('main form button').first().click()
        await fay.page.locator('form[action$="/me/sign-ins/removal"]').nth(1).waitFor()
        assert.match(await fay.page.locator('.menu-name').innerText(), /Fay Book/)
        await fay.page.locator('form[action$="/me/sign-ins/removal"]').nth(1).locator('button').click()
        await fay.page.locator('.flash').waitFor()
        assert.equal(await fay.page.locator('form[action$="/me/sign-ins/removal"]').count(), 0)

        await leave(fay, 'deactivate')
        await comeIn(fay, 'Facebook')
        await fay.page.locator('form[action$="/me/reactivation"] button').click()
        await fay.page.locator('.menu').waitFor()

        await leave(fay, 'erase')
        await comeIn(fay, 'Facebook')
        await fay.page.getByRole('heading', { name: 'Welcome' }).waitFor()
        assert.equal(await app.database.connection.collection('accounts').countDocuments({ status: 'active' }), 0)
      }))
  })
}

async function comeIn(somebody: Browsing, provider: string): Promise<void> {
  await somebody.open('/sign-in')
  await somebody.page.getByRole('link', { name: new RegExp(provider) }).click()
}

async function leave(somebody: Browsing, mode: 'deactivate' | 'erase'): Promise<void> {
  const { page } = somebody
  await somebody.open('/me/deactivate')
  await page.locator(`input[name=mode][value=${mode}]`).check()
  await page.locator('input[name=confirmed]').check()
  await page.locator('form[action$="/me/deactivate"] button.action').first().click()
  await page.waitForURL(/\/goodbye/)
  assert.equal(await page.locator('.menu').count(), 0)
}
