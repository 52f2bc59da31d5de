import { ServerError } from '../../errors.ts'
import { add, decimalFrom, divideDecimals, doubleOf, numberKind } from '../arithmetic.ts'
import type { Collation } from '../collation.ts'
import { compareValues } from '../compare.ts'
import { toDecimal128 } from '../decimal.ts'
import { typeName } from '../types.ts'
import { double, isNumeric, toNumber } from '../values.ts'
import { mergeObjects } from './objects.ts'
import { isNullish } from './scope.ts'
import { ValueSet } from './sets.ts'

/** Collects the values of one group. */
export interface Accumulator {
  add(value: unknown): void
  result(): unknown
}

export type MakeAccumulator = (collation: Collation | undefined) => Accumulator

/** Accumulators whose operand is one expression. */
export const accumulators: Partial<Record<string, MakeAccumulator>> = {
  $sum: () => new Sum(),
  $avg: () => new Average(),
  $min: (collation) => new Extreme((order) => order < 0, collation),
  $max: (collation) => new Extreme((order) => order > 0, collation),
  $first: () => new First(),
  $last: () => new Last(),
  $push: () => new Push(),
  $addToSet: (collation) => new AddToSet(collation),
  $mergeObjects: () => new Merge(),
  $stdDevPop: () => new Deviation(0),
  $stdDevSamp: () => new Deviation(1),
}

/** Sums doubles with Neumaier's correction, so that the order of the values hardly matters. */
class Sum implements Accumulator {
  private exact: unknown = 0
  private doubles = 0
  private correction = 0
  private hasDouble = false

  add(value: unknown): void {
    if (!isNumeric(value)) return
    if (numberKind(value) === 'double') this.addDouble(doubleOf(value))
    else this.exact = add(this.exact, value) ?? this.overflowed(value)
  }

  private overflowed(value: unknown): unknown {
    this.addDouble(doubleOf(this.exact))
    this.addDouble(doubleOf(value))
    return 0
  }

  private addDouble(value: number): void {
    this.hasDouble = true
    const sum = this.doubles + value
    if (Number.isFinite(sum)) {
      this.correction +=
        Math.abs(this.doubles) >= Math.abs(value) ? this.doubles - sum + value : value - sum + this.doubles
    }
    this.doubles = sum
  }

  result(): unknown {
    if (!this.hasDouble) return this.exact
    const total = Number.isFinite(this.doubles) ? this.doubles + this.correction : this.doubles
    return add(this.exact, double(total))
  }
}

class Average implements Accumulator {
  private readonly sum = new Sum()
  private count = 0

  add(value: unknown): void {
    if (!isNumeric(value)) return
    this.sum.add(value)
    this.count++
  }

  result(): unknown {
    if (this.count === 0) return null
    const sum = this.sum.result()
    if (numberKind(sum) === 'decimal') return toDecimal128(divideDecimals(decimalFrom(sum), decimalFrom(this.count)))
    return double(doubleOf(sum) / this.count)
  }
}

class Extreme implements Accumulator {
  private best: unknown = null
  private readonly wins: (order: number) => boolean
  private readonly collation: Collation | undefined

  constructor(wins: (order: number) => boolean, collation: Collation | undefined) {
    this.wins = wins
    this.collation = collation
  }

  add(value: unknown): void {
    if (isNullish(value)) return
    if (this.best === null || this.wins(compareValues(value, this.best, this.collation))) this.best = value
  }

  result(): unknown {
    return this.best
  }
}

class First implements Accumulator {
  private value: unknown
  private isSet = false

  add(value: unknown): void {
    if (!this.isSet) this.value = value
    this.isSet = true
  }

  result(): unknown {
    return this.value ?? null
  }
}

class Last implements Accumulator {
  private value: unknown

  add(value: unknown): void {
    this.value = value
  }

  result(): unknown {
    return this.value ?? null
  }
}

class Push implements Accumulator {
  private readonly values: unknown[] = []

  add(value: unknown): void {
    if (value !== undefined) this.values.push(value)
  }

  result(): unknown {
    return this.values
  }
}

class AddToSet implements Accumulator {
  private readonly values: ValueSet

  constructor(collation: Collation | undefined) {
    this.values = new ValueSet([], collation)
  }

  add(value: unknown): void {
    if (value !== undefined) this.values.add(value)
  }

  result(): unknown {
    return this.values.toArray()
  }
}

class Merge implements Accumulator {
  private merged = {}

  add(value: unknown): void {
    this.merged = mergeObjects([this.merged, value])
  }

  result(): unknown {
    return this.merged
  }
}

/** Welford's method; one value fewer counts for a sample. */
class Deviation implements Accumulator {
  private count = 0
  private mean = 0
  private squares = 0
  private readonly fewer: number

  constructor(fewer: number) {
    this.fewer = fewer
  }

  add(value: unknown): void {
    if (!isNumeric(value)) return
    const number = doubleOf(value)
    this.count++
    const distance = number - this.mean
    this.mean += distance / this.count
    this.squares += distance * (number - this.mean)
  }

  result(): unknown {
    const divisor = this.count - this.fewer
    return divisor <= 0 ? null : double(Math.sqrt(this.squares / divisor))
  }
}

/** The values at the percentages `p` of sorted numbers, each one that is there (MongoDB's exact answer of its approximation). */
export function percentiles(values: readonly unknown[], p: readonly number[]): unknown[] {
  const numbers = values
    .filter(isNumeric)
    .map(doubleOf)
    .sort((a, b) => a - b)
  return p.map((share) => {
    if (numbers.length === 0) return null
    const at = Math.max(0, Math.ceil(share * numbers.length) - 1)
    return double(numbers[at] ?? NaN)
  })
}

/** The `n` of operators such as `$firstN`. */
export function countArgument(name: string, value: unknown): number {
  const n = isNumeric(value) ? toNumber(value) : undefined
  if (n === undefined || !Number.isInteger(n)) {
    throw new ServerError('Location5787902', `Value for 'n' must be of integral type, but found ${typeName(value)}`)
  }
  if (n <= 0) throw new ServerError('Location5787908', `'n' must be greater than 0, found ${n} for ${name}`)
  return n
}
