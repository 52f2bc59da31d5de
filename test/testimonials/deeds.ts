import fc from 'fast-check'
import { purposes, type Purpose } from '../../src/testimonials/testimonials.words.ts'

/** Something that happens to a testimonial. */
export type Deed =
  | { is: 'give'; purposes: readonly Purpose[] }
  | { is: 'publish'; inDays: number }
  | { is: 'wait'; days: number }
  | {
      is:
        | 'revise'
        | 'ask'
        | 'decline'
        | 'unpublish'
        | 'withdraw'
        | 'tend'
        | 'hide'
        | 'restore'
        | 'erase'
        | 'forge'
        | 'restart'
    }

const often = (['ask', 'revise', 'unpublish', 'tend', 'withdraw', 'hide', 'restore', 'restart'] as const).map((is) => ({
  weight: is === 'ask' ? 8 : 2,
  arbitrary: fc.constant<Deed>({ is }),
}))
const seldom = (['decline', 'erase', 'forge'] as const).map((is) => ({
  weight: 1,
  arbitrary: fc.constant<Deed>({ is }),
}))

const anything: fc.Arbitrary<Deed[]> = fc.array(
  fc.oneof(
    ...often,
    ...seldom,
    { weight: 4, arbitrary: fc.subarray([...purposes]).map((chosen): Deed => ({ is: 'give', purposes: chosen })) },
    { weight: 4, arbitrary: fc.constantFrom(0, 0, 3, 40).map((inDays): Deed => ({ is: 'publish', inDays })) },
    { weight: 4, arbitrary: fc.constantFrom(1, 8, 31).map((days): Deed => ({ is: 'wait', days })) },
  ),
  { minLength: 1, maxLength: 6 },
)

const usual: readonly Deed[] = [
  { is: 'ask' },
  { is: 'give', purposes: ['site', 'widget'] },
  { is: 'publish', inDays: 0 },
]

/** A life begins as usual, as far as it does, and then goes any way; some begin in the middle again after a change. */
export const lives: fc.Arbitrary<Deed[]> = fc
  .tuple(fc.integer({ min: 0, max: 3 }), anything, fc.boolean(), fc.integer({ min: 0, max: 2 }))
  .map(([begun, then, again, last]) => [
    ...usual.slice(0, begun),
    ...then,
    ...(again ? [{ is: 'revise' } as const, ...usual, ...then.slice(0, last)] : []),
  ])
