import type { Environment } from './environment.ts'

/**
 * An LMDB transaction that stays open over many write jobs: what they change is seen by all reads of this process at once, and costs one
 * commit. While it is committed, reads would see the state before it: see `Environment.settled`.
 */
export class SharedTransaction {
  private readonly root: Environment['root']
  private end: { commit: () => void; discard: (error: Error) => void } | undefined
  private done: Promise<unknown> = Promise.resolve()

  constructor(root: Environment['root']) {
    this.root = root
  }

  get isOpen(): boolean {
    return this.end !== undefined
  }

  /** Throws what LMDB has against it. */
  async open(): Promise<void> {
    if (this.end) return
    await new Promise<void>((resolve, reject) => {
      this.done = this.root.childTransaction(() => {
        const ended = new Promise<void>((commit, discard) => (this.end = { commit, discard }))
        resolve()
        return ended
      })
      this.done.catch(reject)
    })
  }

  /** Resolves when other processes, and this one without a transaction, see the changes. Throws when they could not be written. */
  async commit(): Promise<void> {
    this.end?.commit()
    this.end = undefined
    try {
      await this.done
    } catch (error) {
      throw await causeOf(error)
    }
  }

  /** Ends the transaction without a trace. */
  async discard(): Promise<void> {
    this.end?.discard(new Discarded())
    this.end = undefined
    await this.done.catch(() => undefined)
  }
}

class Discarded extends Error {}

/** LMDB's binding gives what made a commit fail as a promise, which rejects a moment later. */
async function causeOf(error: unknown): Promise<unknown> {
  const { commitError } = error as { commitError?: Promise<unknown> }
  try {
    await commitError
    return error
  } catch (cause) {
    return cause
  }
}
