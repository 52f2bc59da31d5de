import { ServerError } from '../../errors.ts'
import { compareValues } from '../compare.ts'
import { compileSort } from '../sort.ts'
import { isTruthy, typeName } from '../types.ts'
import { isDocument, isNumeric, toNumber } from '../values.ts'
import { checkVariableName } from './comparison.ts'
import { type Operators, type SpecialOperator, isNullish, namedArguments } from './scope.ts'

function fail(code: number, message: string): ServerError {
  return new ServerError(`Location${code}`, message)
}

function variableName(value: unknown): string {
  if (value === undefined) return 'this'
  const name = typeof value === 'string' ? value : ''
  checkVariableName(name)
  return name
}

const map: SpecialOperator = (operand, scope, compile) => {
  const args = namedArguments(operand, { name: '$map', known: ['input', 'as', 'in'], needed: ['input', 'in'] })
  const input = compile(args['input'], scope)
  const { scope: inner, slots } = scope.with([variableName(args['as'])])
  const body = compile(args['in'], inner)
  const slot = slots[0] ?? 0
  return (env) => {
    const array = input(env)
    if (isNullish(array)) return null
    if (!Array.isArray(array)) throw fail(16883, `input to $map must be an array not ${typeName(array)}`)
    return array.map((element: unknown) => {
      env.slots[slot] = element
      return body(env) ?? null
    })
  }
}

const filter: SpecialOperator = (operand, scope, compile) => {
  const args = namedArguments(operand, {
    name: '$filter',
    known: ['input', 'as', 'cond', 'limit'],
    needed: ['input', 'cond'],
  })
  const input = compile(args['input'], scope)
  const limit = args['limit'] === undefined ? undefined : compile(args['limit'], scope)
  const { scope: inner, slots } = scope.with([variableName(args['as'])])
  const condition = compile(args['cond'], inner)
  const slot = slots[0] ?? 0
  return (env) => {
    const array = input(env)
    if (isNullish(array)) return null
    if (!Array.isArray(array)) throw fail(28651, `input to $filter must be an array not ${typeName(array)}`)
    const most = limitOf(limit?.(env))
    const kept: unknown[] = []
    for (const element of array as unknown[]) {
      if (kept.length >= most) break
      env.slots[slot] = element
      if (isTruthy(condition(env))) kept.push(element)
    }
    return kept
  }
}

function limitOf(value: unknown): number {
  if (isNullish(value)) return Infinity
  const limit = isNumeric(value) ? toNumber(value) : undefined
  if (limit === undefined || !Number.isInteger(limit)) {
    throw fail(327391, `$filter: limit must be represented as a 32-bit integral value: ${String(value)}`)
  }
  if (limit <= 0) throw fail(327392, `$filter: limit must be greater than 0: ${limit}`)
  return limit
}

const reduce: SpecialOperator = (operand, scope, compile) => {
  const args = namedArguments(operand, {
    name: '$reduce',
    known: ['input', 'initialValue', 'in'],
    needed: ['input', 'initialValue', 'in'],
  })
  const input = compile(args['input'], scope)
  const initial = compile(args['initialValue'], scope)
  const { scope: inner, slots } = scope.with(['this', 'value'])
  const body = compile(args['in'], inner)
  const [thisSlot = 0, valueSlot = 0] = slots
  return (env) => {
    const array = input(env)
    if (isNullish(array)) return null
    if (!Array.isArray(array)) throw fail(40080, `$reduce requires that 'input' be an array, found: ${String(array)}`)
    let value = initial(env)
    for (const element of array as unknown[]) {
      env.slots[thisSlot] = element
      env.slots[valueSlot] = value
      value = body(env)
    }
    return value
  }
}

const sortArray: SpecialOperator = (operand, scope, compile) => {
  const args = namedArguments(operand, {
    name: '$sortArray',
    known: ['input', 'sortBy'],
    needed: ['input', 'sortBy'],
  })
  const input = compile(args['input'], scope)
  const order = elementOrder(args['sortBy'], scope.collation)
  return (env) => {
    const array = input(env)
    if (isNullish(array)) return null
    if (!Array.isArray(array)) {
      throw fail(2942504, `The input argument to $sortArray must be an array, but was of type: ${typeName(array)}`)
    }
    return [...(array as unknown[])].sort(order)
  }
}

function elementOrder(
  sortBy: unknown,
  collation: Parameters<typeof compareValues>[2],
): (a: unknown, b: unknown) => number {
  if (isDocument(sortBy)) {
    const compare = compileSort(sortBy, collation)
    return (a, b) => compare(isDocument(a) ? a : {}, isDocument(b) ? b : {})
  }
  const direction = isNumeric(sortBy) ? toNumber(sortBy) : undefined
  if (direction !== 1 && direction !== -1) {
    throw fail(2942507, '$sort key ordering must be 1 (for ascending) or -1 (for descending)')
  }
  return (a, b) => direction * compareValues(a, b, collation)
}

const zip: SpecialOperator = (operand, scope, compile) => {
  const args = namedArguments(operand, {
    name: '$zip',
    known: ['inputs', 'defaults', 'useLongestLength'],
    needed: ['inputs'],
  })
  if (!Array.isArray(args['inputs']))
    throw fail(34461, `inputs must be an array of expressions, found ${typeName(args['inputs'])}`)
  const inputs = (args['inputs'] as unknown[]).map((input) => compile(input, scope))
  if (inputs.length === 0) throw fail(34465, '$zip requires at least one input array')
  const longest = args['useLongestLength'] === true
  if (args['defaults'] !== undefined && !longest) {
    throw fail(34466, 'cannot specify defaults unless useLongestLength is true')
  }
  const defaults = ((args['defaults'] as unknown[] | undefined) ?? []).map((value) => compile(value, scope))
  return (env) => {
    const arrays = inputs.map((input) => input(env))
    if (arrays.some(isNullish)) return null
    const lengths = arrays.map((array) => {
      if (Array.isArray(array)) return array.length
      throw fail(34468, `$zip found a non-array expression in input: ${String(array)}`)
    })
    const length = longest ? Math.max(...lengths) : Math.min(...lengths)
    return Array.from({ length }, (_, at) =>
      arrays.map((array, which) =>
        at < (lengths[which] ?? 0) ? (array as unknown[])[at] : (defaults[which]?.(env) ?? null),
      ),
    )
  }
}

export const lambdaOperators: Operators<SpecialOperator> = {
  $map: map,
  $filter: filter,
  $reduce: reduce,
  $sortArray: sortArray,
  $zip: zip,
}
