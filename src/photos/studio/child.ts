import { fork, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Question, Reply } from './main.ts'

/** One child process of the studio. */
export interface Child {
  /** Asks one thing and waits. Throws TimedOut after `patience` milliseconds and ChildLost when it dies; both end it. */
  ask(question: Question, patience: number): Promise<Reply>
  readonly isAlive: boolean
  end(): void
}

export class TimedOut extends Error {
  override readonly name = 'TimedOut'
}

export class ChildLost extends Error {
  override readonly name = 'ChildLost'
  /** Whether it was brought down, as by a fault in a decoder; else it could not run at all. */
  readonly isCrash: boolean

  constructor(isCrash: boolean, options?: ErrorOptions) {
    super(isCrash ? 'crashed' : 'could not run', options)
    this.isCrash = isCrash
  }
}

/** Starts a process of the studio. It ends with this one, and keeps this one from ending only while it is asked something. */
export function startChild(): Child {
  const child = fork(entry(), [], {
    // Large buffers go over as they are.
    serialization: 'advanced',
    // Nothing of ours is there to be found. glibc: what one picture took is used for the next or given back at once.
    env: { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '131072' },
    execArgv: nodeOptions(),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  let isAlive = true
  child.once('exit', () => (isAlive = false))
  child.once('error', () => (isAlive = false))
  setHeld(child, false)
  const end = (): void => {
    isAlive = false
    child.kill('SIGKILL')
  }
  return {
    end,
    get isAlive() {
      return isAlive
    },
    async ask(question, patience) {
      setHeld(child, true)
      try {
        return await answerOf(child, question, patience)
      } catch (error) {
        end()
        throw error
      } finally {
        setHeld(child, false)
      }
    },
  }
}

function answerOf(child: ChildProcess, question: Question, patience: number): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new TimedOut())), patience)
    const onMessage = (message: unknown): void => settle(() => resolve(message as Reply))
    const onExit = (_code: number | null, signal: NodeJS.Signals | null): void =>
      settle(() => reject(new ChildLost(signal !== null)))
    const onError = (cause: Error): void => settle(() => reject(new ChildLost(false, { cause })))
    const settle = (then: () => void): void => {
      clearTimeout(timer)
      child.off('message', onMessage).off('exit', onExit).off('error', onError)
      then()
    }
    child.once('message', onMessage).once('exit', onExit).once('error', onError)
    child.send(question, (error) => {
      if (error) onError(error)
    })
  })
}

function setHeld(child: ChildProcess, isHeld: boolean): void {
  if (isHeld) {
    child.ref()
    child.channel?.ref()
  } else {
    child.unref()
    child.channel?.unref()
  }
}

function entry(): string {
  return fileURLToPath(new URL(`./main${extname(fileURLToPath(import.meta.url))}`, import.meta.url))
}

/** From the sources the child needs the loader that this process runs with; nothing else of its options. */
function nodeOptions(): string[] {
  const isSource = extname(fileURLToPath(import.meta.url)) === '.ts'
  return isSource ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : []
}
