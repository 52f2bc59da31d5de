import { inflateRaw } from 'node:zlib'
import { promisify } from 'node:util'

/** Why an archive can't be unpacked. */
export type ZipFault = 'broken' | 'swollen'

/** A file that is no zip archive, or one that would unpack to more than it may. */
export class ZipError extends Error {
  override readonly name = 'ZipError'
  readonly fault: ZipFault

  constructor(fault: ZipFault) {
    super(fault)
    this.fault = fault
  }
}

const inflate = promisify(inflateRaw)
const mostEntries = 300

/**
 * Unpacks a zip archive held in memory: name -> bytes. What the archive says of its own sizes is not believed; unpacking
 * stops at `mostBytes` in all. The packages at hand can't do that: fflate believes the directory's sizes, or reads the local
 * headers, which may say something else than the directory that the reader of sheets goes by. Reads what PKWARE's APPNOTE 6.3 calls the central directory; no ZIP64, no encryption.
 * Throws ZipError.
 */
export async function unzip(bytes: Buffer, mostBytes: number): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  let left = mostBytes
  for (const entry of directoryOf(bytes)) {
    const content = await contentOf(bytes, entry, left)
    left -= content.length
    files.set(entry.name, content)
  }
  return files
}

interface Entry {
  name: string
  flags: number
  method: number
  packedSize: number
  /** Where its local header begins. */
  at: number
}

const signatures = { end: 0x06054b50, entry: 0x02014b50, local: 0x04034b50 }

function directoryOf(bytes: Buffer): Entry[] {
  const end = endOf(bytes)
  const count = bytes.readUInt16LE(end + 10)
  if (count > mostEntries) throw new ZipError('swollen')
  const entries: Entry[] = []
  let at = bytes.readUInt32LE(end + 16)
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== signatures.entry) throw new ZipError('broken')
    const [nameSize, extraSize, commentSize] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset))
    const nameEnd = at + 46 + (nameSize ?? 0)
    entries.push({
      name: bytes.toString('utf8', at + 46, nameEnd),
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      packedSize: bytes.readUInt32LE(at + 20),
      at: bytes.readUInt32LE(at + 42),
    })
    at = nameEnd + (extraSize ?? 0) + (commentSize ?? 0)
  }
  if (new Set(entries.map(({ name }) => name)).size !== entries.length) throw new ZipError('broken')
  return entries
}

/** The last record of the archive, before a comment of at most 65,535 bytes. */
function endOf(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - 22 - 0xffff)
  for (let at = bytes.length - 22; at >= first; at -= 1) if (bytes.readUInt32LE(at) === signatures.end) return at
  throw new ZipError('broken')
}

async function contentOf(bytes: Buffer, { at, flags, method, packedSize }: Entry, most: number): Promise<Buffer> {
  const isEncrypted = (flags & 1) === 1
  if (isEncrypted || at + 30 > bytes.length || bytes.readUInt32LE(at) !== signatures.local) throw new ZipError('broken')
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
  if (start + packedSize > bytes.length) throw new ZipError('broken')
  const packed = bytes.subarray(start, start + packedSize)
  if (method === 0 && packed.length > most) throw new ZipError('swollen')
  if (method === 0) return packed
  if (method !== 8) throw new ZipError('broken')
  try {
    // At least one byte may come out, or zlib refuses the limit itself.
    return await inflate(packed, { maxOutputLength: Math.max(1, most) })
  } catch (error) {
    const isTooLong = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw new ZipError(isTooLong ? 'swollen' : 'broken')
  }
}
