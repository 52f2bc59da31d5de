import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import sharp from 'sharp'
import { startApp, type Running } from '../support/running.ts'
import { aTestimonial, marketing } from '../support/testimonials.ts'

const aDay = 24 * 60 * 60 * 1000

describe('what was cut off in the middle', () => {
  let app: Running
  let now = new Date('2026-04-01T12:00:00Z')
  before(async () => {
    app = await startApp({ clock: () => (now = new Date(now.getTime() + 1)) })
  })
  after(() => app.stop())

  const photos = () => app.database.connection.collection<{ _id: string; waitsSince?: Date }>('testimonialphotos')

  it('leaves no photo behind that nobody holds, and none out that somebody does', async () => {
    const photo = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#26a' } })
      .png()
      .toBuffer()
    const said = { text: 'With a photo', name: 'Jan', nameForm: 'full', role: '', company: '', locale: 'en' } as const
    const input = { ...said, connection: 'none', email: 'jan@example.com', photo } as const
    await app.testimonials.enterFor(marketing, input)
    const [kept] = await photos().find().toArray()
    assert.ok(kept && kept.waitsSince === undefined)
    // As a process leaves them that ends before the testimonial is written, and before it is known that it was.
    await photos().insertOne({ ...kept, _id: 'left behind', testimonialId: 'nobodys', waitsSince: now } as never)
    await photos().updateOne({ _id: kept._id }, { $set: { waitsSince: now } })
    await app.testimonials.tend()
    assert.equal(await photos().countDocuments(), 2, 'it may still be under way')
    now = new Date(now.getTime() + aDay)
    await app.testimonials.tend()
    const left = await photos().find().toArray()
    assert.deepEqual(
      left.map(({ _id, waitsSince }) => [_id, waitsSince]),
      [[kept._id, undefined]],
    )
  })

  it('is no consent that a late end of the question takes back', async () => {
    const ahead = await startApp({ beside: app, clock: () => new Date(now.getTime() + 30 * aDay) })
    const consents = app.database.connection.collection('consents')
    const ends: string[] = []
    for (let pause = 0; pause < 12; pause += 1) {
      const { id } = await aTestimonial(app, { until: 'requested' })
      const yes = { version: 1, nameForm: 'full', withPhoto: false, purposes: ['site'] } as const
      const giving = app.testimonials.give({ id, tokenHash: 'of-a-test' }, yes)
      await delay(pause)
      const [given] = await Promise.allSettled([giving, ahead.testimonials.tend()])
      const acts = (await consents.find({ testimonialId: id }).sort({ _id: 1 }).toArray()).map(({ act }) => String(act))
      ends.push(`${given.status}: ${acts.join()}`)
    }
    await ahead.stop()
    assert.deepEqual(
      ends.filter((end) => end.startsWith('fulfilled') && !end.endsWith('asked,given')),
      [],
    )
  })
})
