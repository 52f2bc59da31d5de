import { ServerError } from '../../errors.ts'
import { compareValues } from '../compare.ts'
import { typeName } from '../types.ts'
import { type Document, fieldKey, fieldName, isDocument, isNumeric, toNumber } from '../values.ts'
import { type Operators, type PlainOperator, isNullish, operator } from './scope.ts'

/** A whole number argument; throws with the operator's own error otherwise. */
function wholeArgument(value: unknown, error: () => ServerError): number {
  const number = isNumeric(value) ? toNumber(value) : undefined
  if (number === undefined || !Number.isInteger(number)) throw error()
  return number
}

function fail(code: number, message: string): ServerError {
  return new ServerError(`Location${code}`, message)
}

function arrayElemAt([array, at]: unknown[]): unknown {
  if (isNullish(array) || isNullish(at)) return null
  if (!Array.isArray(array)) {
    throw fail(28689, `$arrayElemAt's first argument must be an array, but is ${typeName(array)}`)
  }
  if (!isNumeric(at))
    throw fail(28690, `$arrayElemAt's second argument must be a numeric value, but is ${typeName(at)}`)
  const index = wholeArgument(at, () =>
    fail(28691, `$arrayElemAt's second argument must be representable as a 32-bit integer: ${String(at)}`),
  )
  return array[index < 0 ? array.length + index : index]
}

function end(name: string, at: number): PlainOperator {
  return operator(1, 1, ([array]) => {
    if (isNullish(array)) return null
    if (!Array.isArray(array)) throw fail(28689, `${name}'s argument must be an array, but is ${typeName(array)}`)
    return array.at(at) as unknown
  })
}

function concatArrays(args: unknown[]): unknown {
  if (args.some(isNullish)) return null
  return args.flatMap((array) => {
    if (!Array.isArray(array)) throw fail(28664, `$concatArrays only supports arrays, not ${typeName(array)}`)
    return array as unknown[]
  })
}

function slice([array, second, third]: unknown[], count: number): unknown {
  if (isNullish(array) || isNullish(second) || (count === 3 && isNullish(third))) return null
  if (!Array.isArray(array))
    throw fail(28724, `First argument to $slice must be an array, but is of type: ${typeName(array)}`)
  if (!isNumeric(second)) {
    throw fail(28725, `Second argument to $slice must be a numeric value, but is of type: ${typeName(second)}`)
  }
  const from = wholeArgument(second, () =>
    fail(28726, `Second argument to $slice can't be represented as a 32-bit integer: ${String(toNumber(second))}`),
  )
  if (count === 2) return from < 0 ? array.slice(from) : array.slice(0, from)
  if (!isNumeric(third)) {
    throw fail(28727, `Third argument to $slice must be numeric, but is of type: ${typeName(third)}`)
  }
  const length = wholeArgument(third, () =>
    fail(28728, `Third argument to $slice can't be represented as a 32-bit integer: ${String(toNumber(third))}`),
  )
  if (length <= 0) throw fail(28729, `Third argument to $slice must be positive: ${length}`)
  const start = from < 0 ? Math.max(0, array.length + from) : from
  return array.slice(start, start + length)
}

function range([start, stop, step = 1]: unknown[]): unknown {
  const numbers = [start, stop, step].map((value, index) => {
    const [role, code] = (
      [
        ['starting', 34443],
        ['ending', 34445],
        ['step', 34447],
      ] as const
    )[index] ?? ['', 0]
    if (!isNumeric(value))
      throw fail(code, `$range requires a numeric ${role} value, found value of type: ${typeName(value)}`)
    return wholeArgument(value, () =>
      fail(
        code + 1,
        `$range requires a ${role} value that can be represented as a 32-bit integer, found value: ${String(toNumber(value))}`,
      ),
    )
  })
  const [from = 0, to = 0, by = 1] = numbers
  if (by === 0) throw fail(34449, '$range requires a non-zero step value')
  const length = Math.max(0, Math.ceil((to - from) / by))
  if (length > 5_000_000) throw new ServerError('ExceededMemoryLimit', '$range would use too much memory')
  return Array.from({ length }, (_, index) => from + index * by)
}

function indexOfArray([array, wanted, from, to]: unknown[], collation: Parameters<typeof compareValues>[2]): unknown {
  if (isNullish(array)) return null
  if (!Array.isArray(array)) {
    throw fail(40090, `$indexOfArray requires an array as a first argument, found: ${typeName(array)}`)
  }
  const start = boundary(from, 'starting', 0)
  const stop = Math.min(boundary(to, 'ending', array.length), array.length)
  for (let i = start; i < stop; i++) if (compareValues(array[i], wanted, collation) === 0) return i
  return -1
}

function boundary(value: unknown, role: string, otherwise: number): number {
  if (value === undefined) return otherwise
  const at = wholeArgument(value, () =>
    fail(40096, `$indexOfArray requires an integral ${role} index, found a value of type: ${typeName(value)}`),
  )
  if (at < 0) throw fail(40097, `$indexOfArray requires a nonnegative ${role} index, found: ${at}`)
  return at
}

function objectToArray([object]: unknown[]): unknown {
  if (isNullish(object)) return null
  if (!isDocument(object)) throw fail(40390, `$objectToArray requires a document input, found: ${typeName(object)}`)
  return Object.entries(object).map(([key, v]) => ({ k: fieldName(key), v }))
}

function arrayToObject([array]: unknown[]): unknown {
  if (isNullish(array)) return null
  if (!Array.isArray(array)) throw fail(40386, `$arrayToObject requires an array input, found: ${typeName(array)}`)
  const result: Document = {}
  const isPairs = Array.isArray(array[0])
  for (const entry of array as unknown[]) {
    const [name, value] = isPairs ? pair(entry) : keyAndValue(entry)
    result[fieldKey(name)] = value
  }
  return result
}

function pair(entry: unknown): [string, unknown] {
  if (!Array.isArray(entry)) {
    throw fail(
      40396,
      `$arrayToObject requires a consistent input format. Elements must all be arrays or all be objects. Array was detected, now found: ${typeName(entry)}`,
    )
  }
  if (entry.length !== 2)
    throw fail(40397, `$arrayToObject requires an array of size 2 arrays,found array of size: ${entry.length}`)
  const [name, value] = entry as [unknown, unknown]
  if (typeof name !== 'string') {
    throw fail(
      40395,
      `$arrayToObject requires an array of key-value pairs, where the key must be of type string. Found key type: ${typeName(name)}`,
    )
  }
  return [name, value]
}

function keyAndValue(entry: unknown): [string, unknown] {
  if (!isDocument(entry)) {
    throw fail(40398, `Unrecognised input type format for $arrayToObject: ${typeName(entry)}`)
  }
  if (Object.keys(entry).length !== 2) {
    throw fail(
      40392,
      `$arrayToObject requires an object keys of 'k' and 'v'. Found incorrect number of keys:${Object.keys(entry).length}`,
    )
  }
  if (!('k' in entry) || !('v' in entry)) {
    throw fail(
      40393,
      "$arrayToObject requires an object with keys 'k' and 'v'. Missing either or both keys from: " +
        JSON.stringify(entry),
    )
  }
  const { k, v } = entry
  if (typeof k !== 'string') {
    throw fail(
      40394,
      `$arrayToObject requires an object with keys 'k' and 'v', where the value of 'k' must be of type string. Found type: ${typeName(k)}`,
    )
  }
  return [k, v]
}

function isIn([wanted, array]: unknown[], collation: Parameters<typeof compareValues>[2]): boolean {
  if (!Array.isArray(array)) throw fail(40081, `$in requires an array as a second argument, found: ${typeName(array)}`)
  return array.some((value) => compareValues(value, wanted, collation) === 0)
}

export const arrayOperators: Operators<PlainOperator> = {
  $arrayElemAt: operator(2, 2, arrayElemAt),
  $first: end('$first', 0),
  $last: end('$last', -1),
  $concatArrays: operator(0, Infinity, concatArrays),
  $slice: operator(2, 3, (args) => slice(args, args.length)),
  $range: operator(2, 3, range),
  $size: operator(1, 1, ([array]) => {
    if (Array.isArray(array)) return array.length
    throw fail(17124, `The argument to $size must be an array, but was of type: ${typeName(array)}`)
  }),
  $in: operator(2, 2, (args, { collation }) => isIn(args, collation)),
  $indexOfArray: operator(2, 4, (args, { collation }) => indexOfArray(args, collation)),
  $isArray: operator(1, 1, ([value]) => Array.isArray(value)),
  $reverseArray: operator(1, 1, ([array]) => {
    if (isNullish(array)) return null
    if (!Array.isArray(array))
      throw fail(34435, `The argument to $reverseArray must be an array, but was of type: ${typeName(array)}`)
    return [...(array as unknown[])].reverse()
  }),
  $objectToArray: operator(1, 1, objectToArray),
  $arrayToObject: operator(1, 1, arrayToObject),
}
