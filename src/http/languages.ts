import type { Request } from 'express'
import { createFormats, type Formats } from './formats.ts'
import type { Messages } from './messages.ts'
import type { Presence } from './visit.ts'

/** Finds the reader's formats; each pair of language and time zone is made once and kept (there are few). */
export function createFormatsFinder(messages: Messages): (request: Request, presence?: Presence) => Formats {
  const made = new Map<string, Formats>()
  return (request, presence) => {
    const locale = presence?.locale ?? asked(request, messages.locales)
    const timeZone = presence?.timeZone ?? 'UTC'
    const key = `${locale} ${timeZone}`
    const known = made.get(key)
    if (known) return known
    const formats = createFormats({ locale, timeZone, locales: messages.locales }, messages.translator(locale))
    made.set(key, formats)
    return formats
  }
}

function asked(request: Request, locales: readonly string[]): string {
  const fallback = locales[0] ?? 'en'
  if (locales.length === 1 || request.headers['accept-language'] === undefined) return fallback
  return request.acceptsLanguages([...locales]) || fallback
}
