import assert from 'node:assert/strict'
import { startApp, type Running } from '../support/running.ts'
import { aTestimonial, marketing } from '../support/testimonials.ts'

describe('the ledger of consents', () => {
  let app: Running
  let other: Running
  beforeEach(async () => {
    app = await startApp()
    other = await startApp({ beside: app })
  })
  afterEach(async () => {
    await other.stop()
    await app.stop()
  })

  const records = () => app.database.connection.collection<{ _id: number; locale: string; hash: string }>('consents')
  const items = () => app.database.connection.collection<{ _id: string }>('testimonials')
  const faults = async (): Promise<string[]> => (await app.testimonials.verify()).faults

  it('is one chain without a gap, also when two processes write at the same moment', async () => {
    const made = await Promise.all(
      Array.from({ length: 12 }, (_, index) => aTestimonial(index % 2 === 0 ? app : other, { until: 'given' })),
    )
    assert.equal(await records().countDocuments(), made.length * 2, 'asked and given')
    assert.deepEqual(await faults(), [])
  })

  it('names a record that was changed', async () => {
    await aTestimonial(app)
    await aTestimonial(app)
    await records().updateOne({ _id: 2 }, { $set: { locale: 'pl' } })
    assert.deepEqual(
      (await faults()).filter((fault) => fault.startsWith('Record')),
      ['Record 2 is not what was written.'],
    )
  })

  it('names a record that was removed, in the middle and at the end', async () => {
    await aTestimonial(app)
    await aTestimonial(app)
    await records().deleteOne({ _id: 3 })
    await records().deleteOne({ _id: 4 })
    assert.ok((await faults()).includes('Records 3 to 4 are missing.'))
    await records().deleteOne({ _id: 1 })
    assert.ok((await faults()).includes('Record 1 is missing.'))
  })

  it('names records that changed places', async () => {
    await aTestimonial(app)
    const [first, second] = await records().find().sort({ _id: 1 }).toArray()
    assert.ok(first && second)
    await records().deleteMany({})
    await records().insertMany([
      { ...first, _id: 2 },
      { ...second, _id: 1 },
    ])
    const found = await faults()
    assert.ok(
      found.includes('Record 1 is not what was written.') && found.includes('Record 2 is not what was written.'),
    )
  })

  it('names details that were changed or are missing, unless their person was erased', async () => {
    const { id } = await aTestimonial(app)
    const details = app.database.connection.collection('consentdetails')
    await details.updateMany({}, { $set: { text: 'Something else' } })
    assert.deepEqual(await faults(), [
      'The details of record 1 are not what was written.',
      'The details of record 2 are not what was written.',
    ])
    await details.deleteMany({})
    assert.equal((await faults())[0], 'The details of record 1 are missing.')
    await app.testimonials.remove(marketing, id)
    assert.deepEqual(await faults(), [])
  })

  it('holds nothing of an erased person but hashes that no guess can match', async () => {
    const { id, text, email } = await aTestimonial(app, { name: 'Zofia Nowak' })
    await app.removables.testimonial.erase(id)
    const left: string[] = []
    for (const { name } of await app.database.connection.listCollections()) {
      if (name === 'ratelimits') continue
      const found = JSON.stringify(await app.database.connection.collection(name).find().toArray())
      if ([text, 'Nowak'].some((words) => found.includes(words))) left.push(name)
      if (name !== 'mails' && found.includes(email)) left.push(name)
    }
    assert.deepEqual(left, [])
    assert.deepEqual(
      await app.removables.testimonial.whatIsLeft([{ kind: 'text', value: text }]).then(({ left: l }) => l),
      [],
    )
    assert.deepEqual(await faults(), [])
  })

  it('finishes an erasure that was cut off once the words were gone', async () => {
    const { id, email } = await aTestimonial(app)
    const whole = await items().findOne({ _id: id })
    await app.removables.testimonial.erase(id)
    const details = app.database.connection.collection<{ _id: string }>('consentdetails')
    await details.insertOne({ _id: 'left', testimonialId: id, address: email } as never)
    await items().updateOne({ _id: id }, { $set: { email: (whole as unknown as { email: string }).email } as never })
    await app.testimonials.tend()
    assert.equal(await details.countDocuments(), 0)
    assert.equal(JSON.stringify(await items().findOne({ _id: id })).includes(email), false)
  })

  it('keeps nothing of who answers at the moment at which they are erased', async () => {
    const details = app.database.connection.collection('consentdetails')
    for (let round = 0; round < 5; round += 1) {
      const { id } = await aTestimonial(app, { until: 'requested' })
      const yes = { version: 1, nameForm: 'full', withPhoto: false, purposes: ['site'] } as const
      await Promise.allSettled([
        other.testimonials.give({ id, tokenHash: 'of-a-test' }, yes),
        app.removables.testimonial.erase(id),
      ])
      assert.equal(await details.countDocuments(), 0)
      assert.equal(((await items().findOne({ _id: id })) as unknown as { state: string }).state, 'removed')
    }
    assert.deepEqual(await faults(), [])
  })

  it('names what is published without a consent, or not as it was consented to; both are shown nowhere', async () => {
    const { id: never } = await aTestimonial(app, { until: 'draft' })
    const { id: changed } = await aTestimonial(app)
    await items().updateOne({ _id: never }, { $set: { state: 'published', publishedAt: new Date() } })
    await items().updateOne({ _id: changed }, { $set: { text: 'They are the best in the world.' } })
    assert.deepEqual(
      (await faults()).toSorted(),
      [
        ...[`Testimonial ${never} is published without a consent, and shown nowhere.`],
        ...[`Testimonial ${changed} is not what was consented to, and shown nowhere.`],
      ].toSorted(),
    )
    for (const purpose of ['site', 'widget', 'print'] as const) {
      assert.deepEqual((await app.testimonials.public.list(purpose, { size: 10 })).items, [])
    }
    assert.deepEqual(await app.testimonials.public.newest(10), [])
  })

  it('counts a record that somebody wrote by hand for nothing', async () => {
    const { id } = await aTestimonial(app, { until: 'requested' })
    const asked = await records().findOne({ _id: 1 })
    assert.ok(asked)
    await records().insertOne({ ...asked, _id: 2, act: 'given', purposes: ['site'] } as never)
    await items().updateOne({ _id: id }, { $set: { state: 'published' } })
    assert.equal(await app.testimonials.public.find('site', id), undefined)
    assert.ok((await faults()).includes('Record 2 is not what was written.'))
  })
})
