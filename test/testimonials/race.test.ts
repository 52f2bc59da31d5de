import assert from 'node:assert/strict'
import { Person } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { aTestimonial, consentPathFor } from '../support/testimonials.ts'

describe('withdrawing while two processes are read by 200 readers', () => {
  let now = new Date('2026-03-01T12:00:00Z')
  let processes: Running[]
  before(async () => {
    const clock = (): Date => now
    const first = await startApp({ clock })
    processes = [first, await startApp({ clock, beside: first })]
  })
  after(async () => {
    for (const app of processes.toReversed()) await app.stop()
  })

  const places = (id: string): string[] => [
    '/testimonials',
    '/embed/testimonials.json',
    `/testimonials/${id}`,
    '/testimonials/feed.atom',
  ]

  it('shows it in no response that begins after the answer', async function () {
    this.timeout(60_000)
    const [first, second] = processes as [Running, Running]
    const { id, email, text } = await aTestimonial(first, { purposes: ['site', 'widget'] })
    const path = await consentPathFor(first, email)
    let isWithdrawn = false
    let seenBefore = 0
    const late: string[] = []
    const read = async (reader: number): Promise<void> => {
      const place = places(id)[reader % 4] ?? ''
      for (let count = 0; count < 4; count += 1) {
        const app = (reader + count) % 2 === 0 ? first : second
        const begunAfter = isWithdrawn
        const shown = await (await fetch(app.reachedAt + place)).text()
        if (!shown.includes(text)) continue
        if (begunAfter) late.push(place)
        else seenBefore += 1
      }
    }
    const readers = Array.from({ length: 200 }, (_, reader) => read(reader))
    const person = new Person(second)
    const answer = await person.send(`${path}/withdrawal`, { what: 'all' })
    isWithdrawn = true
    assert.equal(answer.status, 303, answer.text)
    await Promise.all(readers)
    await Promise.all(Array.from({ length: 200 }, (_, reader) => read(reader)))
    assert.deepEqual(late, [])
    assert.ok(seenBefore > 0, 'some read it before')
  })

  it('keeps one that was scheduled from ever appearing', async () => {
    const [first, second] = processes as [Running, Running]
    const { id, email, text } = await aTestimonial(first, { until: 'given' })
    const marketing = { kind: 'member', id: 'marketing000', roles: ['marketing'] } as const
    await first.testimonials.publish(marketing, { id, at: new Date(now.getTime() + 60_000) })
    const person = new Person(second)
    const path = await consentPathFor(first, email)
    now = new Date(now.getTime() + 120_000)
    await Promise.all([first.testimonials.tend(), person.send(`${path}/withdrawal`, { what: 'all' })])
    await second.testimonials.tend()
    for (const app of processes)
      for (const place of places(id))
        assert.ok(!(await (await fetch(app.reachedAt + place)).text()).includes(text), place)
  })
})
