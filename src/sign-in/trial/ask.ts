/** An answer to a question that a browser would have asked; redirects are not followed. */
export interface Asked {
  status: number
  location: string | undefined
  text: string
}

/** Milliseconds that a provider may take. */
const patience = 8_000
const longest = 20_000

/** Asks a provider. Throws `Unreachable` where it doesn't answer. */
export async function ask(address: string | URL, options: RequestInit = {}): Promise<Asked> {
  try {
    const response = await fetch(address, { ...options, redirect: 'manual', signal: AbortSignal.timeout(patience) })
    const text = (await response.text()).slice(0, longest)
    return { status: response.status, location: response.headers.get('location') ?? undefined, text }
  } catch (error) {
    throw new Unreachable(new URL(address).host, { cause: error })
  }
}

/** Nobody answers there; `reason` is the code of what went wrong, such as ENOTFOUND. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
  readonly host: string
  readonly reason: string

  constructor(host: string, options: { cause: unknown }) {
    super(`${host} does not answer`, options)
    this.host = host
    this.reason = codeOf(options.cause)
  }
}

/** A form as the body of a question. */
export function form(fields: Record<string, string>): RequestInit {
  return { method: 'POST', body: new URLSearchParams(fields), headers: { Accept: 'application/json' } }
}

/** A field of a JSON object, where the text is one and has it. */
export function fieldOf(text: string, name: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
  } catch {
    return undefined
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error.name === 'TimeoutError') return 'ETIMEDOUT'
  const inner = error.cause ?? error
  if (inner instanceof Error && 'code' in inner && typeof inner.code === 'string') return inner.code
  return error.name
}
