import { brotliDecompressSync, gunzipSync, inflateRawSync } from 'node:zlib'

/** Something in which words or files may be: as it is stored, and whatever it can be read as. */
export type Opened = { kind: 'text'; text: string } | { kind: 'file'; bytes: Buffer }

/** How much is read of one packed file, in bytes. */
const mostUnpacked = 64 * 1024 * 1024

/** How often something can be packed in something else. */
const deepest = 4

/**
 * Every text and file within a stored value, at any depth: also what is in HTML, JSON, percent encoding, base64, whole
 * mails, gzip, Brotli and ZIP.
 */
export function* openUp(value: unknown, depth = 0): Generator<Opened> {
  if (typeof value === 'string') yield* openText(value, depth)
  else if (Buffer.isBuffer(value)) yield* openBytes(value, depth)
  else if (isBinary(value)) yield* openBytes(Buffer.from(value.buffer.subarray(0, value.position)), depth)
  else if (Array.isArray(value)) for (const each of value) yield* openUp(each, depth)
  else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    for (const [key, each] of Object.entries(value)) {
      yield { kind: 'text', text: key }
      yield* openUp(each, depth)
    }
  }
}

interface Binary {
  _bsontype: 'Binary'
  buffer: Uint8Array
  position: number
}

const isBinary = (value: unknown): value is Binary =>
  typeof value === 'object' && value !== null && '_bsontype' in value && value._bsontype === 'Binary'

function* openText(text: string, depth: number): Generator<Opened> {
  yield { kind: 'text', text }
  if (depth >= deepest) return
  if (text.includes('<')) yield { kind: 'text', text: withoutTags(text) }
  if (/^\s*[[{"]/.test(text))
    yield* openUp(
      tried(() => JSON.parse(text) as unknown),
      depth + 1,
    )
  if (/%[0-9a-f]{2}/i.test(text)) yield* openText(tried(() => decodeURIComponent(text)) ?? '', depth + 1)
  if (text.length >= 16 && /^[\w+/-]+={0,2}$/.test(text)) yield* openBytes(Buffer.from(text, 'base64'), depth + 1)
  else yield* openMail(text, depth + 1)
}

/** What stands in a whole mail as RFC 2045 has it: lines of base64, and text with bytes as `=C3=A9` and ends of lines as `=`. */
function* openMail(text: string, depth: number): Generator<Opened> {
  for (const [lines] of text.matchAll(/(?:^[A-Za-z0-9+/]{60,76}\r?\n)+(?:[A-Za-z0-9+/]+={0,2})?/gm))
    yield* openBytes(Buffer.from(lines, 'base64'), depth)
  if (!/=(?:[0-9A-F]{2}|\r?\n)/.test(text)) return
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, code: string) => String.fromCharCode(parseInt(code, 16)))
  yield { kind: 'text', text: Buffer.from(bytes, 'latin1').toString('utf8') }
}

function* openBytes(bytes: Buffer, depth: number): Generator<Opened> {
  yield { kind: 'file', bytes }
  if (depth >= deepest) return
  for (const unpacked of unpack(bytes)) yield* openBytes(unpacked, depth + 1)
  const text = bytes.toString('utf8')
  // Pictures and keys are not text; whatever can be read as one is.
  if (!text.includes('\ufffd')) yield* openText(text, deepest - 1)
}

function unpack(bytes: Buffer): Buffer[] {
  const limit = { maxOutputLength: mostUnpacked }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return unlessEmpty(tried(() => gunzipSync(bytes, limit)))
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) return unzip(bytes)
  // Brotli has no mark of its own: what isn't one fails at once.
  const isText = !bytes.subarray(0, 64).toString('utf8').includes('\ufffd')
  return isText ? [] : unlessEmpty(tried(() => brotliDecompressSync(bytes, limit)))
}

const unlessEmpty = (bytes: Buffer | undefined): Buffer[] => (bytes && bytes.length > 0 ? [bytes] : [])

/** The files of a ZIP by its central directory (APPNOTE 4.3.12); stored or deflated, as everybody writes them. */
function unzip(bytes: Buffer): Buffer[] {
  const found: Buffer[] = []
  const mark = Buffer.from('PK\u0001\u0002')
  for (let at = bytes.indexOf(mark); at !== -1 && at + 46 <= bytes.length; at = bytes.indexOf(mark, at + 4)) {
    const method = bytes.readUInt16LE(at + 10)
    const size = bytes.readUInt32LE(at + 20)
    const local = bytes.readUInt32LE(at + 42)
    if (local + 30 > bytes.length) continue
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const packed = bytes.subarray(from, from + size)
    const whole =
      method === 8 ? tried(() => inflateRawSync(packed, { maxOutputLength: mostUnpacked })) : Buffer.from(packed)
    found.push(...unlessEmpty(whole))
  }
  return found
}

/** What can't be read as something is not that. */
function tried<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }

function withoutTags(html: string): string {
  return html.replace(/<[^>]*>/g, ' ').replace(/&(#x?[0-9a-f]{1,7}|\w{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
