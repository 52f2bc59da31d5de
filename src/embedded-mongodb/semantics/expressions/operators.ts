import { ServerError } from '../../errors.ts'
import { arithmeticOperators } from './arithmetic.ts'
import { arrayOperators } from './arrays.ts'
import { comparisonOperators, logicalOperators } from './comparison.ts'
import { conversionOperators, shortcutOperators } from './conversion.ts'
import { dateUnitOperators } from './date-units.ts'
import { dateOperators } from './dates.ts'
import { lambdaOperators } from './lambdas.ts'
import { fieldOperators, objectOperators } from './objects.ts'
import { choosingOperators, reductionOperators } from './reductions.ts'
import { regexOperators } from './regex.ts'
import type { PlainOperator, SpecialOperator } from './scope.ts'
import { setOperators } from './sets.ts'
import { stringOperators, trimOperators } from './strings.ts'
import { trigonometryOperators } from './trigonometry.ts'

export const plainOperators: Partial<Record<string, PlainOperator>> = {
  ...comparisonOperators,
  ...arithmeticOperators,
  ...trigonometryOperators,
  ...arrayOperators,
  ...objectOperators,
  ...setOperators,
  ...stringOperators,
  ...shortcutOperators,
  ...reductionOperators,
}

export const specialOperators: Partial<Record<string, SpecialOperator>> = {
  ...logicalOperators,
  ...lambdaOperators,
  ...fieldOperators,
  ...trimOperators,
  ...regexOperators,
  ...dateOperators,
  ...dateUnitOperators,
  ...conversionOperators,
  ...choosingOperators,
  $function: refusesJavaScript('$function'),
  $accumulator: refusesJavaScript('$accumulator'),
  $meta: () => {
    throw new ServerError('Location40218', 'query requires metadata that is not available')
  },
}

function refusesJavaScript(name: string): SpecialOperator {
  return () => {
    throw new ServerError('BadValue', `${name} not supported: server-side JavaScript is disabled`)
  }
}
