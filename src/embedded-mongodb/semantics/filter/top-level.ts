import { ServerError } from '../../errors.ts'
import { describe } from '../describe.ts'
import { compileExpression } from '../expressions/compile.ts'
import { isTruthy } from '../types.ts'
import { toNumber } from '../values.ts'
import type { FilterOptions } from './options.ts'
import type { DocumentTest } from './predicate.ts'

/** Conditions on a whole document besides the logical ones. */
export const topLevelOperators: Partial<
  Record<string, (operand: unknown, options: FilterOptions) => DocumentTest | undefined>
> = {
  $expr: (operand, options) => {
    const expression = compileExpression(operand, options)
    return { matches: (doc) => isTruthy(expression(doc)) }
  },
  $alwaysTrue: (operand) => constant(operand, { name: '$alwaysTrue', result: true }),
  $alwaysFalse: (operand) => constant(operand, { name: '$alwaysFalse', result: false }),
  $sampleRate: (operand) => {
    const rate = toNumber(operand)
    if (rate === undefined) throw new ServerError('BadValue', 'argument to $sampleRate must be a numeric type')
    if (!(rate >= 0 && rate <= 1))
      throw new ServerError('BadValue', 'numeric argument to $sampleRate must be in [0, 1]')
    return { matches: () => Math.random() < rate }
  },
}

function constant(operand: unknown, { name, result }: { name: string; result: boolean }): DocumentTest {
  if (toNumber(operand) !== 1) {
    throw new ServerError('FailedToParse', `${name} must be an integer value of 1, found: ${describe(operand)}`)
  }
  return { matches: () => result }
}

const noGeometry = 'unable to find index for $geoNear query'

/** What MongoDB does and this server doesn't, with the error that MongoDB gives when it can't either. */
export const refusedOperators: Partial<Record<string, ServerError>> = {
  $jsonSchema: new ServerError('NotImplemented', '$jsonSchema is not supported'),
  $where: new ServerError('BadValue', '$where not supported: server-side JavaScript is disabled'),
  $text: new ServerError('IndexNotFound', 'text index required for $text query'),
  $near: new ServerError('NoQueryExecutionPlans', noGeometry),
  $nearSphere: new ServerError('NoQueryExecutionPlans', noGeometry),
  $geoWithin: new ServerError('NotImplemented', '$geoWithin is not supported'),
  $geoIntersects: new ServerError('NotImplemented', '$geoIntersects is not supported'),
}
