import assert from 'node:assert/strict'
import { load, type CheerioAPI } from 'cheerio'
import { startApp, type Running } from '../support/running.ts'
import { aTestimonial, marketing } from '../support/testimonials.ts'

const anHour = 60 * 60 * 1000

describe('what programs read of testimonials', () => {
  let app: Running
  let now = new Date('2026-04-01T12:00:00Z')
  before(async () => {
    app = await startApp({ clock: () => (now = new Date(now.getTime() + 1)) })
  })
  after(() => app.stop())

  const get = (path: string) => fetch(app.reachedAt + path)
  const xml = async (path: string): Promise<CheerioAPI> => load(await (await get(path)).text(), { xml: true })
  const page = (id: string): string => `${app.url}/testimonials/${id}`
  const statusOf = async (id: string): Promise<number> => (await get(`/testimonials/${id}`)).status
  const way = (id: string) => ({ id, tokenHash: 'of-a-test' })

  async function fed(): Promise<{ entries: string[]; deleted: string[] }> {
    const $ = await xml('/testimonials/feed.atom')
    const entries = $('entry > id')
    return {
      entries: entries.map((_index, each) => $(each).text()).get(),
      deleted: $('at\\:deleted-entry')
        .map((_index, each) => $(each).attr('ref'))
        .get(),
    }
  }

  const mapped = async (id: string): Promise<boolean> =>
    (await (await get('/sitemap.xml')).text()).includes(`<loc>${page(id)}</loc>`)

  it('the feed and the sitemap name what is shown, and the feed what is gone, until it is back', async () => {
    const { id } = await aTestimonial(app)
    const isThere = async (): Promise<string> => {
      const { entries, deleted } = await fed()
      return [entries.includes(page(id)), deleted.includes(page(id)), await mapped(id)].map(Number).join('')
    }
    assert.equal(await isThere(), '101')
    await app.testimonials.unpublish(marketing, id)
    assert.equal(await isThere(), '010')
    await app.testimonials.publish(marketing, { id })
    assert.equal(await isThere(), '101')
    await app.removables.testimonial.hide(id)
    assert.equal(await isThere(), '010')
    await app.removables.testimonial.restore(id)
    assert.equal(await isThere(), '101')
    await app.testimonials.withdraw(way(id))
    assert.equal(await isThere(), '010')
    assert.equal(await statusOf(id), 410)
    await app.testimonials.remove(marketing, id)
    assert.equal(await isThere(), '010')
    assert.equal(await statusOf(id), 410)
  })

  it('nothing says that there was one which nobody could see yet', async () => {
    const { id } = await aTestimonial(app, { until: 'given' })
    await app.testimonials.publish(marketing, { id, at: new Date(now.getTime() + anHour) })
    await app.testimonials.withdraw(way(id))
    now = new Date(now.getTime() + 2 * anHour)
    await app.testimonials.remove(marketing, id)
    assert.equal(await statusOf(id), 404)
    assert.ok(!(await fed()).deleted.includes(page(id)))
  })

  it('pages of every site may read the widgets’ data, which leads to a page only where there is one', async () => {
    const both = await aTestimonial(app, { purposes: ['site', 'widget'] })
    const alone = await aTestimonial(app, { purposes: ['widget'] })
    const answer = await get('/embed/testimonials.json')
    assert.equal(answer.headers.get('access-control-allow-origin'), '*')
    assert.equal(answer.headers.get('access-control-allow-credentials'), null)
    assert.equal(answer.headers.get('cross-origin-resource-policy'), 'cross-origin')
    assert.equal((await get('/testimonials')).headers.get('access-control-allow-origin'), null)
    const { testimonials } = (await answer.json()) as { testimonials: { id: string; address?: string }[] }
    const addressOf = (id: string): string | undefined => testimonials.find((each) => each.id === id)?.address
    assert.equal(addressOf(both.id), page(both.id))
    assert.equal(addressOf(alone.id), undefined)
    assert.ok(testimonials.some(({ id }) => id === alone.id))
    assert.equal(await statusOf(alone.id), 404)
    await app.testimonials.withdraw(way(alone.id))
    assert.equal(await statusOf(alone.id), 404, 'it never had a page')
  })
})
