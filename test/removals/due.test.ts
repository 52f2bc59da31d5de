import assert from 'node:assert/strict'
import {
  addBusinessDays,
  addMonths,
  appealEnd,
  dayOf,
  daysBetween,
  dueDay,
  endOf,
  startOf,
} from '../../src/removals/due.ts'

describe('the days of a request', () => {
  it('is due after thirty days or on the same day of the next month, whichever is earlier', () => {
    const days = [
      ['2026-01-30', '2026-02-28'],
      ['2026-01-31', '2026-02-28'],
      ['2028-01-31', '2028-02-29'],
      ['2026-02-10', '2026-03-10'],
      ['2026-03-31', '2026-04-30'],
      ['2026-04-15', '2026-05-15'],
      ['2026-05-15', '2026-06-14'],
      ['2026-12-31', '2027-01-30'],
    ]
    for (const [received = '', due] of days) assert.equal(dueDay(received), due, received)
  })

  it('counts the day of receipt where the site is, not where the server is', () => {
    const moment = new Date('2026-01-30T23:30:00Z')
    const days = [
      ['UTC', '2026-01-30'],
      ['Europe/Warsaw', '2026-01-31'],
      ['America/New_York', '2026-01-30'],
      ['Pacific/Kiritimati', '2026-01-31'],
      ['Pacific/Pago_Pago', '2026-01-30'],
    ]
    for (const [zone = '', day] of days) assert.equal(dayOf(moment, zone), day, zone)
  })

  it('ends with the last moment of its day, also when clocks change', () => {
    const ends = [
      ['2026-02-28', 'UTC', '2026-02-28T23:59:59.999Z'],
      ['2026-02-28', 'Europe/Warsaw', '2026-02-28T22:59:59.999Z'],
      // Summer time begins on that day in one zone, and ends on it in another.
      ['2026-03-29', 'Europe/Warsaw', '2026-03-29T21:59:59.999Z'],
      ['2026-11-01', 'America/New_York', '2026-11-02T04:59:59.999Z'],
      ['2026-07-01', 'Asia/Kolkata', '2026-07-01T18:29:59.999Z'],
      ['2026-07-01', 'Pacific/Kiritimati', '2026-07-01T09:59:59.999Z'],
    ]
    for (const [day = '', zone = '', end] of ends) assert.equal(endOf(day, zone).toISOString(), end, `${day} ${zone}`)
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const start = startOf('2026-11-25', zone)
      assert.equal(dayOf(start, zone), '2026-11-25', zone)
      assert.equal(dayOf(new Date(start.getTime() - 1), zone), '2026-11-24', zone)
    }
  })

  it('is put off by two months, contested for six, and business days leave weekends out', () => {
    assert.equal(addMonths('2026-12-30', 2), '2027-02-28')
    assert.equal(appealEnd(new Date('2026-08-31T12:00:00Z'), 'UTC').toISOString(), '2027-02-28T23:59:59.999Z')
    assert.equal(addBusinessDays('2026-11-25', 10), '2026-12-09')
    assert.equal(addBusinessDays('2026-11-28', 1), '2026-11-30', 'from a Saturday')
    assert.equal(daysBetween('2026-11-25', '2026-11-18'), -7)
  })
})
