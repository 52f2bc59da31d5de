import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import type { FileAnswer } from './answers.ts'

/**
 * Sends a file as it is read, to somebody for whom it was made. Whoever made it, a browser runs nothing in it, shows it
 * nowhere but on a page of ours, and nobody on the way keeps it.
 */
export async function sendFile(answer: FileAnswer, request: Request, response: Response): Promise<void> {
  const { type, length, pieces, name, isShown = false } = answer
  response.set({
    'Content-Type': type,
    ...(length === undefined ? {} : { 'Content-Length': String(length) }),
    'Content-Disposition': disposition(name, isShown),
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Robots-Tag': 'noindex',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'private, no-store',
    Vary: 'Cookie',
  })
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  try {
    // Not by a Readable around them: its listeners would be more than Node takes for no leak.
    await pipeline(pieces, response)
  } catch (error) {
    // A reader who went away has what they wanted of it.
    const isLeft = error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
    if (!isLeft) throw error
  }
}

/** RFC 6266: the name in ASCII for old programs, and whole in UTF-8 (RFC 8187) where it needs that. */
function disposition(name: string, isShown: boolean): string {
  const how = isShown ? 'inline' : 'attachment'
  const plain = name.normalize('NFKD').replace(/[^\x20-\x7e]|["\\%;]/g, '_')
  if (plain === name) return `${how}; filename="${plain}"`
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${how}; filename="${plain}"; filename*=UTF-8''${whole}`
}
