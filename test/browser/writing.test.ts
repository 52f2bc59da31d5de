import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { startApp, type Running } from '../support/running.ts'
import { browse } from './support/browse.ts'
import { actorOf } from './support/site.ts'

describe('somebody who writes with scripts', () => {
  let app: Running
  let path: string
  before(async () => {
    app = await startApp()
    const [ann, ben, olga] = [await actorOf(app, 'ann'), await actorOf(app, 'ben'), await actorOf(app, 'olga')]
    const open = { colour: 'teal', readRole: 'public', writeRole: 'members' } as const
    const { _id: categoryId } = await app.forum.createCategory(olga, { name: 'Questions', description: '', ...open })
    const text = 'First of all, *this*.\n\n- one apple\n- two `pears`\n\nLast of all, that.'
    const asked = { categoryId, kind: 'question', title: 'Which fruit?', text } as const
    const topic = await app.forum.startTopic(ann, asked)
    path = `/t/${topic._id}/${topic.slug}`
    await app.forum.addPost(ben, {
      topicId: topic._id,
      text: `> [Ann](/posts/${topic.openingPostId}):\n> one apple\n\nMine.`,
    })
  })
  after(() => app.stop())

  const box = (page: Page) => page.getByLabel('Your reply')
  it('quotes what they select, by mouse or keyboard, and posts it as a quote', () =>
    browse(app, async (arrive) => {
      const { page, open } = arriveAt(await arrive({ as: 'ben' }))
      await open(path)
      await box(page).fill('Before it.')
      await select(page, '.post-opening li:first-child', '.post-opening li:last-child')
      await page.locator('.quote-button').waitFor()
      await page.locator('.post-opening .post-by a').focus()
      for (let count = 0; count < 4; count += 1) {
        await page.keyboard.press('Tab')
        if (await page.locator('.quote-button:focus').count()) break
      }
      await page.keyboard.press('Enter')
      await page.locator('textarea:focus').waitFor()
      assert.match(
        await box(page).inputValue(),
        /^Before it\.\n\n> \[Ann Customer\]\(\/posts\/\w+\):\n> one apple\n> two pears\n\n$/,
      )
      await page.keyboard.type('After it.')
      await page.getByRole('button', { name: 'Post reply' }).click()
      const quote = page.locator('.post[data-marked] .quote')
      assert.match(await quote.innerText(), /Ann Customer:?[^]*one apple\s+two pears/)
      assert.equal(await page.locator('.quote-button').count(), 0)
    }))

  it('quotes a whole post by its link, without what that quotes of others', () =>
    browse(app, async (arrive) => {
      const { page, open } = arriveAt(await arrive({ as: 'ann' }))
      await open(path)
      await page.locator('.post:not(.post-opening) [data-quote]').first().click()
      assert.match(await box(page).inputValue(), /^> \[Ben Customer\]\([^)]+\):\n> Mine\.\n\n$/)
      await page.locator('.post-opening [data-quote]').click()
      await page.getByRole('button', { name: 'Post reply' }).click()
      await page.locator('.post[data-marked]').waitFor()
      assert.deepEqual(await page.locator('.post[data-marked] .quote-source').allInnerTexts(), [
        'Ben Customer',
        'Ann Customer',
      ])
    }))

  it('sees it as it will look, while they type', () =>
    browse(app, async (arrive) => {
      const { page, open } = arriveAt(await arrive({ as: 'ben' }))
      await open(path)
      const shown = page.getByRole('button', { name: 'Preview' })
      await box(page).fill('Some **bold** words')
      await shown.click()
      await page.locator('.preview strong').getByText('bold').waitFor()
      await box(page).pressSequentially(' and `code`')
      await page.locator('.preview code').getByText('code').waitFor()
      assert.equal(await shown.getAttribute('aria-expanded'), 'true')
      await shown.click()
      await page.locator('.preview').waitFor({ state: 'hidden' })
      assert.equal(await box(page).inputValue(), 'Some **bold** words and `code`')
      await page.getByRole('button', { name: 'Discard' }).waitFor({ state: 'hidden' })
    }))

  it('finds an unsent text again, until it is posted or thrown away', () =>
    browse(app, async (arrive) => {
      const { page, open } = arriveAt(await arrive({ as: 'ben' }))
      await open(path)
      await box(page).fill('A thought that is not sent')
      await untilDrafts(page, 1)
      await page.reload()
      await page.getByText('Your unsent text from before is here again.').waitFor()
      assert.equal(await box(page).inputValue(), 'A thought that is not sent')
      await page.getByRole('button', { name: 'Discard' }).click()
      assert.equal(await box(page).inputValue(), '')
      assert.equal(await drafts(page), 0)

      await box(page).fill('A thought that is sent')
      await page.getByRole('button', { name: 'Post reply' }).click()
      await page.locator('.post[data-marked]').waitFor()
      await untilDrafts(page, 0)
      assert.equal(await box(page).inputValue(), '')

      await box(page).fill('Write to jan.kowalski@firma.pl')
      await page.getByRole('button', { name: 'Post reply' }).click()
      await page.locator('.warning').waitFor()
      assert.equal(await drafts(page), 1)
      await page.locator('.site-head .menu summary').click()
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
      assert.equal(await drafts(page), 0)
    }))

  it('keeps an unsent change of a post, and a guest an unsent reply', () =>
    browse(app, async (arrive) => {
      const { page, open } = arriveAt(await arrive({ as: 'ann' }))
      await open(path)
      await page.locator('.post-opening .post-actions').getByRole('link', { name: 'Edit' }).click()
      await page.getByLabel('Text').fill('Changed, but not saved')
      await untilDrafts(page, 1)
      await page.reload()
      await page.getByText('Your unsent text from before is here again.').waitFor()
      assert.equal(await page.getByLabel('Text').inputValue(), 'Changed, but not saved')
      const guest = arriveAt(await arrive({}))
      await guest.open(path)
      await box(guest.page).fill('Not signed in yet')
      await guest.page.getByRole('button', { name: 'Sign in and post' }).click()
      await guest.page.getByRole('heading', { name: 'Sign in' }).waitFor()
      await guest.open(path)
      assert.equal(await box(guest.page).inputValue(), 'Not signed in yet')
    }))
})

interface At {
  page: Page
  open: (path: string) => Promise<unknown>
}

/** At a page whose script for writing has come. */
function arriveAt(browsing: At): At {
  const { page } = browsing
  return {
    page,
    open: async (path) => {
      await browsing.open(path)
      await page.locator('[data-preview][aria-expanded]').waitFor()
    },
  }
}

const drafts = (page: Page): Promise<number> =>
  page.evaluate<number>('Object.keys(localStorage).filter((key) => key.startsWith("candor draft")).length')

async function untilDrafts(page: Page, count: number): Promise<void> {
  for (let tries = 0; (await drafts(page)) !== count; tries += 1) {
    assert.ok(tries < 100, `there are never ${count} drafts`)
    await page.waitForTimeout(30)
  }
}

async function select(page: Page, from: string, to: string): Promise<void> {
  await page.evaluate(`(() => {
    const range = document.createRange()
    range.setStart(document.querySelector(${JSON.stringify(from)}), 0)
    const last = document.querySelector(${JSON.stringify(to)})
    range.setEnd(last, last.childNodes.length)
    getSelection().removeAllRanges()
    getSelection().addRange(range)
  })()`)
}
