import { z } from 'zod'

/** Minutes after midnight; `until` is no part of it. */
export interface Span {
  from: number
  until: number
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const takesHours = 'takes days and times, such as Mon-Fri 09:00-17:00, Sat 10:00-14:00'
const takesDates = 'takes dates such as 2026-12-24, or 12-25 for every year'
const takesTargets = 'takes hours from 0.1 to 2000 for urgent, high, normal and low, such as urgent=1, high=4'

/** When people work, as seven lists of spans, Monday first. */
export const businessHours = z
  .string(takesHours)
  .transform((text, context) => readWeek(text) ?? refuse(context, takesHours))

export const businessTimeZone = z
  .string('takes a time zone, such as Europe/Warsaw')
  .refine(isTimeZone, 'takes a time zone, such as Europe/Warsaw')

export const holidays = z
  .array(z.string(takesDates).refine(isDate, takesDates), takesDates)
  .max(200, 'takes at most 200 dates')

/** Working hours for each priority; a priority that isn't named keeps its own. Gives milliseconds. */
export function targets(usual: Readonly<Record<'low' | 'normal' | 'high' | 'urgent', number>>) {
  const hours = z.number(takesTargets).min(0.1, takesTargets).max(2000, takesTargets)
  const each = { low: hours, normal: hours, high: hours, urgent: hours }
  return z
    .strictObject(each, takesTargets)
    .partial()
    .prefault({})
    .transform((given) => ({
      low: milliseconds(given.low ?? usual.low),
      normal: milliseconds(given.normal ?? usual.normal),
      high: milliseconds(given.high ?? usual.high),
      urgent: milliseconds(given.urgent ?? usual.urgent),
    }))
}

const milliseconds = (hours: number): number => Math.round(hours * 60 * 60 * 1000)

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message })
  return z.NEVER
}

function readWeek(text: string): Span[][] | undefined {
  const week: Span[][] = weekdays.map(() => [])
  for (const part of text.split(/[,;]/)) {
    const read = readPart(part.trim().toLowerCase())
    if (!read) return undefined
    for (const at of read.days) week[at]?.push(read.span)
  }
  for (const spans of week) spans.sort((one, other) => one.from - other.from)
  return week.some(overlap) ? undefined : week
}

function readPart(text: string): { days: number[]; span: Span } | undefined {
  const [, first = '', last = first, from = '', until = ''] =
    /^([a-z]{3})(?:-([a-z]{3}))? (\d\d:\d\d)-(\d\d:\d\d)$/.exec(text) ?? []
  const [start, end] = [weekdays.indexOf(first), weekdays.indexOf(last)]
  const span = { from: minutesOf(from), until: minutesOf(until) }
  const isSpan = span.from < span.until && span.until <= 24 * 60
  if (start < 0 || end < 0 || !isSpan) return undefined
  // Sat-Mon goes over the end of the week.
  const length = ((end - start + 7) % 7) + 1
  return { days: Array.from({ length }, (_, step) => (start + step) % 7), span }
}

function minutesOf(time: string): number {
  const [hours = NaN, minutes = NaN] = time.split(':').map(Number)
  return minutes < 60 ? hours * 60 + minutes : NaN
}

function overlap(spans: readonly Span[]): boolean {
  return spans.some(({ from }, at) => from < (spans[at - 1]?.until ?? 0))
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** A date that there is; 29 February every year is one in leap years. */
function isDate(text: string): boolean {
  const full = /^\d\d-\d\d$/.test(text) ? `2024-${text}` : text
  const time = /^\d{4}-\d\d-\d\d$/.test(full) ? Date.parse(`${full}T00:00:00Z`) : NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(full)
}
