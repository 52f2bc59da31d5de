import type { SafeHtml } from '../content/index.ts'
import { escapeHtml } from '../content/index.ts'
import type { Translate } from './messages.ts'

/** How one reader reads: language, direction, time zone, and dates and numbers written for them. */
export interface Formats {
  readonly locale: string
  /** The languages one can choose. */
  readonly locales: readonly string[]
  readonly dir: 'ltr' | 'rtl'
  readonly t: Translate
  /** A `<time>` element with the day as its text and the full moment as its title. */
  time(date: Date): SafeHtml
  number(value: number): string
}

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur'])

/** Makes the formats of a language and a time zone. They are costly to make and small to keep: kept by the caller. */
export function createFormats(
  { locale, timeZone, locales }: { locale: string; timeZone: string; locales: readonly string[] },
  t: Translate,
): Formats {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone })
  const numbers = new Intl.NumberFormat(locale)
  const zone = timeZone === 'UTC' ? ' UTC' : ''
  return {
    locale,
    locales,
    dir: rightToLeft.has(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr',
    t,
    time(date) {
      const title = escapeHtml(moment.format(date) + zone)
      return `<time datetime="${date.toISOString()}" title="${title}">${escapeHtml(day.format(date))}</time>` as SafeHtml
    },
    number: (value) => numbers.format(value),
  }
}
