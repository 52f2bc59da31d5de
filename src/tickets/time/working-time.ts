import { createZone, type Zone } from './zone.ts'

/** Minutes after midnight as the clock on the wall shows them; `until` is no part of it and at most 1440. */
export interface Span {
  readonly from: number
  readonly until: number
}

/**
 * When people work: an instant counts when the clock on their wall shows a time within one of that weekday's spans and
 * a date that is no holiday. So an hour that clocks skip counts for nothing, and one that they show twice counts twice.
 */
export interface WorkingHours {
  /** IANA name. */
  readonly timeZone: string
  /** Seven lists, Monday first, each in order and without overlap; at least one isn't empty. */
  readonly week: readonly (readonly Span[])[]
  /** `YYYY-MM-DD`, or `MM-DD` for every year. */
  readonly holidays: readonly string[]
}

/** Counts time by the hours that people work. */
export interface WorkingTime {
  /** The instant at which so many working milliseconds have passed since `from`. Throws RangeError past ten years. */
  add(from: Date, milliseconds: number): Date
  /** Working milliseconds between two instants; 0 where `until` isn't later. */
  between(from: Date, until: Date): number
}

const minute = 60_000
const day = 24 * 60 * minute
const farthest = 3660 * day

/** Working time by one plan of hours. Throws RangeError for a time zone that isn't one. */
export function createWorkingTime(hours: WorkingHours): WorkingTime {
  const zone = createZone(hours.timeZone)
  const spansOn = planOf(hours)
  return {
    add(from, milliseconds) {
      let left = milliseconds
      const start = from.getTime()
      if (left <= 0) return from
      for (const open of openSpans(zone, spansOn, start)) {
        if (open.from - start > farthest) break
        const length = open.until - open.from
        if (left <= length) return new Date(open.from + left)
        left -= length
      }
      throw new RangeError('The working hours leave no time for it.')
    },
    between(from, until) {
      let sum = 0
      const end = until.getTime()
      for (const open of openSpans(zone, spansOn, from.getTime())) {
        if (open.from >= end) break
        sum += Math.min(open.until, end) - open.from
      }
      return sum
    },
  }
}

/** The spans of a date, given as the midnight of UTC with the same date. */
type SpansOn = (date: number) => readonly Span[]

function planOf({ week, holidays }: WorkingHours): SpansOn {
  const free = new Set(holidays)
  return (date) => {
    const text = new Date(date).toISOString().slice(0, 10)
    if (free.has(text) || free.has(text.slice(5))) return []
    return week[(new Date(date).getUTCDay() + 6) % 7] ?? []
  }
}

/** Open hours from an instant on, as instants in their order, cut where a day after `from` ends; their readers say when it is enough. */
function* openSpans(zone: Zone, spansOn: SpansOn, from: number): Generator<{ from: number; until: number }> {
  // A day beyond the farthest, so that a plan without hours ends the loop of its reader.
  for (let at = from; at - from <= farthest + day; at += day) {
    for (const { offset, ...stretch } of zone.stretches(at, at + day)) {
      const wall = { from: stretch.from + offset, until: stretch.until + offset }
      for (let date = Math.floor(wall.from / day) * day; date < wall.until; date += day) {
        for (const span of spansOn(date)) {
          const opens = Math.max(wall.from, date + span.from * minute)
          const closes = Math.min(wall.until, date + span.until * minute)
          if (opens < closes) yield { from: opens - offset, until: closes - offset }
        }
      }
    }
  }
}
