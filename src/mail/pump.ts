/** Runs one piece of work again and again, never twice at the same time. */
export interface Pump {
  /** Runs it now, or once more when it is running; resolves when nothing of it is under way. */
  run: () => Promise<void>
  /** Resolves when nothing is under way, however it ended. */
  idle: () => Promise<void>
}

/** A pump for `work`: whatever is asked for while it runs is covered by one more run. */
export function createPump(work: () => Promise<void>): Pump {
  const state: { underWay?: Promise<void> | undefined; asked: number } = { asked: 0 }
  const loop = async (): Promise<void> => {
    let seen: number
    try {
      do {
        seen = state.asked
        await work()
      } while (state.asked !== seen)
    } finally {
      // In the same breath as the look at `asked`: a call in between would be forgotten.
      state.underWay = undefined
    }
  }
  return {
    run() {
      state.asked += 1
      state.underWay ??= loop()
      return state.underWay
    },
    async idle() {
      await state.underWay?.catch(() => undefined)
    },
  }
}
