/** Lets as many go on as there is room for, in the order in which they came. */
export interface Turns {
  /** Waits for `share` of the room; gives what hands it back. A share larger than the room counts as all of it. */
  take(share: number): Promise<() => void>
  /** How many wait. */
  readonly waiting: number
}

/** `room` is in any unit: places, bytes. */
export function createTurns(room: number): Turns {
  const queue: { share: number; go: () => void }[] = []
  let free = room
  const letGo = (): void => {
    for (let next = queue[0]; next && next.share <= free; next = queue[0]) {
      queue.shift()
      free -= next.share
      next.go()
    }
  }
  return {
    get waiting() {
      return queue.length
    },
    async take(asked) {
      const share = Math.min(asked, room)
      await new Promise<void>((go) => {
        queue.push({ share, go })
        letGo()
      })
      let isBack = false
      return () => {
        if (isBack) return
        isBack = true
        free += share
        letGo()
      }
    },
  }
}
