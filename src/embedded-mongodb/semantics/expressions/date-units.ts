import { ServerError } from '../../errors.ts'
import { describe } from '../describe.ts'
import { typeName } from '../types.ts'
import { isNumeric, lookupTable, toNumber } from '../values.ts'
import { dayLength, daysSinceEpoch, isoDayOfWeek, partsOf } from './date-parts.ts'
import { instantOfValue, zoneArgument } from './dates.ts'
import { type Env, type Evaluate, type Operators, type SpecialOperator, isNullish, namedArguments } from './scope.ts'
import { type Zone, instantOf, utc } from './timezone.ts'

const fixedLengths = lookupTable<number>({
  week: 7 * dayLength,
  day: dayLength,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
})
const monthsIn = lookupTable<number>({ year: 12, quarter: 3, month: 1 })
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

function unitOf(name: string, value: unknown): string {
  if (typeof value !== 'string') {
    throw new ServerError('Location5439013', `${name} requires 'unit' to be a string, but got ${typeName(value)}`)
  }
  if (fixedLengths[value] !== undefined || monthsIn[value] !== undefined) return value
  throw new ServerError('FailedToParse', `${name} parameter 'unit' value cannot be recognized as a time unit: ${value}`)
}

function wholeAmount(name: string, key: string, value: unknown): number {
  const number = isNumeric(value) ? toNumber(value) : undefined
  if (number !== undefined && Number.isInteger(number)) return number
  throw new ServerError('Location5166405', `${name} expects integer ${key} of time units`)
}

function adding(name: string, sign: 1 | -1): SpecialOperator {
  return (operand, scope, compile) => {
    const needed = ['startDate', 'unit', 'amount']
    const args = namedArguments(operand, { name, known: [...needed, 'timezone'], needed })
    const [start, unit, amount] = needed.map((key) => compile(args[key], scope))
    const timezone = 'timezone' in args ? compile(args['timezone'], scope) : undefined
    return (env) => {
      const values = [start, unit, amount].map((evaluate) => evaluate?.(env))
      const zone = zoneArgument(timezone, env)
      if (values.some(isNullish) || !zone) return null
      const instant = instantOfValue(values[0]) ?? 0
      const steps = sign * wholeAmount(name, 'amount', values[2])
      return new Date(moved(instant, { unit: unitOf(name, values[1]), steps }, zone))
    }
  }
}

/** An instant some units later: months keep the day as far as the month has it, days keep the local time. */
function moved(instant: number, { unit, steps }: { unit: string; steps: number }, zone: Zone): number {
  const months = monthsIn[unit]
  const local = instant + zone(instant)
  if (months !== undefined) {
    const { year, month, day } = partsOf(local)
    const target = year * 12 + month - 1 + steps * months
    const first = utc([Math.floor(target / 12), ((target % 12) + 12) % 12, 1])
    const last = new Date(utc([Math.floor(target / 12), (((target % 12) + 12) % 12) + 1, 0])).getUTCDate()
    return instantOf(
      first + (Math.min(day, last) - 1) * dayLength + (((local % dayLength) + dayLength) % dayLength),
      zone,
    )
  }
  const length = fixedLengths[unit] ?? 1
  return length >= dayLength ? instantOf(local + steps * length, zone) : instant + steps * length
}

const dateDiff: SpecialOperator = (operand, scope, compile) => {
  const needed = ['startDate', 'endDate', 'unit']
  const args = namedArguments(operand, { name: '$dateDiff', known: [...needed, 'timezone', 'startOfWeek'], needed })
  const [start, end, unit] = needed.map((key) => compile(args[key], scope))
  const timezone = 'timezone' in args ? compile(args['timezone'], scope) : undefined
  const startOfWeek = 'startOfWeek' in args ? compile(args['startOfWeek'], scope) : undefined
  return (env) => {
    const values = [start, end, unit].map((evaluate) => evaluate?.(env))
    const zone = zoneArgument(timezone, env)
    if (values.some(isNullish) || !zone) return null
    const name = unitOf('$dateDiff', values[2])
    const [from, to] = [values[0], values[1]].map((value) => {
      const instant = instantOfValue(value) ?? 0
      return unitNumber(instant + zone(instant), name, weekStart(startOfWeek, env))
    })
    return BigInt((to ?? 0) - (from ?? 0))
  }
}

/** Which unit since a fixed day a local time lies in; differences count the boundaries between two times. */
function unitNumber(local: number, unit: string, firstWeekday: number): number {
  const months = monthsIn[unit]
  if (months !== undefined) {
    const { year, month } = partsOf(local)
    return Math.floor((year * 12 + month - 1) / months)
  }
  // The epoch was a Thursday, the fourth day of the ISO week.
  if (unit === 'week') return Math.floor((daysSinceEpoch(local) + 4 - firstWeekday) / 7)
  return Math.floor(local / (fixedLengths[unit] ?? 1))
}

/** 1 for Monday to 7 for Sunday, which is the default. */
function weekStart(evaluate: Evaluate | undefined, env: Env): number {
  const name = evaluate ? evaluate(env) : 'sunday'
  const text = String(name).toLowerCase()
  const index = weekdays.findIndex((day) => day === text || day.slice(0, 3) === text)
  if (index >= 0) return index + 1
  throw new ServerError(
    'FailedToParse',
    `parameter 'startOfWeek' value cannot be recognized as a day of a week: ${describe(name)}`,
  )
}

const dateTrunc: SpecialOperator = (operand, scope, compile) => {
  const args = namedArguments(operand, {
    name: '$dateTrunc',
    known: ['date', 'unit', 'binSize', 'timezone', 'startOfWeek'],
    needed: ['date', 'unit'],
  })
  const optional = (key: string) => (key in args ? compile(args[key], scope) : undefined)
  const [date, unit, binSize] = [optional('date'), optional('unit'), optional('binSize')]
  const [timezone, startOfWeek] = [optional('timezone'), optional('startOfWeek')]
  return (env) => {
    const instant = instantOfValue(date?.(env))
    const zone = zoneArgument(timezone, env)
    const name = unit?.(env)
    const size = binSize ? binSize(env) : 1
    if (instant === undefined || !zone || isNullish(name) || isNullish(size)) return null
    const bin = wholeAmount('$dateTrunc', 'binSize', size)
    if (bin <= 0)
      throw new ServerError('Location5439018', `$dateTrunc requires 'binSize' to be greater than 0, but got ${bin}`)
    const rules = { unit: unitOf('$dateTrunc', name), bin, firstWeekday: weekStart(startOfWeek, env) }
    return new Date(instantOf(truncated(instant + zone(instant), rules), zone))
  }
}

const reference = utc([2000])

/** The beginning of the bin of a local time; bins are counted from the year 2000. */
function truncated(
  local: number,
  { unit, bin, firstWeekday }: { unit: string; bin: number; firstWeekday: number },
): number {
  const months = monthsIn[unit]
  if (months !== undefined) {
    const { year, month } = partsOf(local)
    const size = months * bin
    const at = Math.floor(((year - 2000) * 12 + month - 1) / size) * size
    return utc([2000 + Math.floor(at / 12), ((at % 12) + 12) % 12, 1])
  }
  const start = unit === 'week' ? reference + ((firstWeekday - isoDayOfWeek(reference) + 7) % 7) * dayLength : reference
  const size = (fixedLengths[unit] ?? 1) * bin
  return start + Math.floor((local - start) / size) * size
}

export const dateUnitOperators: Operators<SpecialOperator> = {
  $dateAdd: adding('$dateAdd', 1),
  $dateSubtract: adding('$dateSubtract', -1),
  $dateDiff: dateDiff,
  $dateTrunc: dateTrunc,
}
