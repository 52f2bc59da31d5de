import assert from 'node:assert/strict'
import { startApp, type Running } from '../support/running.ts'
import { aTestimonial, marketing } from '../support/testimonials.ts'

describe('the order of the wall', () => {
  let app: Running
  before(async () => {
    let now = Date.parse('2026-02-01T12:00:00Z')
    app = await startApp({ clock: () => new Date((now += 1000)) })
  })
  after(() => app.stop())

  const shown = async (): Promise<string[]> =>
    (await app.testimonials.public.list('site', { size: 10 })).items.map(({ id }) => id)

  it('is changed step by step, and featured ones stay first', async () => {
    for (let count = 0; count < 4; count += 1) await aTestimonial(app)
    const [a, b, c, d] = (await shown()) as [string, string, string, string]
    const move = (id: string, to: 'up' | 'down') => app.testimonials.move(marketing, { id, to })
    await move(a, 'up')
    assert.deepEqual(await shown(), [a, b, c, d], 'the first one stays')
    await move(d, 'up')
    await move(d, 'up')
    await move(d, 'up')
    assert.equal((await shown())[0], d)
    await move(d, 'down')
    assert.equal((await shown())[1], d)
    await app.testimonials.feature(marketing, { id: c, isFeatured: true })
    const before = await shown()
    assert.equal(before[0], c)
    await move(c, 'down')
    await move(before[1] ?? '', 'up')
    assert.deepEqual(await shown(), before, 'nothing passes the featured ones')
  })
})
