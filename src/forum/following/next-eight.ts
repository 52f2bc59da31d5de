const aMinute = 60_000
const aDay = 24 * 60 * aMinute
const hour = 8

/** The first eight o'clock in the morning after a moment, by the clocks of a time zone; a wrong zone counts as UTC. */
export function nextEight(after: Date, timeZone: string | undefined): Date {
  const clock = clockOf(timeZone)
  // Eight on the wall clock of the day before, the day itself and the next; one of them is the first that follows.
  const days = [-1, 0, 1, 2].map((days) => eightOn(new Date(after.getTime() + days * aDay), clock))
  return days.find((eight) => eight > after) ?? new Date(after.getTime() + aDay)
}

/** When it is eight on the day that it is there at this moment; the offset is that of eight o'clock, not of the moment. */
function eightOn(day: Date, clock: Intl.DateTimeFormat): Date {
  const { year, month, date } = wall(day, clock)
  const asUtc = Date.UTC(year, month - 1, date, hour)
  const first = asUtc - offsetAt(new Date(asUtc), clock)
  return new Date(asUtc - offsetAt(new Date(first), clock))
}

/** How far the wall clock is ahead of UTC, in milliseconds. */
function offsetAt(moment: Date, clock: Intl.DateTimeFormat): number {
  const { year, month, date, hours, minutes } = wall(moment, clock)
  return Date.UTC(year, month - 1, date, hours, minutes) - Math.floor(moment.getTime() / aMinute) * aMinute
}

function wall(
  moment: Date,
  clock: Intl.DateTimeFormat,
): { year: number; month: number; date: number; hours: number; minutes: number } {
  const parts = new Map(clock.formatToParts(moment).map(({ type, value }) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  return { year: part('year'), month: part('month'), date: part('day'), hours: part('hour'), minutes: part('minute') }
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone = 'UTC'): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const
  let made: Intl.DateTimeFormat
  try {
    made = new Intl.DateTimeFormat('en', { ...numeric, hourCycle: 'h23', calendar: 'gregory', timeZone })
  } catch {
    return clockOf('UTC')
  }
  clocks.set(timeZone, made)
  return made
}
