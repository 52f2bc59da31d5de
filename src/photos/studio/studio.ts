import { Invalid, Unavailable } from '../../kernel/index.ts'
import { refusals, type Refusal } from '../photos.words.ts'
import { ChildLost, startChild, TimedOut, type Child } from './child.ts'
import type { Crop } from './crop.ts'
import { judge } from './judge.ts'
import type { Reply } from './main.ts'
import { createTurns } from './turns.ts'

/** Makes photos of files. */
export interface Studio {
  /**
   * One square WebP file for each of `sides` (pixels). Throws Invalid with the reason in the field `photo`, Unavailable
   * when too many wait already.
   */
  make(bytes: Buffer, options: { crop: Crop; sides: readonly number[] }): Promise<Buffer[]>
  close(): void
}

export interface StudioLimits {
  /** How many pictures are worked on at a time. */
  places: number
  /** How many more may wait. */
  queue: number
  /** About how many bytes the pictures under work may take when decoded; a heavier one is worked on alone. */
  room: number
  /** Milliseconds for one picture. */
  patience: number
  /** Milliseconds without work after which the processes end. */
  idle: number
}

const limitsInUse: StudioLimits = { places: 2, queue: 16, room: 120_000_000, patience: 20_000, idle: 30_000 }

/** A process that decoded something this large is not kept: what it took is given back at once. */
const heavy = 100_000_000

/** Decodes and encodes in processes of their own, a few pictures at a time, each within a time. */
export function createStudio(changed: Partial<StudioLimits> = {}): Studio {
  const limits = { ...limitsInUse, ...changed }
  const places = createTurns(limits.places)
  const room = createTurns(limits.room)
  const rested = createRestingPlace(limits.idle)
  const work = async (bytes: Buffer, options: { crop: Crop; sides: readonly number[] }): Promise<Buffer[]> => {
    const child = rested.take() ?? startChild()
    let isHeavy = false
    try {
      const picture = asked(await child.ask({ look: bytes }, limits.patience))
      if (!('weight' in picture)) throw new Error('the studio answered something else')
      isHeavy = picture.weight > heavy
      const leave = await room.take(picture.weight)
      try {
        const made = asked(await child.ask({ make: options.crop, sides: options.sides }, limits.patience))
        if (!('photos' in made)) throw new Error('the studio answered something else')
        return made.photos.map((photo) => Buffer.from(photo.buffer, photo.byteOffset, photo.byteLength))
      } finally {
        leave()
      }
    } catch (error) {
      throw toInvalid(error)
    } finally {
      if (isHeavy) child.end()
      else rested.put(child)
    }
  }
  return {
    async make(bytes, options) {
      const judged = judge(bytes)
      if ('refused' in judged) throw refused(judged.refused)
      if (places.waiting >= limits.queue) throw new Unavailable(10)
      const leave = await places.take(1)
      try {
        return await work(bytes, options)
      } finally {
        leave()
      }
    },
    close: () => rested.close(),
  }
}

function asked(reply: Reply): Exclude<Reply, { refused: Refusal } | { failed: string }> {
  if ('refused' in reply) throw refused(reply.refused)
  if ('failed' in reply) throw new Error(reply.failed)
  return reply
}

/** A picture that takes too long or brings its decoder down is a bad picture, as far as its sender is concerned. */
function toInvalid(error: unknown): unknown {
  if (error instanceof TimedOut) return refused('tooSlow')
  if (!(error instanceof ChildLost)) return error
  return error.isCrash ? refused('damaged') : new Unavailable(30, { cause: error })
}

function refused(refusal: Refusal): Invalid {
  return new Invalid({ photo: refusals[refusal] })
}

/** Keeps processes for the next picture, until nobody has asked for one in `idle` milliseconds. */
function createRestingPlace(idle: number): {
  take(): Child | undefined
  put(child: Child): void
  close(): void
} {
  let resting: Child[] = []
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  const endAll = (): void => {
    for (const child of resting) child.end()
    resting = []
  }
  return {
    take() {
      resting = resting.filter(({ isAlive }) => isAlive)
      return resting.pop()
    },
    put(child) {
      if (isClosed) child.end()
      if (!child.isAlive) return
      resting.push(child)
      clearTimeout(timer)
      timer = setTimeout(endAll, idle).unref()
    },
    close() {
      isClosed = true
      clearTimeout(timer)
      endAll()
    },
  }
}
