import { countArgument, percentiles, type Accumulator } from '../expressions/accumulators.ts'
import { type Expression, compileExpression } from '../expressions/compile.ts'
import { isNullish, namedArguments } from '../expressions/scope.ts'
import { compareValues } from '../compare.ts'
import { compareSortValues, sortValues } from '../sort.ts'
import { type Document, isDocument, toNumber } from '../values.ts'
import { type PipelineContext, fail } from './types.ts'

interface Choosing {
  readonly input: Expression
  readonly make: () => Accumulator
}

type Compile = (operand: unknown, context: PipelineContext) => Choosing

/** Keeps all values and chooses at the end. */
class Chooser implements Accumulator {
  private readonly values: unknown[] = []
  private readonly choose: (values: unknown[]) => unknown

  constructor(choose: (values: unknown[]) => unknown) {
    this.choose = choose
  }

  add(value: unknown): void {
    this.values.push(value)
  }

  result(): unknown {
    return this.choose(this.values)
  }
}

function counted(name: string, choose: (values: unknown[], n: number, context: PipelineContext) => unknown): Compile {
  return (operand, context) => {
    const args = namedArguments(operand, { name, known: ['n', 'input'], needed: ['n', 'input'] })
    const n = countArgument(name, compileExpression(args['n'], context)({}))
    const input = compileExpression(args['input'], context)
    return { input, make: () => new Chooser((values) => choose(values, n, context)) }
  }
}

function sorted(values: unknown[], direction: 1 | -1, { collation }: PipelineContext): unknown[] {
  return values.filter((value) => !isNullish(value)).sort((a, b) => direction * compareValues(a, b, collation))
}

/** `$top` and the like: the outputs of the documents that come first (or last) in an order of their own. */
function ordered(name: string, { isMany, isBottom }: { isMany: boolean; isBottom: boolean }): Compile {
  const needed = isMany ? ['n', 'sortBy', 'output'] : ['sortBy', 'output']
  return (operand, context) => {
    const args = namedArguments(operand, { name, known: needed, needed })
    const { sortBy } = args
    if (!isDocument(sortBy))
      throw fail(5788604, `expected 'sortBy' to already be an object in the arguments to ${name}`)
    const n = isMany ? countArgument(name, compileExpression(args['n'], context)({})) : 1
    const output = compileExpression(args['output'], context)
    const valuesOf = sortValues(sortBy, context.collation)
    const compare = compareSortValues(sortBy, context.collation)
    const choose = (entries: unknown[]): unknown => {
      const all = (entries as Ranked[]).sort((a, b) => compare(a.values, b.values))
      const chosen = (isBottom ? all.slice(-n) : all.slice(0, n)).map((entry) => entry.output)
      return isMany ? chosen : (chosen[0] ?? null)
    }
    const input: Expression = (doc) => ({ values: valuesOf(doc), output: output(doc) ?? null }) satisfies Ranked
    return { input, make: () => new Chooser(choose) }
  }
}

interface Ranked {
  values: unknown[]
  output: unknown
}

function percentile(operand: unknown, context: PipelineContext): Choosing {
  const args = namedArguments(operand, {
    name: '$percentile',
    known: ['input', 'p', 'method'],
    needed: ['input', 'p', 'method'],
  })
  const p = compileExpression(args['p'], context)({})
  if (!Array.isArray(p))
    throw fail(7750300, "The $percentile 'p' field must be an array of numbers from the [0.0, 1.0] range")
  const shares = p.map((share: unknown) => toNumber(share) ?? NaN)
  return {
    input: compileExpression(args['input'], context),
    make: () => new Chooser((values) => percentiles(values, shares)),
  }
}

function median(operand: unknown, context: PipelineContext): Choosing {
  const args: Document = namedArguments(operand, {
    name: '$median',
    known: ['input', 'method'],
    needed: ['input', 'method'],
  })
  return {
    input: compileExpression(args['input'], context),
    make: () => new Chooser((values) => percentiles(values, [0.5])[0]),
  }
}

/** Accumulators with named arguments, which choose among the values of a group. */
export const choosingAccumulators: Partial<Record<string, Compile>> = {
  $firstN: counted('$firstN', (values, n) => values.slice(0, n).map((value) => value ?? null)),
  $lastN: counted('$lastN', (values, n) => values.slice(-n).map((value) => value ?? null)),
  $minN: counted('$minN', (values, n, context) => sorted(values, 1, context).slice(0, n)),
  $maxN: counted('$maxN', (values, n, context) => sorted(values, -1, context).slice(0, n)),
  $top: ordered('$top', { isMany: false, isBottom: false }),
  $topN: ordered('$topN', { isMany: true, isBottom: false }),
  $bottom: ordered('$bottom', { isMany: false, isBottom: true }),
  $bottomN: ordered('$bottomN', { isMany: true, isBottom: true }),
  $percentile: percentile,
  $median: median,
}
