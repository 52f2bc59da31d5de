import { ServerError } from '../../errors.ts'
import { compareValues } from '../compare.ts'
import { typeName } from '../types.ts'
import { toNumber } from '../values.ts'
import { accumulators, countArgument, percentiles } from './accumulators.ts'
import {
  type Operators,
  type PlainOperator,
  type SpecialOperator,
  isNullish,
  namedArguments,
  operator,
} from './scope.ts'

/** An accumulator used as an expression: over its arguments, or over the elements when the only one is an array. */
function reduction(name: string): PlainOperator {
  return operator(0, Infinity, (args, { collation }) => {
    const [only] = args
    const values: readonly unknown[] = args.length === 1 && Array.isArray(only) ? only : args
    const accumulator = accumulators[name]?.(collation)
    for (const value of values) accumulator?.add(value)
    return accumulator?.result() ?? null
  })
}

export const reductionOperators: Operators<PlainOperator> = Object.fromEntries(
  ['$sum', '$avg', '$min', '$max', '$stdDevPop', '$stdDevSamp'].map((name) => [name, reduction(name)]),
)

type Choose = (values: unknown[], n: number, compare: (a: unknown, b: unknown) => number) => unknown[]

function firstOf(name: string, choose: Choose): SpecialOperator {
  return (operand, scope, compile) => {
    const args = namedArguments(operand, { name, known: ['n', 'input'], needed: ['n', 'input'] })
    const n = compile(args['n'], scope)
    const input = compile(args['input'], scope)
    return (env) => {
      const values = input(env)
      if (!Array.isArray(values)) {
        throw new ServerError('Location5788200', `Input must be an array, but found ${typeName(values)}`)
      }
      const compare = (a: unknown, b: unknown) => compareValues(a, b, scope.collation)
      return choose(values, countArgument(name, n(env)), compare)
    }
  }
}

const percentile: SpecialOperator = (operand, scope, compile) => {
  const args = namedArguments(operand, {
    name: '$percentile',
    known: ['input', 'p', 'method'],
    needed: ['input', 'p', 'method'],
  })
  const input = compile(args['input'], scope)
  const p = compile(args['p'], scope)
  return (env) => {
    const shares = (p(env) as unknown[]).map((share) => toNumber(share) ?? NaN)
    const values = input(env)
    return percentiles(Array.isArray(values) ? values : [values], shares)
  }
}

const median: SpecialOperator = (operand, scope, compile) => {
  const args = namedArguments(operand, { name: '$median', known: ['input', 'method'], needed: ['input', 'method'] })
  const input = compile(args['input'], scope)
  return (env) => {
    const values = input(env)
    return percentiles(Array.isArray(values) ? values : [values], [0.5])[0]
  }
}

export const choosingOperators: Operators<SpecialOperator> = {
  $firstN: firstOf('$firstN', (values, n) => values.slice(0, n)),
  $lastN: firstOf('$lastN', (values, n) => values.slice(-n)),
  $minN: firstOf('$minN', (values, n, compare) => present(values).sort(compare).slice(0, n)),
  $maxN: firstOf('$maxN', (values, n, compare) =>
    present(values)
      .sort((a, b) => compare(b, a))
      .slice(0, n),
  ),
  $percentile: percentile,
  $median: median,
}

function present(values: readonly unknown[]): unknown[] {
  return values.filter((value) => !isNullish(value))
}
