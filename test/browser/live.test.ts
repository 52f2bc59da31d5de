import assert from 'node:assert/strict'
import { aCategory, aReply, aTopic, regular } from '../support/forum.ts'
import { startApp, type Running } from '../support/running.ts'
import { browse } from './support/browse.ts'

describe('a topic that is open in a browser', () => {
  let app: Running
  before(async () => {
    app = await startApp({ liveEvery: 100 })
  })
  after(() => app.stop())

  it('shows new replies when asked to, changes and removals by itself, and keeps what is being typed', async () => {
    const ann = await regular(app, 'ann')
    const topic = await aTopic(app, { by: ann, in: await aCategory(app), posts: 3 })
    await browse(app, async (arrive) => {
      const { page } = await arrive({ as: 'ben' })
      const opened = page.waitForResponse(/\/live\?/)
      await page.goto(app.url + topic.path)
      await page.getByLabel('Your reply').fill('Half a thought')
      await opened
      const added = await aReply(topic.id, { by: ann, text: 'While you were writing' })
      await page.getByRole('button', { name: 'Show 1 new reply' }).click()
      await page.getByText('While you were writing').waitFor()
      assert.equal(await page.locator('article.post').count(), 4)
      await ann.send(`/posts/${added}/edit`, { text: 'Said in other words' })
      await page.getByText('Said in other words').waitFor()
      await ann.send(`/posts/${topic.replies[0] ?? ''}/delete`)
      await page.getByText('The author deleted this post.').waitFor()
      await aReply(topic.id, { by: ann, text: 'And one more' })
      await page.getByRole('button', { name: 'Show 1 new reply' }).click()
      await page.getByText('And one more').waitFor()
      assert.equal(await page.getByLabel('Your reply').inputValue(), 'Half a thought')
    })
  })
})
