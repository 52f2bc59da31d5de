import assert from 'node:assert/strict'
import { signedIn } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { aTestimonial, marketing } from '../support/testimonials.ts'

describe('the order of the wall', () => {
  let app: Running
  beforeEach(async () => {
    let now = Date.parse('2026-02-01T12:00:00Z')
    app = await startApp({ clock: () => new Date((now += 1)) })
  })
  afterEach(() => app.stop())

  const shown = async (): Promise<string[]> =>
    (await app.testimonials.public.list('site', { size: 10 })).items.map(({ id }) => id)
  const move = (id: string, side: 'before' | 'after', other: string) =>
    app.testimonials.move(marketing, { id, side, other })

  async function four(): Promise<[string, string, string, string]> {
    for (let count = 0; count < 4; count += 1) await aTestimonial(app)
    return (await shown()) as [string, string, string, string]
  }

  it('is changed by putting one beside another, and featured ones stay first', async () => {
    const [a, b, c, d] = await four()
    await move(d, 'before', a)
    assert.deepEqual(await shown(), [d, a, b, c])
    await move(a, 'after', c)
    assert.deepEqual(await shown(), [d, b, c, a])
    await move(c, 'before', c)
    await move(d, 'after', b)
    assert.deepEqual(await shown(), [b, d, c, a])
    await app.testimonials.feature(marketing, { id: c, isFeatured: true })
    assert.deepEqual(await shown(), [c, b, d, a])
    await move(c, 'after', a)
    await move(a, 'before', c)
    assert.deepEqual(await shown(), [c, b, d, a], 'nothing passes the featured ones')
    await app.testimonials.unpublish(marketing, d)
    await assert.rejects(move(a, 'before', d), { status: 409 })
    await aTestimonial(app)
    assert.deepEqual((await shown()).slice(2), [b, a], 'what is new comes first among the others')
  })

  it('holds however often two change places within the space of a millisecond', async () => {
    const [a, b, c, d] = await four()
    for (let round = 0; round < 15; round += 1) {
      await move(c, 'before', b)
      await move(b, 'before', c)
    }
    assert.deepEqual(await shown(), [a, b, c, d])
  })

  it('is changed step by step with the buttons of the board, within the tag that is looked at', async () => {
    const [a, b, c] = await four()
    for (const id of [a, c]) await app.testimonials.tag(marketing, { id, tags: ['fast & kind'] })
    const max = await signedIn(app, 'max')
    const board = await max.visit('/staff/testimonials?tag=fast%20%26%20kind')
    const up = board.$(`#testimonial-${c} button[value^="before"]`).attr('value') ?? ''
    assert.equal(board.$(`#testimonial-${a} button[value^="before"]`).length, 0, 'the first one goes no further')
    const moved = await max.submit(board, { to: up }, `#testimonial-${c} form`)
    assert.deepEqual((await shown()).slice(0, 3), [c, a, b])
    assert.equal(moved.$('.board-card').length, 2)
    for (const to of ['up', 'before:', `beside:${a}`, '']) {
      assert.equal((await max.send(`/staff/testimonials/${c}/order`, { to })).status, 422)
    }
    assert.equal((await max.send(`/staff/testimonials/${c}/order`, { to: 'before:nobodys' })).status, 404)
  })
})
