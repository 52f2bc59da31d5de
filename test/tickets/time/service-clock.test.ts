import assert from 'node:assert/strict'
import { readEnvironment } from '../../../src/config/index.ts'
import { createServiceClock } from '../../../src/tickets/time/service-clock.ts'

const hour = 60 * 60 * 1000

function clockOf(env: Record<string, string>) {
  const { config } = readEnvironment(env)
  return createServiceClock({
    hours: { timeZone: config.businessTimeZone, week: config.businessHours, holidays: config.holidays },
    targets: { firstReply: config.firstReplyTargets, solve: config.solveTargets },
  })
}

const at = (text: string): Date => new Date(`2026-03-${text}Z`)
const waiting = { priority: 'normal', firstReplyAt: null } as const

describe('the clock of a request', () => {
  const clock = clockOf({ FIRST_REPLY_HOURS: 'normal=4, urgent=1', SOLVE_HOURS: 'normal=16' })

  it('says when the first reply and the solution are due, by priority', () => {
    const time = clock.begin(at('02T10:00'))
    const { firstReplyDue, solveDue, dueAt } = clock.dues(time, waiting)
    assert.deepEqual(firstReplyDue, at('02T14:00'))
    assert.deepEqual(solveDue, at('04T10:00'))
    assert.deepEqual(dueAt, firstReplyDue)
    assert.deepEqual(clock.dues(time, { ...waiting, priority: 'urgent' }).dueAt, at('02T11:00'))
  })

  it('has no first reply to wait for once it was given', () => {
    const dues = clock.dues(clock.begin(at('02T10:00')), { priority: 'normal', firstReplyAt: at('02T10:30') })
    assert.equal(dues.firstReplyDue, null)
    assert.deepEqual(dues.dueAt, dues.solveDue)
  })

  it('stands still while somebody else has the next move, and counts nothing twice', () => {
    const begun = clock.begin(at('02T10:00'))
    const paused = clock.pause(begun, at('02T12:00'))
    assert.deepEqual(clock.dues(paused, waiting), { firstReplyDue: null, solveDue: null, dueAt: null })
    assert.deepEqual(clock.pause(paused, at('02T16:00')), paused)
    const going = clock.resume(paused, at('05T16:00'))
    assert.deepEqual(clock.resume(going, at('05T16:30')), going)
    // Two of four hours are used: one on Thursday, one on Friday.
    assert.deepEqual(clock.dues(going, waiting).firstReplyDue, at('06T10:00'))
    assert.equal(clock.pause(going, at('06T10:00')).spent, 4 * hour)
  })

  it('that was overdue before a pause is due at once after it', () => {
    const late = clock.pause(clock.begin(at('02T09:00')), at('05T09:00'))
    assert.deepEqual(clock.dues(clock.resume(late, at('09T11:00')), waiting).dueAt, at('09T11:00'))
  })
})

describe('the settings of working hours', () => {
  it('are read as people write them', () => {
    const { config } = readEnvironment({
      BUSINESS_HOURS: 'mon-fri 09:00-12:00; Mon-Fri 13:00-17:00, Sat-Sun 10:00-24:00',
      BUSINESS_TIME_ZONE: 'Australia/Lord_Howe',
      HOLIDAYS: '12-25, 2026-05-01',
      SOLVE_HOURS: 'urgent=0.5',
    })
    assert.equal(config.businessHours.length, 7)
    assert.deepEqual(config.businessHours[0], [
      { from: 540, until: 720 },
      { from: 780, until: 1020 },
    ])
    assert.deepEqual(config.businessHours[6], [{ from: 600, until: 1440 }])
    assert.deepEqual(config.holidays, ['12-25', '2026-05-01'])
    assert.deepEqual([config.solveTargets.urgent, config.solveTargets.high], [0.5 * hour, 16 * hour])
  })
})
