import { ServerError } from '../../errors.ts'

/** Milliseconds that a zone's clocks are ahead of UTC at an instant. */
export type Zone = (instant: number) => number

const minute = 60_000
const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * A time zone by Olson name ("Europe/Berlin") or offset ("+02", "+0200", "+02:00").
 * @throws ServerError 40485 for an unknown one
 */
export function zoneOf(name: string): Zone {
  if (name === 'UTC' || name === 'GMT' || name === 'Z') return () => 0
  const offset = /^([+-])(\d\d):?(\d\d)?$/.exec(name)
  if (offset) {
    const ahead = (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) * minute * (offset[1] === '-' ? -1 : 1)
    return () => ahead
  }
  const format = formatOf(name)
  return (instant) => localTime(format, instant) - Math.floor(instant / 1000) * 1000
}

function formatOf(name: string): Intl.DateTimeFormat {
  const known = formats.get(name)
  if (known) return known
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    })
    formats.set(name, format)
    return format
  } catch {
    throw new ServerError('Location40485', `unrecognized time zone identifier: "${name}"`)
  }
}

function localTime(format: Intl.DateTimeFormat, instant: number): number {
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]))
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type))
  const year = parts.get('era') === 'BC' ? 1 - number('year') : number('year')
  return utc([year, number('month') - 1, number('day'), number('hour'), number('minute'), number('second')])
}

/** `Date.UTC` that takes years below 100 as they are. */
export function utc([year = 1970, month = 0, day = 1, ...time]: readonly number[]): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month, day)
  const [hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = time
  return date.getTime() + hours * 3_600_000 + minutes * minute + seconds * 1000 + milliseconds
}

/** The instant at which a zone's clocks show a local time; where they show it twice, the first. */
export function instantOf(local: number, zone: Zone): number {
  const guess = local - zone(local)
  return local - zone(guess)
}
