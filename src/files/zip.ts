import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

/** A file that goes into an archive, piece by piece. */
export interface ZipEntry {
  name: string
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>
  /** Pictures are small already. */
  isPacked?: boolean
}

/** A ZIP archive of the entries, as they come: what is in memory at any time is a piece, whatever they sum up to. */
export async function* zip(entries: AsyncIterable<ZipEntry>, madeAt: Date): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  let failure: Error | undefined
  const archive = new Zip((error, piece) => {
    if (error) failure = error
    else ready.push(piece)
  })
  const taken = (): Uint8Array[] => {
    if (failure) throw failure
    return ready.splice(0)
  }
  for await (const { name, pieces, isPacked = false } of entries) {
    const file = isPacked ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 })
    file.mtime = madeAt
    archive.add(file)
    for await (const piece of pieces) {
      file.push(typeof piece === 'string' ? Buffer.from(piece) : piece)
      yield* taken()
    }
    file.push(new Uint8Array(0), true)
    yield* taken()
  }
  archive.end()
  yield* taken()
}

/** The same bytes in pieces of one size; the last one may be shorter. */
export async function* inPieces(bytes: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = []
  let length = 0
  for await (const piece of bytes) {
    waiting.push(piece)
    length += piece.length
    if (length < size) continue
    let whole = Buffer.concat(waiting)
    for (; whole.length >= size; whole = whole.subarray(size)) yield whole.subarray(0, size)
    waiting = [whole]
    length = whole.length
  }
  if (length > 0) yield Buffer.concat(waiting)
}
