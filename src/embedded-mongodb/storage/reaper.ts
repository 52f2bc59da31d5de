import type { Catalogue, Garbage } from './catalogue.ts'
import type { Environment } from './environment.ts'
import { after, prefix } from './numbers.ts'
import type { Writer } from './writer.ts'

const portion = 1000

/** Removes what dropped collections and indexes have left, a portion at a time, so that a drop is quick whatever its size. */
export class Reaper {
  private readonly environment: Environment
  private readonly catalogue: Catalogue
  private readonly writer: Writer
  private working = false
  private stopped = false

  constructor(environment: Environment, catalogue: Catalogue, writer: Writer) {
    this.environment = environment
    this.catalogue = catalogue
    this.writer = writer
  }

  /** Begins to work when there is something to remove. */
  wake(): void {
    if (this.working || this.stopped) return
    this.working = true
    void this.work().finally(() => (this.working = false))
  }

  stop(): void {
    this.stopped = true
  }

  private async work(): Promise<void> {
    try {
      const left = (): Promise<Garbage[]> => this.writer.run(() => this.catalogue.garbage())
      for (let rest = await left(); rest.length > 0 && !this.stopped; rest = await left()) {
        for (const garbage of rest) await this.clear(garbage)
      }
    } catch {
      // The disk's trouble is told to those who write; what is left here is removed after the next start.
      this.stopped = true
    }
  }

  private async clear(garbage: Garbage): Promise<void> {
    let isCleared = false
    while (!isCleared && !this.stopped) isCleared = await this.writer.run(() => this.removePortion(garbage))
  }

  private removePortion(garbage: Garbage): boolean {
    const table = this.environment[garbage.kind]
    const start = prefix(garbage.id)
    const keys = [...table.getKeys({ start, end: after(start), limit: portion })]
    for (const key of keys) this.environment.remove(garbage.kind, key)
    if (keys.length === portion) return false
    this.catalogue.cleared(garbage)
    return true
  }
}
