import { doubleOf } from '../arithmetic.ts'
import { double } from '../values.ts'
import { inDoubles, numeric } from './arithmetic.ts'
import { type Operators, type PlainOperator, isNullish, operator } from './scope.ts'

const inRadians: Record<string, (value: number) => number> = {
  sin: (value) => Math.sin(value),
  cos: (value) => Math.cos(value),
  tan: (value) => Math.tan(value),
  asin: (value) => Math.asin(value),
  acos: (value) => Math.acos(value),
  atan: (value) => Math.atan(value),
  sinh: (value) => Math.sinh(value),
  cosh: (value) => Math.cosh(value),
  tanh: (value) => Math.tanh(value),
  asinh: (value) => Math.asinh(value),
  acosh: (value) => Math.acosh(value),
  atanh: (value) => Math.atanh(value),
}

export const trigonometryOperators: Operators<PlainOperator> = {
  ...Object.fromEntries(
    Object.entries(inRadians).map(([name, compute]) => [`$${name}`, numeric(`$${name}`, inDoubles(compute))] as const),
  ),
  ...Object.fromEntries(
    Object.entries(inRadians).map(([name, compute]) => [`$${name}`, numeric(`$${name}`, inDoubles(compute))] as const),
  ),
  $atan2: operator(2, 2, ([y, x]) =>
    isNullish(y) || isNullish(x) ? null : double(Math.atan2(doubleOf(y), doubleOf(x))),
  ),
  $degreesToRadians: numeric(
    '$degreesToRadians',
    inDoubles((degrees) => (degrees * Math.PI) / 180),
  ),
  $radiansToDegrees: numeric(
    '$radiansToDegrees',
    inDoubles((radians) => (radians * 180) / Math.PI),
  ),
}
