/** How long one command may hold the process before others get their turn, in milliseconds. */
const share = 4

/** Tells a long read when to give way to other connections. */
export class Pace {
  private readonly source: { settled: Promise<void> | undefined } | undefined
  private began = performance.now()

  /** @param source what is read from: after having given way the read waits for a commit that is under way */
  constructor(source?: { settled: Promise<void> | undefined }) {
    this.source = source
  }

  /** Gives other connections a turn when this one has had its share. */
  async giveWay(): Promise<void> {
    if (!this.isOver()) return
    await new Promise((resolve) => setImmediate(resolve))
    while (this.source?.settled) await this.source.settled
    this.began = performance.now()
  }

  isOver(): boolean {
    return performance.now() - this.began > share
  }
}
