import assert from 'node:assert/strict'
import { aCategory, aReply, aTopic, regular, type MadeCategory } from '../support/forum.ts'
import type { Person } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { browse, type Arrive, type Browsing } from './support/browse.ts'

for (const { how, javaScript, width } of [
  { how: 'with scripts, on a wide screen', javaScript: true, width: 1280 },
  { how: 'without scripts, on a phone', javaScript: false, width: 360 },
]) {
  describe(`a moderator keeps order, ${how}`, () => {
    let app: Running
    let ann: Person
    let category: MadeCategory
    before(async () => {
      app = await startApp()
      ann = await regular(app, 'ann')
      category = await aCategory(app)
    })
    after(() => app.stop())

    const come = (arrive: Arrive, as: 'ann' | 'ben' | 'mia'): Promise<Browsing> => arrive({ javaScript, width, as })
    const press = ({ page }: Browsing, name: string): Promise<void> =>
      page.getByRole('button', { name, exact: true }).click()
    const open = ({ page }: Browsing, name: string): Promise<void> =>
      page.getByRole('link', { name, exact: true }).click()

    it('a member reports, the moderator takes down with a word, the author reads why, and it comes back', () =>
      browse(app, async (arrive) => {
        const topic = await aTopic(app, { by: ann, in: category, title: 'Reported in a browser' })
        const id = await aReply(topic.id, { by: ann, text: 'Words to be judged' })
        const ben = await come(arrive, 'ben')
        await ben.open(topic.path)
        await ben.page.locator(`#post-${id}`).getByRole('link', { name: 'Report' }).click()
        await ben.page.getByLabel('Abuse or threats').check()
        await press(ben, 'Report')
        await ben.page.getByText('you hear what came of it').waitFor()
        const mia = await come(arrive, 'mia')
        await mia.open('/staff/moderation')
        const item = mia.page.locator('.queue > li', { hasText: 'Words to be judged' })
        await item.locator('summary').click()
        await item.getByLabel('For the author').fill('Say it in a kinder way.')
        await item.getByRole('button', { name: 'Take down' }).click()
        await mia.page.getByText('It is taken down.').waitFor()
        const author = await come(arrive, 'ann')
        await author.open('/me/notifications')
        await author.page.getByRole('link', { name: 'Our staff took down what you wrote' }).first().click()
        await author.page.getByText('Say it in a kinder way.').waitFor()
        await ben.open(topic.path)
        assert.doesNotMatch(await ben.text(), /Words to be judged/)
        await ben.open('/me/notifications')
        await ben.page.getByText('What you reported was taken down').waitFor()
        await mia.open(topic.path)
        await press(mia, 'Bring it back')
        await mia.page.getByText('It is back.').waitFor()
        await ben.open(topic.path)
        assert.match(await ben.text(), /Words to be judged/)
      }))

    it('closes, pins, renames and moves, merges and splits a topic', () =>
      browse(app, async (arrive) => {
        const other = await aCategory(app, { name: `Elsewhere ${width}` })
        const topic = await aTopic(app, { by: ann, in: category, title: 'To be ordered', posts: 3 })
        const into = await aTopic(app, { by: ann, in: category, title: 'The other one' })
        const mia = await come(arrive, 'mia')
        const { page } = mia
        await mia.open(topic.path)
        await press(mia, 'Pin')
        await page.getByText('It stands at the top now.').waitFor()
        await open(mia, 'Moderate')
        await page.getByLabel('A word to readers: why').fill('It is answered.')
        await press(mia, 'Close topic')
        await page.getByText('It is answered.').waitFor()
        await open(mia, 'Moderate')
        await press(mia, 'Open it again')
        await open(mia, 'Edit topic')
        await page.getByLabel('Title').fill('Ordered')
        await page.getByLabel('Category').selectOption(other.id)
        await press(mia, 'Save changes')
        await page.getByRole('heading', { name: 'Ordered', exact: true }).waitFor()
        await open(mia, 'Moderate')
        await open(mia, 'Choose posts')
        await page.getByLabel('Title').fill('On its own')
        await page.locator('input[name=posts]').last().check()
        await press(mia, 'Make the new topic')
        await page.getByRole('heading', { name: 'On its own' }).waitFor()
        assert.match(await mia.text(), /Reply 2/)
        await open(mia, 'Moderate')
        await page.getByLabel('The other topic').fill(app.url + into.path)
        await press(mia, 'Merge')
        await page.getByRole('heading', { name: 'The other one' }).waitFor()
        assert.match(await mia.text(), /Reply 2/)
      }))

    it('silences somebody, who reads why where they would write', () =>
      browse(app, async (arrive) => {
        const topic = await aTopic(app, { by: ann, in: category })
        const ben = await come(arrive, 'ben')
        const mia = await come(arrive, 'mia')
        await mia.open('/staff/people?search=ben')
        await open(mia, 'Ben Customer')
        await mia.page.locator('#silence').getByLabel('Reason').fill('Shouts at everybody.')
        await press(mia, 'Silence')
        await mia.page.getByRole('button', { name: 'End the silence' }).waitFor()
        await ben.open(topic.path)
        assert.match(await ben.text(), /Shouts at everybody\./)
        assert.equal(await ben.page.locator('#reply textarea').count(), 0)
        await press(mia, 'End the silence')
        await ben.page.reload()
        assert.equal(await ben.page.locator('#reply textarea').count(), 1)
      }))
  })
}
