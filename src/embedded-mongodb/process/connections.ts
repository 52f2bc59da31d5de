import type { Socket } from 'node:net'

/** Time for a first client to come, in milliseconds. */
const firstClientWithin = 30_000
/** How long the connections of an owner that leaves may take to end after it has said so. */
const drainWithin = 300

/** The open connections, and when to stop because there are none. */
export class Connections {
  private readonly sockets = new Set<Socket>()
  private readonly idle: number | undefined
  private readonly stop: () => void
  private readonly pauses = new Set<() => void>()
  private timer: NodeJS.Timeout | undefined
  private total = 0
  private isLeft = false
  private ending = false

  constructor(idle: number | undefined, stop: () => void) {
    this.idle = idle
    this.stop = stop
    this.arm(Math.max(firstClientWithin, idle ?? 0))
  }

  /** Gives the connection's number. */
  add(socket: Socket): number {
    if (this.ending) socket.destroy()
    this.isLeft = false
    clearTimeout(this.timer)
    this.sockets.add(socket)
    socket.on('close', () => {
      this.sockets.delete(socket)
      if (this.sockets.size === 0) this.arm(this.isLeft ? 0 : (this.idle ?? 0))
    })
    return ++this.total
  }

  figures(): { current: number; total: number } {
    return { current: this.sockets.size, total: this.total }
  }

  /** An owner leaves: whether it was the last connection but for its own, so that the server stops. */
  async leaseEnds(): Promise<boolean> {
    if (this.idle === undefined) return false
    const until = performance.now() + drainWithin
    while (this.sockets.size > 1 && performance.now() < until) await this.pause(5)
    this.isLeft = this.sockets.size <= 1
    return this.isLeft
  }

  /** Resolves after the time, or at once when the server ends. */
  pause(milliseconds: number): Promise<void> {
    if (this.ending) return Promise.resolve()
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        this.pauses.delete(done)
        resolve()
      }
      const timer = setTimeout(done, milliseconds)
      this.pauses.add(done)
    })
  }

  /** Ends all connections: commands that are under way are answered first. */
  async end(): Promise<void> {
    this.ending = true
    clearTimeout(this.timer)
    for (const done of [...this.pauses]) done()
    for (const socket of this.sockets) socket.end()
    const until = performance.now() + 2000
    while (this.sockets.size > 0 && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 5))
    for (const socket of this.sockets) socket.destroy()
  }

  private arm(milliseconds: number): void {
    if (this.idle === undefined || this.ending) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      if (this.sockets.size === 0) this.stop()
    }, milliseconds)
  }
}
