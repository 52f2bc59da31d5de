import assert from 'node:assert/strict'
import fc from 'fast-check'
import { CandorError } from '../../src/kernel/index.ts'
import { purposes, type Purpose } from '../../src/testimonials/testimonials.words.ts'
import { startApp, type Running } from '../support/running.ts'
import { aTestimonial, marketing } from '../support/testimonials.ts'
import { lives, type Deed } from './deeds.ts'
import { Reference } from './reference.ts'

const aDay = 24 * 60 * 60 * 1000
/** `npm run test:nightly` lives 10,000. */
const numRuns = Number(process.env['CANDOR_TESTIMONIAL_LIVES'] ?? 300)

describe('whatever happens to a testimonial', () => {
  let processes: Running[]
  let now = new Date('2026-01-10T12:00:00Z')
  before(async () => {
    const clock = (): Date => now
    const first = await startApp({ clock })
    processes = [first, await startApp({ clock, beside: first })]
  })
  after(async () => {
    for (const app of processes.toReversed()) await app.stop()
  })

  it(`shows it exactly where its person said yes to what is shown (${numRuns} lives)`, async function () {
    this.timeout(60_000 + numRuns * 200)
    let shownOnce = 0
    await fc.assert(
      fc.asyncProperty(lives, async (deeds) => {
        shownOnce += Number(await live(deeds))
      }),
      { numRuns, endOnFailure: true },
    )
    assert.ok(shownOnce > numRuns / 6, `only ${shownOnce} were ever shown: these lives test nothing`)
    const { faults } = await processes[0]!.testimonials.verify()
    assert.deepEqual(
      faults.filter((fault) => fault.startsWith('Record')),
      [],
    )
  })

  /** Lives one life in one process and the other. Gives whether it was ever shown. */
  async function live(deeds: readonly Deed[]): Promise<boolean> {
    let [here, there] = [processes[0]!, processes[1]!]
    const { id } = await aTestimonial(here, { until: 'draft' })
    const reference = new Reference()
    let wasShown = false
    for (const deed of deeds) {
      if (deed.is === 'restart') [here, there] = [there, here]
      if (deed.is === 'wait') now = new Date(now.getTime() + deed.days * aDay)
      await attempt(here, id, deed)
      reference.do(deed, now.getTime())
      const looked = ['site', 'widget', 'print'].slice(0, deed.is === 'give' ? 3 : 2) as Purpose[]
      const found = await Promise.all(looked.map((purpose) => there.testimonials.public.find(purpose, id)))
      const expected = looked.map((purpose) => reference.shows(purpose, now.getTime()))
      const shown = found.map((item) => typeof item === 'object')
      assert.deepEqual(shown, expected, `${looked.join()} after ${JSON.stringify(deeds)} at ${deed.is}`)
      wasShown ||= expected.includes(true)
    }
    const listed = await there.testimonials.public.list('site', { size: 1000 })
    assert.equal(
      listed.items.some((item) => item.id === id),
      reference.shows('site', now.getTime()),
    )
    // Out of the way of the lives to come.
    await stored(here).deleteOne({ _id: id })
    return wasShown
  }

  async function attempt(app: Running, id: string, deed: Deed): Promise<void> {
    const { version } = (await stored(app).findOne({ _id: id }))!
    try {
      await act(app, { id, version, now }, deed)
    } catch (error) {
      // Refused on purpose: the next look tells whether rightly so.
      if (!(error instanceof CandorError)) throw error
    }
  }
})

function stored(app: Running) {
  return app.database.connection.collection<{ _id: string; version: number; state: string }>('testimonials')
}

interface Place {
  id: string
  version: number
  now: Date
}

async function act(app: Running, { id, version, now }: Place, deed: Deed): Promise<void> {
  const { testimonials, removables } = app
  const way = { id, tokenHash: 'of-a-test' }
  switch (deed.is) {
    case 'revise': {
      const words = { text: `Version ${version + 1}`, name: 'Jan Kowalski', nameForm: 'full', role: '' } as const
      await testimonials.revise(marketing, { id, version, ...words, company: '', connection: 'none', photo: 'same' })
      return
    }
    case 'ask':
      await testimonials.ask(marketing, id)
      return
    case 'give':
      await testimonials.give(way, { version, nameForm: 'initials', withPhoto: false, purposes: deed.purposes })
      return
    case 'decline':
      return testimonials.decline(way, version)
    case 'publish':
      return testimonials.publish(marketing, { id, at: new Date(now.getTime() + deed.inDays * aDay) })
    case 'unpublish':
      return testimonials.unpublish(marketing, id)
    case 'withdraw':
      return testimonials.withdraw(way)
    case 'tend':
      return testimonials.tend()
    case 'hide':
      await removables.testimonial.hide(id)
      return
    case 'restore':
      await removables.testimonial.restore(id)
      return
    case 'erase':
      return removables.testimonial.erase(id)
    case 'forge':
      return forge(app, id)
    case 'wait':
    case 'restart':
      return
    default:
      return deed satisfies never
  }
}

/** Somebody with the database in their hands, before anybody was asked. */
async function forge(app: Running, id: string): Promise<void> {
  const { modifiedCount } = await stored(app).updateOne({ _id: id, state: 'draft' }, { $set: { state: 'published' } })
  if (modifiedCount === 0) return
  for (const purpose of purposes) assert.equal(await app.testimonials.public.find(purpose, id), undefined)
  await stored(app).updateOne({ _id: id }, { $set: { state: 'draft' } })
}
