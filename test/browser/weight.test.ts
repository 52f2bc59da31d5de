import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { startApp, type Running } from '../support/running.ts'
import { browse, type Browsing } from './support/browse.ts'
import { actorOf } from './support/site.ts'

describe('a topic with 20 replies, signed out', () => {
  let app: Running
  let path: string
  before(async () => {
    app = await startApp()
    path = await aLongTopic(app)
  })
  after(() => app.stop())

  it('takes at most 30 KB and 5 requests, everything together', () =>
    browse(app, async (arrive) => {
      const guest = await arrive()
      const sizes = await transferred(guest, path)
      const total = [...sizes.values()].reduce((sum, size) => sum + size, 0)
      assert.equal(await guest.page.locator('.post').count(), 21)
      assert(sizes.size <= 5, `${sizes.size} requests: ${[...sizes.keys()].join(', ')}`)
      assert(total <= 30 * 1024, `${total} bytes: ${JSON.stringify([...sizes])}`)
    }))

  it('takes only the page itself when it was read before, and not even that when nothing changed', () =>
    browse(app, async (arrive) => {
      const guest = await arrive()
      const first = await transferred(guest, path)
      const second = await transferred(guest, path)
      assert(first.size > 1)
      assert.deepEqual([...second.keys()], [path])
      assert(second.get(path)! < 2000, `${second.get(path)} bytes`)
    }))

  for (const width of [360, 1280]) {
    it(`never moves what is already shown, ${width} px`, () =>
      browse(app, async (arrive) => {
        const guest = await arrive({ width })
        await openWithLateScript(guest, path)
        assert.deepEqual(await layoutShifts(guest.page), [])
      }))
  }
})

async function aLongTopic(app: Running): Promise<string> {
  const [ann, ben, olga] = [await actorOf(app, 'ann'), await actorOf(app, 'ben'), await actorOf(app, 'olga')]
  const open = { colour: 'teal', readRole: 'public', writeRole: 'members' } as const
  const { _id: categoryId } = await app.forum.createCategory(olga, { name: 'Questions', description: '', ...open })
  const question = { categoryId, kind: 'question', title: 'How do I keep my settings?' } as const
  const text = 'They are there until the **next** start, then I begin anew. What am I doing wrong?\n\n    npm start'
  const { _id: topicId, slug } = await app.forum.startTopic(ann, { ...question, text })
  for (let count = 1; count <= 20; count += 1) {
    const words = `Idea ${count}: look into the folder \`data-${count}\`. With me it was *read only*, and nobody said so.`
    await app.forum.addPost(count % 2 === 0 ? ann : ben, { topicId, text: words })
  }
  return `/t/${topicId}/${slug}`
}

/** What goes over the wire to show a page, headers and all: bytes by path. */
async function transferred({ app, context, page }: Browsing, path: string): Promise<Map<string, number>> {
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  const addresses = new Map<string, string>()
  const sizes = new Map<string, number>()
  const fromCache = new Set<string>()
  session.on('Network.requestWillBeSent', ({ requestId, request }) => addresses.set(requestId, request.url))
  session.on('Network.requestServedFromCache', ({ requestId }) => fromCache.add(requestId))
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.fromDiskCache) fromCache.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!fromCache.has(requestId)) sizes.set(new URL(addresses.get(requestId) ?? '').pathname, encodedDataLength)
  })
  await page.goto(app.url + path, { waitUntil: 'networkidle' })
  await session.detach()
  return sizes
}

/** The worst that can happen to a layout: the script comes when the page has long been painted. */
async function openWithLateScript({ app, page }: Browsing, path: string): Promise<void> {
  let letGo = (): void => undefined
  const painted = new Promise<void>((resolve) => (letGo = resolve))
  await page.route(/\.js$/, async (route) => {
    await painted
    await route.continue()
  })
  await page.goto(app.url + path, { waitUntil: 'commit' })
  await page.evaluate(`new Promise((resolve) => {
    new PerformanceObserver(resolve).observe({ type: 'paint', buffered: true })
  }).then(() => true)`)
  assert.equal(await page.getByText('ago').count(), 0)
  letGo()
  await page.waitForLoadState()
  await page
    .getByText(/ago|now/)
    .first()
    .waitFor()
}

/** What moved without anybody's doing, as the browser counts it. */
async function layoutShifts(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`new Promise((resolve) => {
    const moved = []
    const observer = new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries())
        moved.push(value + ': ' + sources.map(({ node }) => node?.parentElement?.outerHTML))
    })
    observer.observe({ type: 'layout-shift', buffered: true })
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(moved), 0)))
  })`)
}
