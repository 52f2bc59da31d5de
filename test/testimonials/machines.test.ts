import assert from 'node:assert/strict'
import { load, type CheerioAPI } from 'cheerio'
import sharp from 'sharp'
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

  it('a share image is drawn of exactly what is shown, under an address that changes with it, and goes with the consent', async () => {
    const text = 'Szybko, życzliwie, po ludzku. Быстро и по делу.'
    const { id } = await aTestimonial(app, { text })
    const imageOf = async (): Promise<string> => {
      const $ = load(await (await get(`/testimonials/${id}`)).text())
      assert.equal($('meta[property="og:description"]').attr('content'), text)
      return new URL($('meta[property="og:image"]').attr('content') ?? '').pathname
    }
    const image = await imageOf()
    const drawn = Buffer.from(await (await get(image)).arrayBuffer())
    const { format, width, height } = await sharp(drawn).metadata()
    assert.deepEqual({ format, width, height }, { format: 'png', width: 1200, height: 630 })
    const { dominant } = await sharp(drawn).extract({ left: 72, top: 64, width: 800, height: 200 }).stats()
    assert.ok(dominant.r > 200, 'letters on paper')
    const ink = await sharp(drawn).extract({ left: 72, top: 64, width: 800, height: 200 }).greyscale().stats()
    assert.ok((ink.channels[0]?.min ?? 255) < 80 && (ink.channels[0]?.stdev ?? 0) > 20, 'there are letters')
    const words = { text, name: 'Zofia Nowak', nameForm: 'full', role: 'Owner', company: '', stars: 5 } as const
    await app.testimonials.revise(marketing, { id, ...words, connection: 'none', version: 1, photo: 'same' })
    assert.equal((await get(image)).status, 404)
    await app.testimonials.ask(marketing, id)
    await app.testimonials.give(way(id), { version: 2, nameForm: 'full', withPhoto: false, purposes: ['site'] })
    await app.testimonials.publish(marketing, { id })
    const next = await imageOf()
    assert.notEqual(next, image)
    assert.equal((await get(next)).status, 200)
    await app.testimonials.withdraw(way(id))
    assert.equal((await get(next)).status, 404)
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
