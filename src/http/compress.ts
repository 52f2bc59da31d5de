import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Request } from 'express'

export type Encoding = 'br' | 'gzip' | 'identity'

const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

// Below this a compressed answer saves no packet.
const worthwhile = 1024

/** The best encoding that the reader accepts for a body of this size in bytes. */
export function chooseEncoding(request: Request, size: number): Encoding {
  if (size < worthwhile || request.headers['accept-encoding'] === undefined) return 'identity'
  // Asked one by one: browsers name gzip first and mean no preference by it.
  return (['br', 'gzip'] as const).find((each) => request.acceptsEncodings(each)) ?? 'identity'
}

/** Compresses off the main thread. `quality` is brotli's: 4 for a page made for one reader, 11 for a file kept for good. */
export async function compress(bytes: Buffer, encoding: Encoding, quality = 4): Promise<Buffer> {
  switch (encoding) {
    case 'br':
      return toBrotli(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: quality,
          [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      })
    case 'gzip':
      return toGzip(bytes, { level: quality > 9 ? 9 : 6 })
    case 'identity':
      return bytes
    default:
      return encoding satisfies never
  }
}
