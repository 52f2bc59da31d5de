import { Parser } from 'htmlparser2'
import { elsewhere, mark } from './hostile.ts'

/** What came back. */
export interface Answered {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** What is known of where an answer came from. */
interface Around {
  origins: readonly string[]
  isInHost?: boolean
}

/** What every answer says, whoever gave it: a page, a file, a redirect, a refusal. */
const always: Record<string, RegExp> = {
  'content-security-policy': /default-src 'none'/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /./,
  'cross-origin-opener-policy': /^(same-origin|unsafe-none)$/,
  'cross-origin-resource-policy': /^(same-origin|cross-origin)$/,
  'x-request-id': /^[0-9a-f-]{36}$/,
}

/** What must never stand in an answer: the inside of the server. */
const inside = /node_modules|\bat \S+ \(|MongoServerError|CastError|ValidationError|ENOENT|\/src\/\w+/

/**
 * What is wrong with an answer; nothing, where all is well. `origins` are those that an answer may lead on to; a host may
 * name the software that it runs on.
 */
export function faultsOf({ status, headers, text }: Answered, around: Around): string[] {
  const { origins, isInHost = false } = around
  const type = String(headers['content-type'] ?? '')
  return [
    ...(status >= 500 ? [`status ${status}`] : []),
    ...Object.entries(always)
      .filter(([name, wanted]) => !wanted.test(String(headers[name] ?? '')))
      .map(([name]) => `${name}: ${String(headers[name])}`),
    ...(String(headers['content-security-policy']).includes('frame-ancestors') ? [] : ['may be framed']),
    ...[...(isInHost ? [] : ['x-powered-by']), `x-${mark}`]
      .filter((name) => headers[name] !== undefined)
      .map((name) => `has ${name}`),
    ...leads(headers['location'], origins),
    ...(text !== '' && type === '' ? ['a body without a type'] : []),
    ...(inside.test(text) ? [`tells of the inside: ${inside.exec(text)?.[0] ?? ''}`] : []),
    ...(/html|xml|svg/.test(type) && text.includes(mark) ? markupIn(text, /xml|svg/.test(type)) : []),
  ]
}

function leads(location: string | string[] | undefined, origins: readonly string[]): string[] {
  if (location === undefined) return []
  const [first = ''] = [location].flat()
  const { origin } = new URL(first, origins[0])
  return origins.includes(origin) ? [] : [`leads to ${first.slice(0, 100)}`]
}

/** Tags, attributes and links that came in as values. */
function markupIn(text: string, xmlMode: boolean): string[] {
  const found: string[] = []
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name.includes(mark)) found.push(`became a tag: ${name}`)
        for (const [attribute, value] of Object.entries(attributes)) {
          if (attribute.includes(mark) || /^on/i.test(attribute)) found.push(`became an attribute: ${attribute}`)
          if (/^[\s\p{Cc}]*javascript:/iu.test(value) && ['href', 'src', 'action', 'formaction'].includes(attribute))
            found.push(`became a link that runs: ${value.slice(0, 50)}`)
          if (attribute === 'src' && value.includes(elsewhere))
            found.push(`loads from elsewhere: ${value.slice(0, 50)}`)
        }
      },
    },
    { xmlMode },
  )
  parser.end(text)
  return found
}
