import type { Environment } from './environment.ts'
import { readChanges } from './changes.ts'
import { Journal, readSegment, removeSegment, segmentsIn } from './journal.ts'

/** In the catalogue's table: the number of the first segment of the journal that the data file does not hold. */
const positionKey = Buffer.from([0, 5])
const firstSegment = 1
const transactionSize = 16 * 1024 * 1024

/**
 * Brings what a crash has left in the journal into the data file. Up to the first frame that is torn, or segment that is missing: nothing
 * after it was ever acknowledged as being on the disk. Gives the journal to go on with.
 */
export function recover(environment: Environment, folder: string): Journal {
  const position = readPosition(environment)
  const segments = segmentsIn(folder)
  const last = segments.at(-1) ?? 0
  const next = Math.max(position, last + 1)
  replay(environment, leftFrames(folder, new Set(segments), position))
  if (last >= position) environment.root.transactionSync(() => writePosition(environment, next))
  for (const number of segments) removeSegment(folder, number)
  return new Journal(folder, next)
}

function* leftFrames(folder: string, segments: Set<number>, position: number): Generator<Buffer> {
  for (let number = position; segments.has(number); number++) {
    const { frames, torn } = readSegment(folder, number)
    yield* frames
    if (torn) return
  }
}

/** In transactions of a bounded size. A crash in between does no harm: all is done once more, with the same result. */
function replay(environment: Environment, frames: Iterable<Buffer>): void {
  const iterator = frames[Symbol.iterator]()
  for (let next = iterator.next(); !next.done;) {
    environment.root.transactionSync(() => {
      for (let size = 0; !next.done && size < transactionSize; next = iterator.next()) {
        applyFrame(environment, next.value)
        size += next.value.length
      }
    })
  }
}

/** Does the changes of a frame again; within a transaction. */
export function applyFrame(environment: Environment, frame: Buffer): void {
  for (const { table, key, value } of readChanges(frame)) {
    if (value) environment[table].putSync(key, value)
    else environment[table].removeSync(key)
  }
}

/** Notes, in the transaction that is about to be committed, where the journal goes on that it does not hold. */
export function writePosition(environment: Environment, segment: number): void {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(segment))
  environment.catalogue.putSync(positionKey, bytes)
}

function readPosition(environment: Environment): number {
  const bytes = environment.catalogue.getBinary(positionKey)
  return bytes ? Number(bytes.readBigUInt64BE()) : firstSegment
}
