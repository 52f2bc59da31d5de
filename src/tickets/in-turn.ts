/** Runs what concerns one thing one after the other, and other things meanwhile. */
export type InTurn = <Result>(id: string, work: () => Promise<Result>) => Promise<Result>

/**
 * Turns of one process. What holds between processes is the compare-and-set; within one, waiting costs less than losing
 * a race again and again.
 */
export function createTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>()
  return async (id, work) => {
    const before = last.get(id)
    const mine = (before ?? Promise.resolve()).then(work, work)
    const settled = mine.catch(() => undefined)
    last.set(id, settled)
    try {
      return await mine
    } finally {
      if (last.get(id) === settled) last.delete(id)
    }
  }
}
