import {
  closeSync,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { headroom } from './changes.ts'

const fdatasyncAsync = promisify(fdatasync)
const name = /^journal\.(\d+)$/

interface Segment {
  number: number
  file: number
  size: number
  synced: number
  /** Why the disk could not take it. A system may forget what it failed to write, and say at the next attempt that all is well. */
  failure?: Error
}

/**
 * The changes since the data file was last written, one frame after the other in files `journal.<number>`. A frame is written before its
 * changes are acknowledged, and is read again after a crash. A frame: its length, a checksum that the segment's number belongs to, and
 * the bytes of `Changes`.
 */
export class Journal {
  private readonly folder: string
  private readonly segments: Segment[] = []
  private next: number
  private syncing: Promise<void> | undefined
  private waiting: Promise<void> | undefined
  /** Whether something was appended since `syncing` began. */
  private hasMore = false

  /** @param next the number of the first segment that is written */
  constructor(folder: string, next: number) {
    this.folder = folder
    this.next = next
  }

  /** Writes a frame, `headroom` bytes of which are free for its head. When it throws, nothing of the frame stays. */
  append(frame: Buffer): void {
    const segment = this.current()
    frame.writeUInt32LE(frame.length - headroom, 0)
    frame.writeUInt32LE(crc32(frame.subarray(headroom), segment.number), 4)
    try {
      let written = 0
      while (written < frame.length) {
        written += writeSync(segment.file, frame, written, frame.length - written, segment.size + written)
      }
    } catch (error) {
      ftruncateSync(segment.file, segment.size)
      throw error
    }
    segment.size += frame.length
    this.hasMore = true
  }

  /**
   * Resolves when everything that has been appended is on the disk. Those who ask while the disk is busy share the next turn. After a failure
   * it throws until the segment that failed has been forgotten.
   */
  sync(): Promise<void> {
    if (!this.syncing) return this.beginSync()
    if (!this.hasMore) return this.syncing
    return (this.waiting ??= this.syncing.then(
      () => this.beginSync(),
      () => this.beginSync(),
    ))
  }

  /** Ends the segment. Gives the number of the one that what comes now is written to. */
  rotate(): number {
    const last = this.segments.at(-1)
    if (last?.number === this.next && last.size > 0) this.next++
    return this.next
  }

  /** Takes the segments before this number away: the data file has what they hold. */
  async forget(before: number): Promise<void> {
    while (this.syncing) await this.syncing.catch(() => undefined)
    while (this.segments[0] && this.segments[0].number < before) {
      const segment = this.segments.shift()
      if (!segment) return
      closeSync(segment.file)
      rmSync(pathOf(this.folder, segment.number), { force: true })
    }
  }

  /** The frames that have been appended from this segment on, without their heads. */
  *frames(from: number): Generator<Buffer> {
    for (const { number } of this.segments) {
      if (number >= from) yield* readSegment(this.folder, number).frames
    }
  }

  close(): void {
    for (const { file } of this.segments.splice(0)) closeSync(file)
  }

  private current(): Segment {
    const last = this.segments.at(-1)
    if (last?.number === this.next) return last
    const segment = {
      number: this.next,
      file: openSync(pathOf(this.folder, this.next), 'w', 0o600),
      size: 0,
      synced: -1,
    }
    this.segments.push(segment)
    return segment
  }

  private beginSync(): Promise<void> {
    this.waiting = undefined
    this.hasMore = false
    this.syncing = this.syncAll().finally(() => (this.syncing = undefined))
    return this.syncing
  }

  private async syncAll(): Promise<void> {
    for (const segment of [...this.segments]) {
      const { size } = segment
      if (segment.failure !== undefined) throw segment.failure
      if (segment.synced === size) continue
      try {
        await fdatasyncAsync(segment.file)
        if (segment.synced < 0) syncFolder(this.folder)
      } catch (error) {
        segment.failure = error instanceof Error ? error : new Error(String(error))
        throw segment.failure
      }
      segment.synced = size
    }
  }
}

/** A new file is on the disk only when its folder's entry is, too. */
function syncFolder(folder: string): void {
  const file = openSync(folder, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** The numbers of the segments in a folder, in their order. */
export function segmentsIn(folder: string): number[] {
  const numbers = readdirSync(folder).map((file) => name.exec(file)?.[1])
  return numbers
    .filter((number) => number !== undefined)
    .map(Number)
    .sort((a, b) => a - b)
}

/** The frames of a segment up to its end, or up to the first one that was not written whole: then it is `torn`. */
export function readSegment(folder: string, number: number): { frames: Buffer[]; torn: boolean } {
  const bytes = readFileSync(pathOf(folder, number))
  const frames: Buffer[] = []
  let at = 0
  while (at < bytes.length) {
    const length = at + headroom <= bytes.length ? bytes.readUInt32LE(at) : 0
    const frame = bytes.subarray(at + headroom, at + headroom + length)
    if (length === 0 || frame.length < length || crc32(frame, number) !== bytes.readUInt32LE(at + 4)) {
      return { frames, torn: true }
    }
    frames.push(frame)
    at += headroom + length
  }
  return { frames, torn: false }
}

/** Deletes a segment's file; one that is gone already is no error. */
export function removeSegment(folder: string, number: number): void {
  rmSync(pathOf(folder, number), { force: true })
}

function pathOf(folder: string, number: number): string {
  return join(folder, `journal.${number}`)
}
