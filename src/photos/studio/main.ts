import { setPriority } from 'node:os'
import type { Refusal } from '../photos.words.ts'
import type { Crop } from './crop.ts'
import { look, makePhotos, prepareSharp, Refused, type Looked } from './picture.ts'

/** What the child is asked, one thing at a time: to look at a picture, then to make the photos of it. */
export type Question = { look: Uint8Array } | { make: Crop; sides: readonly number[] }
export type Reply = Looked | { photos: readonly Uint8Array[] } | { refused: Refusal } | { failed: string }

/**
 * The process that decodes strangers' pictures. It has no secrets in its environment, no connection to anything, and
 * less than everybody's share of the processor; what goes wrong in a decoder goes wrong here.
 */
function main(): void {
  setPriority(10)
  prepareSharp()
  // A signal to the whole group is for the parent to hear: it lets its work end, and then this one.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined)
  process.on('disconnect', () => process.exit(0))
  const answer = createAnswering()
  process.on('message', (question: Question) => {
    void answer(question).then((reply) => process.send?.(reply))
  })
}

function createAnswering(): (question: Question) => Promise<Reply> {
  let seen: { bytes: Buffer; picture: Looked } | undefined
  return async (question) => {
    try {
      if ('look' in question) {
        const bytes = bufferOf(question.look)
        seen = { bytes, picture: await look(bytes) }
        return seen.picture
      }
      if (!seen) return { failed: 'asked to make photos of nothing' }
      const { make: crop, sides } = question
      return { photos: await makePhotos(seen.bytes, { picture: seen.picture, crop, sides }) }
    } catch (error) {
      if (error instanceof Refused) return { refused: error.refusal }
      return { failed: error instanceof Error ? error.message : 'unknown' }
    } finally {
      if (!('look' in question)) seen = undefined
    }
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

main()
