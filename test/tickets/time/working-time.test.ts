import assert from 'node:assert/strict'
import { createWorkingTime, type Span, type WorkingHours } from '../../../src/tickets/time/working-time.ts'

const hour = 60 * 60 * 1000
const minute = hour / 60

const nine = 9 * 60
const five = 17 * 60
const allDay = [{ from: 0, until: 24 * 60 }]

function plan(timeZone: string, { weekdays, weekend = [] }: { weekdays: Span[]; weekend?: Span[] }): WorkingHours {
  const week = [weekdays, weekdays, weekdays, weekdays, weekdays, weekend, weekend]
  return { timeZone, week, holidays: [] }
}

const office = (timeZone: string): WorkingHours => plan(timeZone, { weekdays: [{ from: nine, until: five }] })
const roundTheClock = (timeZone: string): WorkingHours => plan(timeZone, { weekdays: allDay, weekend: allDay })

/** What a clock on the wall shows, asked of the platform in another way than the code does. */
function wall(timeZone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return (instant) => format.format(instant)
}

/** Working minutes between two instants by looking at the clock on the wall in every one of them. */
function byLooking(hours: WorkingHours, from: number, until: number): number {
  const show = wall(hours.timeZone)
  let count = 0
  for (let at = from; at < until; at += minute) {
    const [date = '', time = ''] = show(at).split(' ')
    const [h = 0, m = 0] = time.split(':').map(Number)
    const spans = hours.week[(new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7] ?? []
    const isFree = hours.holidays.includes(date) || hours.holidays.includes(date.slice(5))
    if (!isFree && spans.some((span) => h * 60 + m >= span.from && h * 60 + m < span.until)) count += 1
  }
  return count
}

/** Zone -> a day on which its clocks change, its first instant, and how long it is. */
const changes = [
  ['Europe/Warsaw', '2026-03-28T23:00Z', 23],
  ['Europe/Warsaw', '2026-10-24T22:00Z', 25],
  ['America/New_York', '2026-03-08T05:00Z', 23],
  ['America/New_York', '2026-11-01T04:00Z', 25],
  ['Australia/Lord_Howe', '2026-10-03T13:30Z', 23.5],
  ['Australia/Lord_Howe', '2026-04-04T13:00Z', 24.5],
  // Midnight itself is skipped; and comes twice.
  ['Africa/Cairo', '2026-04-23T22:00Z', 23],
  ['Africa/Cairo', '2026-10-28T21:00Z', 25],
  // The 30th of December was never there.
  ['Pacific/Apia', '2011-12-29T10:00Z', 24],
] as const

describe('working time', () => {
  for (const [zone, begin, length] of changes) {
    const from = Date.parse(begin)

    it(`of a round-the-clock day from ${begin} in ${zone} is ${length} hours`, () => {
      const working = createWorkingTime(roundTheClock(zone))
      const midnight = new Date(from + length * hour)
      assert.match(wall(zone)(from), / 0[01]:00:00$/)
      assert.match(wall(zone)(midnight.getTime()), / 00:00:00$/)
      assert.equal(working.between(new Date(from), midnight), length * hour)
      assert.deepEqual(working.add(new Date(from), length * hour), midnight)
    })

    it(`around ${begin} in ${zone} is what the clock on the wall shows, minute by minute`, () => {
      const spans = [
        { from: 0, until: 45 },
        { from: 90, until: 150 },
        { from: nine, until: five },
        { from: 23 * 60 + 20, until: 24 * 60 },
      ]
      const hours = { ...plan(zone, { weekdays: spans, weekend: spans }), holidays: ['03-08', '2026-10-05'] }
      const working = createWorkingTime(hours)
      for (const [start, end] of [
        [from - 25 * hour, from + 30 * hour],
        [from + 97 * minute, from + 140 * minute],
      ] as const) {
        const minutes = byLooking(hours, start, end)
        assert.equal(working.between(new Date(start), new Date(end)), minutes * minute)
      }
    })

    it(`added around ${begin} in ${zone} is the time between, and no earlier instant would do`, () => {
      const spans = [
        { from: 30, until: 170 },
        { from: nine, until: five },
      ]
      const working = createWorkingTime(plan(zone, { weekdays: spans, weekend: spans }))
      for (let step = 0; step < 40; step += 1) {
        const start = new Date(from - 20 * hour + step * 53 * minute)
        const length = (step * 41 + 1) * minute
        const end = working.add(start, length)
        assert.equal(working.between(start, end), length)
        assert.ok(working.between(start, new Date(end.getTime() - 1)) < length)
      }
    })
  }

  it('goes on after the weekend at the hour on the wall, although the clocks changed meanwhile', () => {
    // Friday 16:00 and two working hours: Monday 10:00, in each zone's own time.
    const fridays = [
      ['Europe/Warsaw', '2026-03-27T15:00Z', '2026-03-30T08:00Z'],
      ['Europe/Warsaw', '2026-10-23T14:00Z', '2026-10-26T09:00Z'],
      ['America/New_York', '2026-03-06T21:00Z', '2026-03-09T14:00Z'],
      ['America/New_York', '2026-10-30T20:00Z', '2026-11-02T15:00Z'],
      ['Australia/Lord_Howe', '2026-10-02T05:30Z', '2026-10-04T23:00Z'],
      ['Australia/Lord_Howe', '2026-04-03T05:00Z', '2026-04-05T23:30Z'],
    ] as const
    for (const [zone, friday, monday] of fridays) {
      const due = createWorkingTime(office(zone)).add(new Date(friday), 2 * hour)
      assert.equal(due.toISOString(), new Date(monday).toISOString(), zone)
    }
  })

  it('leaves out holidays of one year and of every year', () => {
    const working = createWorkingTime({ ...office('Europe/Warsaw'), holidays: ['12-25', '2026-12-24'] })
    // Wednesday 23 December, 16:00: one hour is left, the next working day is Monday 28.
    assert.equal(working.add(new Date('2026-12-23T15:00Z'), 2 * hour).toISOString(), '2026-12-28T09:00:00.000Z')
    assert.equal(working.between(new Date('2026-12-24T00:00Z'), new Date('2026-12-27T00:00Z')), 0)
  })

  it('ends at the close of business, not at the next opening', () => {
    const working = createWorkingTime(office('UTC'))
    assert.equal(working.add(new Date('2026-03-02T09:00Z'), 8 * hour).toISOString(), '2026-03-02T17:00:00.000Z')
  })

  it('is nothing backwards, and has an end where the hours have none', () => {
    const working = createWorkingTime(plan('UTC', { weekdays: [] }))
    const now = new Date('2026-03-02T09:00Z')
    assert.equal(working.between(now, new Date('2026-03-01T09:00Z')), 0)
    assert.deepEqual(working.add(now, 0), now)
    assert.throws(() => working.add(now, 1), RangeError)
  })
})
