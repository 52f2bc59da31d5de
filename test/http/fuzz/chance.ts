/** Chance that repeats itself: the same seed gives the same numbers, on every machine. */
export interface Chance {
  /** A whole number from 0 to `below` - 1. */
  number(below: number): number
  one<Thing>(of: readonly Thing[]): Thing
}

/** mulberry32, by Tommy Ettinger (public domain): good enough to choose among hostile things. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const number = (below: number): number => Math.floor(next() * below)
  return {
    number,
    one(of) {
      const chosen = of[number(of.length)]
      if (chosen === undefined) throw new Error('nothing to choose from')
      return chosen
    },
  }
}
