import { appealMonths } from './removals.words.ts'

/** A day of the calendar, as `2026-02-28`. */
export type Day = string

/** The calendar day of a moment in a time zone. */
export function dayOf(moment: Date, timeZone: string): Day {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return parts.format(moment)
}

/**
 * The day by which a request has to be answered: the earlier of 30 days after its receipt and the same day of the next
 * month, or that month's last day (GDPR Art. 12(3)).
 */
export function dueDay(received: Day): Day {
  const [byDays, byMonth] = [addDays(received, 30), addMonths(received, 1)]
  return byDays < byMonth ? byDays : byMonth
}

/** The day so many days later. */
function addDays(day: Day, days: number): Day {
  const at = asUtc(day)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** The same day so many months later, or the last one of that month. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0))
  last.setUTCDate(Math.min(date, last.getUTCDate()))
  return last.toISOString().slice(0, 10)
}

/** The day so many business days later: Saturdays and Sundays don't count. */
export function addBusinessDays(day: Day, count: number): Day {
  let at = day
  for (let left = count; left > 0;) {
    at = addDays(at, 1)
    const weekday = asUtc(at).getUTCDay()
    if (weekday !== 0 && weekday !== 6) left -= 1
  }
  return at
}

/** Days from one to another; negative when the other is over. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((asUtc(to).getTime() - asUtc(from).getTime()) / 86_400_000)
}

/** The first moment of a day in a time zone. */
export function startOf(day: Day, timeZone: string): Date {
  let at = asUtc(day).getTime()
  // Twice: the offset at the first guess may be that of the other side of a change of clocks.
  for (let round = 0; round < 2; round += 1) at = asUtc(day).getTime() - offsetAt(new Date(at), timeZone)
  return new Date(at)
}

/** The last moment of a day in a time zone: a period of days or months ends with it. */
export function endOf(day: Day, timeZone: string): Date {
  return new Date(startOf(addDays(day, 1), timeZone).getTime() - 1)
}

/** The last moment to contest what was decided at a moment (EU DSA Art. 20(1)). */
export function appealEnd(decidedAt: Date, timeZone: string): Date {
  return endOf(addMonths(dayOf(decidedAt, timeZone), appealMonths), timeZone)
}

/** A day as a moment that most readers see as that very day, wherever they are. */
export const noonOf = (day: Day): Date => new Date(`${day}T12:00:00Z`)

const asUtc = (day: Day): Date => new Date(`${day}T00:00:00Z`)

/** Milliseconds by which a zone's clocks are ahead of UTC at a moment. */
function offsetAt(moment: Date, timeZone: string): number {
  const numeric = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' } as const
  const format = new Intl.DateTimeFormat('en', {
    ...numeric,
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
  })
  const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  const local = Date.UTC(year, month - 1, day, hour, minute, second)
  return local - Math.floor(moment.getTime() / 1000) * 1000
}
