/** A mail taken apart by the rules of RFC 5322, 2045 and 2047; enough for mails of text and HTML. */
export interface Mime {
  /** Names as they were sent, in order. */
  names: string[]
  /** A header's unfolded and decoded value; all of them joined by a line break where a name stands twice. */
  header: (name: string) => string | undefined
  /** The same before encoded words are decoded. */
  rawHeader: (name: string) => string | undefined
  /** The body of the first part of a type, decoded; line breaks are `\n`. */
  part: (type: string) => string | undefined
}

export function readMime(raw: string): Mime {
  const { headers, body } = split(raw)
  const rawHeader = (name: string): string | undefined => valueOf(headers, name)
  return {
    names: headers.map(({ name }) => name),
    rawHeader,
    header: (name) => {
      const value = rawHeader(name)
      return value === undefined ? undefined : decodeWords(value)
    },
    part: (type) => findPart(headers, body, type),
  }
}

interface Header {
  name: string
  value: string
}

function split(raw: string): { headers: Header[]; body: string } {
  const end = raw.indexOf('\r\n\r\n')
  const head = end < 0 ? raw : raw.slice(0, end)
  const headers = head
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.indexOf(':')
      return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() }
    })
  return { headers, body: end < 0 ? '' : raw.slice(end + 4) }
}

function valueOf(headers: Header[], name: string): string | undefined {
  const found = headers.filter((header) => header.name.toLowerCase() === name.toLowerCase())
  return found.length === 0 ? undefined : found.map(({ value }) => value).join('\n')
}

function findPart(headers: Header[], body: string, type: string): string | undefined {
  const contentType = valueOf(headers, 'content-type') ?? 'text/plain'
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1]
  if (boundary !== undefined) {
    const parts = body.split(`--${boundary}`).slice(1, -1)
    for (const part of parts) {
      const inner = split(part.replace(/^\r\n/, '').replace(/\r\n$/, ''))
      const found = findPart(inner.headers, inner.body, type)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (!contentType.toLowerCase().startsWith(type)) return undefined
  return decodeBody(body, valueOf(headers, 'content-transfer-encoding') ?? '7bit').replaceAll('\r\n', '\n')
}

function decodeBody(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString()
  return encoding === 'quoted-printable' ? decodeQuoted(body.replace(/=\r\n/g, '')) : body
}

function decodeWords(value: string): string {
  return value
    .replace(/(\?=)\s+(=\?)/g, '$1$2')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_whole, kind: string, text: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString() : decodeQuoted(text.replaceAll('_', ' ')),
    )
}

function decodeQuoted(text: string): string {
  const bytes: number[] = []
  for (let at = 0; at < text.length; at += 1) {
    const escaped = /^=([0-9A-F]{2})/i.exec(text.slice(at, at + 3))
    if (escaped) {
      bytes.push(parseInt(escaped[1] ?? '', 16))
      at += 2
    } else {
      bytes.push(...Buffer.from(text.charAt(at)))
    }
  }
  return Buffer.from(bytes).toString()
}
