import { ServerError } from '../../errors.ts'
import {
  dayOfWeek,
  dayOfYear,
  fromIsoWeek,
  isoDayOfWeek,
  isoWeek,
  isoWeekYear,
  partsOf,
  weekOfYear,
} from './date-parts.ts'
import { utc } from './timezone.ts'

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}

/** ISO 8601 with milliseconds in UTC, MongoDB's text of a date. */
export function dateText(date: Date): string {
  return formatDate(date.getTime(), 0, '%Y-%m-%dT%H:%M:%S.%LZ')
}

/**
 * A date in words of a format.
 * @param instant milliseconds since the epoch
 * @param ahead milliseconds that the zone is ahead of UTC
 */
export function formatDate(instant: number, ahead: number, format: string): string {
  const local = instant + ahead
  return format.replace(/%([^])|%$/g, (_, letter: string | undefined) => formatPart(letter, local, ahead))
}

function formatPart(letter: string | undefined, local: number, ahead: number): string {
  const parts = partsOf(local)
  switch (letter) {
    case 'Y':
      return pad(checkedYear(parts.year), 4)
    case 'm':
      return pad(parts.month, 2)
    case 'd':
      return pad(parts.day, 2)
    case 'H':
      return pad(parts.hour, 2)
    case 'M':
      return pad(parts.minute, 2)
    case 'S':
      return pad(parts.second, 2)
    case 'L':
      return pad(parts.millisecond, 3)
    case '%':
      return '%'
    default:
      return formatRarePart(letter, local, ahead)
  }
}

function checkedYear(year: number): number {
  if (year >= 0 && year <= 9999) return year
  throw new ServerError(
    'Location18537',
    `Could not convert date to string: date component was outside the supported range of 0-9999: ${year}`,
  )
}

function formatRarePart(letter: string | undefined, local: number, ahead: number): string {
  switch (letter) {
    case 'j':
      return pad(dayOfYear(local), 3)
    case 'w':
      return String(dayOfWeek(local))
    case 'u':
      return String(isoDayOfWeek(local))
    case 'U':
      return pad(weekOfYear(local), 2)
    case 'V':
      return pad(isoWeek(local), 2)
    case 'G':
      return pad(isoWeekYear(local), 4)
    case 'B':
      return monthNames[partsOf(local).month - 1] ?? ''
    case 'b':
      return monthNames[partsOf(local).month - 1]?.slice(0, 3) ?? ''
    case 'z':
      return offsetText(ahead)
    case 'Z':
      return String(ahead / 60_000)
    case undefined:
      throw new ServerError('Location18535', "Unmatched '%' at end of format string")
    default:
      throw new ServerError('Location18536', `Invalid format character '%${letter}' in format string`)
  }
}

function offsetText(ahead: number): string {
  const minutes = Math.abs(ahead) / 60_000
  return `${ahead < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}${pad(minutes % 60, 2)}`
}

/** What a text says about a date: its local time, and how far ahead of UTC it says it is. */
export interface ParsedDate {
  local: number
  ahead: number | undefined
}

const isoDate =
  /^(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?)?\s*(Z|[+-]\d\d:?(?:\d\d)?)?$/i

/** Reads a date in ISO 8601; undefined when the text is none. */
export function parseIsoDate(text: string): ParsedDate | undefined {
  const found = isoDate.exec(text.trim())
  if (!found) return undefined
  const [, year, month, day = '1', hour = '0', minute = '0', second = '0', fraction = '0', zone] = found
  const milliseconds = Math.trunc(Number(`0.${fraction}`) * 1000)
  const values = [year, month, day, hour, minute, second].map(Number)
  const [y = 0, m = 1, d = 1, h = 0, min = 0, s = 0] = values
  if (m < 1 || m > 12 || d < 1 || d > 31 || h > 24 || min > 59 || s > 59) return undefined
  return { local: utc([y, m - 1, d, h, min, s, milliseconds]), ahead: zone === undefined ? undefined : aheadOf(zone) }
}

function aheadOf(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0
  const found = /^([+-])(\d\d):?(\d\d)?$/.exec(zone)
  const minutes = Number(found?.[2]) * 60 + Number(found?.[3] ?? 0)
  return (found?.[1] === '-' ? -minutes : minutes) * 60_000
}

const patterns: Partial<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  m: '(?<m>\\d{1,2})',
  d: '(?<d>\\d{1,2})',
  H: '(?<H>\\d{1,2})',
  M: '(?<M>\\d{1,2})',
  S: '(?<S>\\d{1,2})',
  L: '(?<L>\\d{1,3})',
  j: '(?<j>\\d{1,3})',
  G: '(?<G>\\d{4})',
  V: '(?<V>\\d{1,2})',
  u: '(?<u>[1-7])',
  b: `(?<b>${monthNames.map((name) => name.slice(0, 3)).join('|')})`,
  B: `(?<B>${monthNames.join('|')})`,
  z: '(?<z>Z|[+-]\\d\\d:?(?:\\d\\d)?)',
  Z: '(?<Z>[+-]\\d+)',
  '%': '%',
}

/** Reads a date in words of a format; undefined when the text does not follow it. */
export function parseDate(text: string, format: string): ParsedDate | undefined {
  const source = format.replace(/%([^])|[.*+?^${}()|[\]\\]/g, (part, letter: string | undefined) => {
    if (letter === undefined) return `\\${part}`
    const pattern = patterns[letter]
    if (!pattern) throw new ServerError('Location18536', `Invalid format character '%${letter}' in format string`)
    return pattern
  })
  const groups = new RegExp(`^${source}$`, 'i').exec(text)?.groups
  return groups && fromGroups(groups)
}

function fromGroups(groups: Partial<Record<string, string>>): ParsedDate {
  const number = (name: string, otherwise: number) => (groups[name] === undefined ? otherwise : Number(groups[name]))
  const time = number('H', 0) * 3_600_000 + number('M', 0) * 60_000 + number('S', 0) * 1000 + number('L', 0)
  const zone = groups['z']
  const ahead = groups['Z'] === undefined ? undefined : Number(groups['Z']) * 60_000
  return { local: dayFromGroups(groups, number) + time, ahead: zone === undefined ? ahead : aheadOf(zone) }
}

function dayFromGroups(
  groups: Partial<Record<string, string>>,
  number: (name: string, otherwise: number) => number,
): number {
  if (groups['G'] !== undefined) {
    return fromIsoWeek({ year: number('G', 1970), week: number('V', 1), day: number('u', 1) })
  }
  if (groups['j'] !== undefined) return utc([number('Y', 1970), 0, number('j', 1)])
  const named = (groups['B'] ?? groups['b'])?.slice(0, 3).toLowerCase()
  const month =
    named === undefined ? number('m', 1) : monthNames.findIndex((name) => name.toLowerCase().startsWith(named)) + 1
  return utc([number('Y', 1970), month - 1, number('d', 1)])
}
