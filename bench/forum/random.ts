/** Chance that can be repeated: the same seed gives the same data on every machine. */
export interface Random {
  /** At least 0, below 1. */
  next(): number
  /** A whole number from 0 to below `end`. */
  below(end: number): number
  pick<T>(choices: readonly T[]): T
}

/** Mulberry32: 32 bits of state, quick, and even enough for filling a forum. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (end: number): number => Math.floor(next() * end)
  return {
    next,
    below,
    pick(choices) {
      const found = choices[below(choices.length)]
      if (found === undefined) throw new Error('there is nothing to choose from')
      return found
    },
  }
}
