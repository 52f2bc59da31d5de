/** How long one command may hold the process before others get their turn, in milliseconds. */
const share = 4

/** Tells a long read when to give way to other connections. */
export class Pace {
  private began = performance.now()

  /** Gives other connections a turn when this one has had its share. */
  async giveWay(): Promise<void> {
    if (!this.isOver()) return
    await new Promise((resolve) => setImmediate(resolve))
    this.began = performance.now()
  }

  isOver(): boolean {
    return performance.now() - this.began > share
  }
}
