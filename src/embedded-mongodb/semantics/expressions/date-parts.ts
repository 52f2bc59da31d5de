import { utc } from './timezone.ts'

/** Parts of a date whose UTC fields show the local time. */
export interface DateParts {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  millisecond: number
}

/** Parts of a local time in milliseconds; months from 1, as MongoDB counts them. */
export function partsOf(local: number): DateParts {
  const date = new Date(local)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
  }
}

export const dayLength = 86_400_000

/** Whole days from 1 January 1970 to a local time in milliseconds; negative before. */
export function daysSinceEpoch(local: number): number {
  return Math.floor(local / dayLength)
}

/** 1 on the first of January. */
export function dayOfYear(local: number): number {
  return daysSinceEpoch(local) - daysSinceEpoch(utc([new Date(local).getUTCFullYear()])) + 1
}

/** 1 on Sunday to 7 on Saturday. */
export function dayOfWeek(local: number): number {
  return new Date(local).getUTCDay() + 1
}

/** 1 on Monday to 7 on Sunday. */
export function isoDayOfWeek(local: number): number {
  return new Date(local).getUTCDay() || 7
}

/** Weeks begin on Sunday; days before the first one are in week 0. */
export function weekOfYear(local: number): number {
  return Math.floor((dayOfYear(local) + 6 - new Date(local).getUTCDay()) / 7)
}

/** The Thursday of the date's week, whose year is the ISO week's year. */
function isoThursday(local: number): number {
  return local + (4 - isoDayOfWeek(local)) * dayLength
}

/** 1 to 53; week 1 has the year's first Thursday (ISO 8601). */
export function isoWeek(local: number): number {
  return Math.floor((dayOfYear(isoThursday(local)) - 1) / 7) + 1
}

/** The year that the ISO 8601 week belongs to, which in the first and last days of a year may be another one than the date's. */
export function isoWeekYear(local: number): number {
  return new Date(isoThursday(local)).getUTCFullYear()
}

/** The local time that an ISO week date names. */
export function fromIsoWeek({ year, week, day }: { year: number; week: number; day: number }): number {
  const fourth = utc([year, 0, 4])
  return fourth + ((week - 1) * 7 + day - isoDayOfWeek(fourth)) * dayLength
}
