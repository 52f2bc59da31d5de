import assert from 'node:assert/strict'
import { signedIn } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { accountOf, aRequest, storedRequest } from '../support/tickets.ts'
import { browse, type Browsing } from './support/browse.ts'

const photo = {
  name: 'lamp.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
}

describe('a private request in the browsers of two people', () => {
  let app: Running
  before(async () => {
    app = await startApp({ liveEvery: 100 })
    // Both may wait at the same time for their first sign-in.
    await Promise.all([signedIn(app, 'ann'), signedIn(app, 'ada'), signedIn(app, 'olga')])
  })
  after(() => app.stop())

  it('is asked, answered and ended, and each sees what the other does without loading a page anew', () =>
    browse(app, async (arrive) => {
      const ann = await arrive({ as: 'ann' })
      const ada = await arrive({ as: 'ada' })
      await ask(ann, 'Nothing prints')
      await ann.page.locator('.request-files img').waitFor()

      await openFromQueue(ada, 'Nothing prints')
      await ada.page.getByRole('button', { name: 'Give to me' }).click()
      await ada.page.getByRole('status').getByText('Saved.').waitFor()
      assert.match(await ada.page.getByLabel('Answered by').locator('option:checked').innerText(), /\(you\)/)
      await answer(ada, { text: 'Looks like the *drum*', kind: 'Only staff' })
      await ada.page.locator('.request-note').getByText('Looks like the drum').waitFor()
      await answer(ada, { text: 'Is the lamp **red**?', then: 'Wait for the customer' })

      await ann.page.getByLabel('Your message').fill('It is')
      await ann.page.getByRole('button', { name: 'Show 1 new message' }).click()
      await ann.page.getByText('Is the lamp red?').waitFor()
      await state(ann, 'Waiting for you')
      assert.doesNotMatch(await ann.text(), /drum/)
      assert.equal(await ann.page.getByLabel('Your message').inputValue(), 'It is')

      await ann.page.getByLabel('Your message').fill('It is red.')
      await ann.page.getByRole('button', { name: 'Send', exact: true }).click()
      await ann.page.getByText('It is red.').waitFor()
      await ada.page.getByRole('button', { name: 'Show 1 new message' }).click()
      await ada.page.getByText('It is red.').waitFor()
      await state(ada, 'Open')

      await ada.page.locator('#sorting').getByRole('button', { name: 'Solved' }).click()
      await state(ada, 'Solved')
      await state(ann, 'Solved')
      await ann.page.getByRole('button', { name: 'Open it again' }).click()
      await state(ann, 'With us')
      await ann.page.getByRole('button', { name: 'It is solved' }).click()
      await state(ann, 'Solved')
    }))

  it('needs no JavaScript', () =>
    browse(app, async (arrive) => {
      const ann = await arrive({ as: 'ann', javaScript: false })
      const ada = await arrive({ as: 'ada', javaScript: false })
      await ask(ann, 'Everything beeps')
      await openFromQueue(ada, 'Everything beeps')
      await ada.page.getByRole('button', { name: 'Give to me' }).click()
      await answer(ada, { text: 'Only between us', kind: 'Only staff' })
      await answer(ada, { text: 'Does it beep twice?', then: 'Solved' })
      await ann.page.reload()
      await state(ann, 'Solved')
      assert.match(await ann.text(), /Does it beep twice\?/)
      assert.doesNotMatch(await ann.text(), /between us/)
      await ann.page.getByRole('button', { name: 'Open it again' }).click()
      await ann.page.getByLabel('Your message').fill('Twice, yes.')
      await ann.page.getByRole('button', { name: 'Send', exact: true }).click()
      await ann.page.getByText('Twice, yes.').waitFor()
      await ann.page.getByRole('button', { name: 'It is solved' }).click()
      await state(ann, 'Solved')
      await ada.page.reload()
      assert.match(await ada.text(), /Twice, yes\./)
    }))

  it('is answered by two agents at once: each sees the other at it, both are warned, and both answers are kept', () =>
    browse(app, async (arrive) => {
      const { number } = await aRequest(app, { by: await accountOf(app, 'ann') })
      const agents = [await arrive({ as: 'ada' }), await arrive({ as: 'olga' })] as const
      for (const agent of agents) await agent.open(`/staff/requests/${number}`)
      const [ada, olga] = agents
      for (const [agent, text] of [
        [ada, 'From Ada'],
        [olga, 'From Olga'],
      ] as const)
        await agent.page.getByLabel('Your words').pressSequentially(text)
      await ada.page.getByText('Olga Owner is answering this now.').waitFor()
      await olga.page.getByText('Ada Agent is answering this now.').waitFor()
      await Promise.all(agents.map(({ page }) => page.getByRole('button', { name: 'Send', exact: true }).click()))
      const heard: Promise<void>[] = []
      const anyway = ({ page }: Browsing) => page.getByRole('button', { name: 'Send it all the same' })
      const isBack = ({ page }: Browsing) => page.locator('.request-answer').first()
      for (const agent of agents) await isBack(agent).waitFor()
      // Who was a moment later is warned before anything is sent; who was not hears of the other one's answer.
      for (const agent of agents) {
        if (await anyway(agent).isVisible()) await anyway(agent).click()
        else {
          const { page } = agent
          const told = page.getByText('Crossed with another answer').or(page.getByText('Show 1 new message'))
          heard.push(told.first().waitFor())
        }
      }
      await Promise.all(heard)
      const { page } = await arrive({ as: 'ada' })
      await page.goto(ada.page.url())
      for (const text of ['From Ada', 'From Olga']) await page.locator('.request-answer').getByText(text).waitFor()
      assert.equal((await storedRequest(app, number)).messageCount, 3)
    }))
})

async function ask({ page, app }: Browsing, subject: string): Promise<void> {
  await page.goto(app.url)
  await page.getByRole('navigation').getByRole('link', { name: 'Requests' }).click()
  await page.getByRole('link', { name: 'New request' }).first().click()
  await page.getByLabel('Subject').fill(subject)
  await page.getByLabel('What happened?').fill('The **red** lamp blinks.')
  await page.getByLabel('Files').setInputFiles(photo)
  await page.getByRole('button', { name: 'Send the request' }).click()
  await page.getByRole('heading', { level: 1, name: subject }).waitFor()
}

async function openFromQueue({ page, app }: Browsing, subject: string): Promise<void> {
  await page.goto(`${app.url}/staff`)
  await page
    .getByRole('main')
    .getByRole('link', { name: /^Requests/ })
    .click()
  await page.getByRole('link', { name: subject }).click()
  await page.getByRole('heading', { level: 1, name: subject }).waitFor()
}

async function answer(
  { page }: Browsing,
  { text, kind, then }: { text: string; kind?: string; then?: string },
): Promise<void> {
  const before = new URL(page.url()).hash
  await page.getByLabel('Your words').fill(text)
  if (kind !== undefined) await page.getByLabel(kind).check()
  if (then !== undefined) await page.getByLabel('Then the request is').selectOption(then)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.waitForURL(({ hash }) => hash.startsWith('#post-') && hash !== before)
}

/** Waits until the head of the page says what the request is in. */
const state = ({ page }: Browsing, name: string): Promise<void> =>
  page.locator('#facts').getByText(name, { exact: true }).waitFor()
