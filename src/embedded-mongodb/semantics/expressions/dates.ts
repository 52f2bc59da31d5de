import { ServerError } from '../../errors.ts'
import { describe } from '../describe.ts'
import { typeName } from '../types.ts'
import { ObjectId, Timestamp, isDocument, isNumeric, toNumber } from '../values.ts'
import { formatDate, parseDate, parseIsoDate } from './date-format.ts'
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
import { type Env, type Evaluate, type Operators, type SpecialOperator, isNullish, namedArguments } from './scope.ts'
import { type Zone, instantOf, utc, zoneOf } from './timezone.ts'

/** The instant of a date, timestamp or ObjectId; undefined for null and missing. */
export function instantOfValue(value: unknown): number | undefined {
  if (isNullish(value)) return undefined
  if (value instanceof Date) return value.getTime()
  if (value instanceof Timestamp) return value.t * 1000
  if (value instanceof ObjectId) return value.getTimestamp().getTime()
  throw new ServerError('Location16006', `can't convert from BSON type ${typeName(value)} to Date`)
}

/** The zone that an argument names; undefined when it is null, which makes the operator's result null. */
export function zoneArgument(evaluate: Evaluate | undefined, env: Env): Zone | undefined {
  if (!evaluate) return () => 0
  const name = evaluate(env)
  if (isNullish(name)) return undefined
  if (typeof name === 'string') return zoneOf(name)
  throw new ServerError('Location40533', `timezone must evaluate to a string, found ${typeName(name)}`)
}

/** An operator that reads one part of a date: `{$year: date}` or `{$year: {date, timezone}}`. */
function part(name: string, read: (local: number) => unknown): SpecialOperator {
  return (operand, scope, compile) => {
    const isNamed = isDocument(operand) && !Object.keys(operand)[0]?.startsWith('$')
    const args = isNamed
      ? namedArguments(operand, { name, known: ['date', 'timezone'], needed: ['date'] })
      : { date: single(name, operand) }
    const date = compile(args['date'], scope)
    const timezone = 'timezone' in args ? compile(args['timezone'], scope) : undefined
    return (env) => {
      const instant = instantOfValue(date(env))
      const zone = zoneArgument(timezone, env)
      return instant === undefined || !zone ? null : read(instant + zone(instant))
    }
  }
}

function single(name: string, operand: unknown): unknown {
  if (!Array.isArray(operand)) return operand
  if (operand.length === 1) return operand[0] as unknown
  throw new ServerError(
    'Location40536',
    `${name} accepts exactly one argument if given an array, but was given ${operand.length}`,
  )
}

const dateToString: SpecialOperator = (operand, scope, compile) => {
  const args = namedArguments(operand, {
    name: '$dateToString',
    known: ['date', 'format', 'timezone', 'onNull'],
    needed: ['date'],
  })
  const date = compile(args['date'], scope)
  const format = 'format' in args ? compile(args['format'], scope) : undefined
  const timezone = 'timezone' in args ? compile(args['timezone'], scope) : undefined
  const onNull = 'onNull' in args ? compile(args['onNull'], scope) : () => null
  return (env) => {
    const instant = instantOfValue(date(env))
    if (instant === undefined) return onNull(env)
    const zone = zoneArgument(timezone, env)
    if (!zone) return null
    const ahead = zone(instant)
    const pattern = format ? format(env) : `%Y-%m-%dT%H:%M:%S.%L${ahead === 0 ? 'Z' : ''}`
    if (isNullish(pattern)) return null
    if (typeof pattern !== 'string') {
      throw new ServerError(
        'Location18533',
        `$dateToString requires that 'format' be a string, found: ${typeName(pattern)} with value ${describe(pattern)}`,
      )
    }
    return formatDate(instant, ahead, pattern)
  }
}

const dateFromString: SpecialOperator = (operand, scope, compile) => {
  const known = ['dateString', 'format', 'timezone', 'onError', 'onNull'] as const
  const args = namedArguments(operand, { name: '$dateFromString', known, needed: ['dateString'] })
  const optional = (key: string) => (key in args ? compile(args[key], scope) : undefined)
  const [text, format, timezone, onError, onNull] = known.map(optional)
  return (env) => {
    const value = text?.(env)
    if (isNullish(value)) return onNull ? onNull(env) : null
    const zone = zoneArgument(timezone, env)
    const pattern = format?.(env)
    if (!zone || (format && isNullish(pattern))) return null
    try {
      return parsedDate(value, { pattern, zone, hasZone: timezone !== undefined })
    } catch (error) {
      if (onError && error instanceof ServerError && error.codeName === 'ConversionFailure') return onError(env)
      throw error
    }
  }
}

interface ParseRules {
  pattern: unknown
  zone: Zone
  hasZone: boolean
}

function parsedDate(value: unknown, { pattern, zone, hasZone }: ParseRules): Date {
  if (typeof value !== 'string') {
    throw new ServerError(
      'ConversionFailure',
      `$dateFromString requires that 'dateString' be a string, found: ${typeName(value)} with value ${describe(value)}`,
    )
  }
  const parsed = typeof pattern === 'string' ? parseDate(value, pattern) : parseIsoDate(value)
  if (!parsed) throw new ServerError('ConversionFailure', `Error parsing date string '${value}'`)
  if (parsed.ahead !== undefined && hasZone) {
    throw new ServerError(
      'ConversionFailure',
      `you cannot pass in a date/time string with time zone information ('${value}') together with a timezone argument`,
    )
  }
  return new Date(parsed.ahead === undefined ? instantOf(parsed.local, zone) : parsed.local - parsed.ahead)
}

const dateToParts: SpecialOperator = (operand, scope, compile) => {
  const args = namedArguments(operand, {
    name: '$dateToParts',
    known: ['date', 'timezone', 'iso8601'],
    needed: ['date'],
  })
  const date = compile(args['date'], scope)
  const timezone = 'timezone' in args ? compile(args['timezone'], scope) : undefined
  return (env) => {
    const instant = instantOfValue(date(env))
    const zone = zoneArgument(timezone, env)
    if (instant === undefined || !zone) return null
    const local = instant + zone(instant)
    const { year, month, day, ...time } = partsOf(local)
    if (args['iso8601'] !== true) return { year, month, day, ...time }
    return { isoWeekYear: isoWeekYear(local), isoWeek: isoWeek(local), isoDayOfWeek: isoDayOfWeek(local), ...time }
  }
}

const partNames = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'] as const
const isoPartNames = ['isoWeekYear', 'isoWeek', 'isoDayOfWeek'] as const

const dateFromParts: SpecialOperator = (operand, scope, compile) => {
  const args = namedArguments(operand, {
    name: '$dateFromParts',
    known: [...partNames, ...isoPartNames, 'timezone'],
    needed: [],
  })
  if (!('year' in args) && !('isoWeekYear' in args)) {
    throw new ServerError('Location40516', "$dateFromParts requires either 'year' or 'isoWeekYear' to be present")
  }
  const parts = new Map(
    [...partNames, ...isoPartNames].flatMap((name) =>
      name in args ? [[name, compile(args[name], scope)] as const] : [],
    ),
  )
  const timezone = 'timezone' in args ? compile(args['timezone'], scope) : undefined
  return (env) => {
    const values = new Map([...parts].map(([name, evaluate]) => [name, partValue(name, evaluate(env))]))
    const zone = zoneArgument(timezone, env)
    if (!zone || [...values.values()].includes(null)) return null
    const number = (name: string, otherwise: number) => values.get(name as 'year') ?? otherwise
    const time = [number('hour', 0), number('minute', 0), number('second', 0), number('millisecond', 0)]
    const day = values.has('isoWeekYear')
      ? fromIsoWeek({ year: number('isoWeekYear', 1970), week: number('isoWeek', 1), day: number('isoDayOfWeek', 1) })
      : utc([number('year', 1970), number('month', 1) - 1, number('day', 1)])
    return new Date(instantOf(day + utc([1970, 0, 1, ...time]), zone))
  }
}

function partValue(name: string, value: unknown): number | null {
  if (isNullish(value)) return null
  const number = isNumeric(value) ? toNumber(value) : undefined
  if (number !== undefined && Number.isInteger(number)) return number
  throw new ServerError(
    'Location40515',
    `'${name}' must evaluate to an integer, found ${typeName(value)} with value ${describe(value)}`,
  )
}

export const dateOperators: Operators<SpecialOperator> = {
  $year: part('$year', (local) => partsOf(local).year),
  $month: part('$month', (local) => partsOf(local).month),
  $dayOfMonth: part('$dayOfMonth', (local) => partsOf(local).day),
  $hour: part('$hour', (local) => partsOf(local).hour),
  $minute: part('$minute', (local) => partsOf(local).minute),
  $second: part('$second', (local) => partsOf(local).second),
  $millisecond: part('$millisecond', (local) => partsOf(local).millisecond),
  $dayOfYear: part('$dayOfYear', dayOfYear),
  $dayOfWeek: part('$dayOfWeek', dayOfWeek),
  $week: part('$week', weekOfYear),
  $isoDayOfWeek: part('$isoDayOfWeek', isoDayOfWeek),
  $isoWeek: part('$isoWeek', isoWeek),
  $isoWeekYear: part('$isoWeekYear', (local) => BigInt(isoWeekYear(local))),
  $dateToString: dateToString,
  $dateFromString: dateFromString,
  $dateToParts: dateToParts,
  $dateFromParts: dateFromParts,
}
