import assert from 'node:assert/strict'
import { startApp, type Running, type Setting } from '../support/running.ts'
import { browse, type Arrive, type Browsing } from './support/browse.ts'
import { actorOf } from './support/site.ts'

const ways: { how: string; setting: Setting; javaScript: boolean }[] = [
  { how: 'with scripts', setting: 'standalone', javaScript: true },
  { how: 'with JavaScript off', setting: 'standalone', javaScript: false },
  { how: 'with scripts, inside a host', setting: 'mounted in a host', javaScript: true },
  { how: 'with JavaScript off, inside a host', setting: 'mounted in a host', javaScript: false },
]

for (const { how, setting, javaScript } of ways) {
  describe(`people who meet in the forum ${how}`, () => {
    let app: Running
    beforeEach(async () => {
      app = await startApp({ setting })
    })
    afterEach(() => app.stop())

    it('hold a conversation, from an empty site to a thread that a guest reads', () =>
      browse(app, async (arrive) => {
        const olga = await arrive({ javaScript })
        await olga.open('/')
        await olga.signIn('olga')
        await createCategory(olga, 'Getting started')

        const ann = await arrive({ javaScript })
        await ann.open('/')
        await ann.signIn('ann')
        await beginTopic(ann, { title: 'How do I begin?', text: 'I am **new** here.\n\n- one\n- two' })
        assert.equal(await ann.page.locator('.prose strong').innerText(), 'new')
        assert.equal(await ann.page.locator('.prose li').count(), 2)

        const ben = await arrive({ javaScript })
        await ben.open('/')
        await ben.page.getByRole('link', { name: 'How do I begin?' }).click()
        await ben.page.getByLabel('Your reply').fill('Read the *first* page.')
        await ben.page.getByRole('button', { name: 'Sign in and post' }).click()
        await ben.page.getByRole('link', { name: 'Try it as a demo person' }).click()
        await ben.page.getByRole('button', { name: 'Ben Customer' }).click()
        await ben.acceptWelcome()
        assert.equal(await ben.page.getByLabel('Your reply').inputValue(), 'Read the *first* page.')
        await ben.page.getByRole('button', { name: 'Post reply' }).click()
        await ben.page.locator('.post[data-marked]').waitFor()
        assert.match(await ben.text(), /I am new here/)

        await ann.page.reload()
        assert.match(await ann.text(), /Ben Customer[^]*Read the first page\./)

        const reader = await arrive({ javaScript: false })
        await reader.page.goto(withoutQuery(ann.page.url()))
        assert.match(await reader.text(), /I am new here[^]*1 reply[^]*Read the first page\./)
        assert.deepEqual(await ourCookies(reader), [])
      }))
  })
}

for (const { how, setting, javaScript } of [ways[0]!, ways[3]!]) {
  describe(`somebody with a topic of their own ${how}`, () => {
    let app: Running
    before(async () => {
      app = await startApp({ setting })
      const olga = await actorOf(app, 'olga')
      const readers = { colour: 'teal', readRole: 'public', writeRole: 'members' } as const
      await app.forum.createCategory(olga, { name: 'Getting started', description: '', ...readers })
    })
    after(() => app.stop())

    /** Ann, before a topic that she has just begun. */
    const annWithTopic = async (arrive: Arrive): Promise<Browsing & { topicAddress: string }> => {
      const ann = await arrive({ javaScript, as: 'ann' })
      await ann.open('/')
      await beginTopic(ann, { title: 'How do I begin?', text: 'I am **new** here.' })
      return Object.assign(ann, { topicAddress: ann.page.url() })
    }

    it('changes it, takes a reply back, and takes all of it back', () =>
      browse(app, async (arrive) => {
        const { page, topicAddress } = await annWithTopic(arrive)
        await page.getByRole('link', { name: 'Edit', exact: true }).click()
        await page.getByLabel('Title').fill('A better title')
        await page.getByLabel('Text').fill('Said *better*.')
        await page.getByRole('button', { name: 'Save changes' }).click()
        await page.getByRole('heading', { level: 1, name: 'A better title' }).waitFor()
        await page.getByRole('status').getByText('Your changes are saved.').waitFor()
        // Mended at once, before anybody answered: nobody is told.
        assert.doesNotMatch(await page.locator('.post-when').innerText(), /edited/)

        await page.getByLabel('Your reply').fill('An answer of my own.')
        await page.getByRole('button', { name: 'Post reply' }).click()
        await page.locator('.post[data-marked]').getByRole('link', { name: 'Delete' }).click()
        await page.getByRole('main').getByText('An answer of my own.').waitFor()
        await page.getByRole('button', { name: 'Delete' }).click()
        await page.getByText('The author deleted this post.').waitFor()

        await page.locator('.post-opening').getByRole('link', { name: 'Delete' }).click()
        await page.getByRole('button', { name: 'Delete' }).click()
        await page.getByRole('status').getByText('It is deleted.').waitFor()
        const gone = await page.goto(topicAddress)
        assert.equal(gone?.status(), 410)
        assert.equal(await page.locator('h1').innerText(), 'This was removed')
      }))

    it('signs in and finds what they typed when their session has ended', () =>
      browse(app, async (arrive) => {
        const { page, context } = await annWithTopic(arrive)
        await page.getByLabel('Your reply').fill('A long thought,\nin two lines & <more>.')
        await context.clearCookies()
        await page.getByRole('button', { name: 'Post reply' }).click()
        await page.getByRole('link', { name: 'Try it as a demo person' }).click()
        await page.locator('button[name=persona][value=ann]').click()
        await page.getByText('Your text is here as you wrote it.').waitFor()
        assert.equal(await page.getByLabel('Your reply').inputValue(), 'A long thought,\nin two lines & <more>.')
      }))

    it('gets a form back as they filled it in, with what is wrong', () =>
      browse(app, async (arrive) => {
        const ann = await arrive({ javaScript, as: 'ann' })
        const { page } = ann
        await ann.open('/topics/new')
        await page.getByLabel('Discussion').check()
        await page.getByLabel('Title').fill('Hm')
        await page.getByLabel('Text').fill('Kept as typed.')
        await page.getByRole('button', { name: 'Post topic' }).click()
        await page.locator('.errors:focus').waitFor()
        assert.match(await page.locator('.errors').innerText(), /2 things to change/)
        assert.equal(await page.getByLabel('Title').inputValue(), 'Hm')
        assert.equal(await page.getByLabel('Text').inputValue(), 'Kept as typed.')
        assert(await page.getByLabel('Discussion').isChecked())
        await page.getByLabel('Category').selectOption('Getting started')
        await page.getByLabel('Title').fill('Hm, a longer one')
        await page.getByRole('button', { name: 'Post topic' }).click()
        await page.getByRole('heading', { level: 1, name: 'Hm, a longer one' }).waitFor()
      }))

    it('signs out, and the next person at the browser is a guest', () =>
      browse(app, async (arrive) => {
        const ben = await arrive({ javaScript })
        await ben.open('/')
        await ben.signIn('ben')
        await ben.openMenu()
        await ben.page.getByRole('button', { name: 'Sign out' }).click()
        await ben.page.getByRole('heading', { name: 'You are signed out' }).waitFor()
        assert.deepEqual(await ourCookies(ben), [])
        await ben.open('/me')
        assert.match(ben.page.url(), /\/sign-in\?return=/)
        assert.equal(await ben.page.locator('.menu').count(), 0)
      }))

    it('posts once, however often the button is pressed', () =>
      browse(app, async (arrive) => {
        const { page } = await annWithTopic(arrive)
        await page.getByLabel('Your reply').fill('Only once.')
        await page.getByRole('button', { name: 'Post reply' }).dblclick()
        await page.locator('.post[data-marked]').waitFor()
        await page.goto(withoutQuery(page.url()))
        assert.equal(await page.locator('.replies-head').innerText(), '1 reply')
      }))
  })
}

async function createCategory({ page }: Browsing, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Staff' }).click()
  await page.getByRole('main').getByRole('link', { name: 'Categories' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Description').fill('First steps.')
  await page.getByLabel('Teal').check()
  await page.getByRole('button', { name: 'Create category' }).click()
  await page.getByRole('status').getByText(`${name} is there now.`).waitFor()
}

async function beginTopic({ page }: Browsing, { title, text }: { title: string; text: string }): Promise<void> {
  await page.getByRole('link', { name: /New topic|Begin the first topic/ }).click()
  await page.getByLabel('Category').selectOption({ index: 1 })
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Text').fill(text)
  await page.getByRole('button', { name: 'Post topic' }).click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}

const withoutQuery = (address: string): string => address.replace(/[?#].*/, '')

/** Cookies of the site, without the demo issuer's own, as against those of a host around it. */
async function ourCookies({ context }: Browsing): Promise<string[]> {
  return (await context.cookies()).map(({ name }) => name).filter((name) => name.includes('candor'))
}
