import { escapeHtml } from './escape-html.ts'
import type { SafeHtml } from './safe-html.ts'

/** What a text says of people, as it stands now. */
export interface Completion {
  /** The address of a person's page, or undefined when nobody has this (lower-cased) handle. */
  personAddress: (handle: string) => string | undefined
  /** What a link to a quoted post says: who wrote it. */
  quotedName: (address: string) => string
}

const mention = /<span class="mention">@([A-Za-z0-9_-]+)<\/span>/g
const source = /<a href="([^"]*)" class="quote-source">[^<]*<\/a>/g

/** The handles that HTML of `renderMarkdown` marks as mentioned, lower-cased, each once. */
export function mentionedIn(html: SafeHtml): string[] {
  return [...new Set(Array.from(html.matchAll(mention), ([, handle = '']) => handle.toLowerCase()))]
}

/**
 * Puts into HTML of `renderMarkdown` what changes without the text: where mentioned people's pages are, and who wrote
 * what is quoted. No text can write what is looked for: its own quotation marks and brackets are escaped.
 */
export function completeHtml(html: SafeHtml, { personAddress, quotedName }: Completion): SafeHtml {
  const linked = html.replace(mention, (_mark, handle: string) => {
    const address = personAddress(handle.toLowerCase())
    return address === undefined ? `@${handle}` : `<a href="${escapeHtml(address)}" class="mention">@${handle}</a>`
  })
  return linked.replace(source, (_link, address: string) => {
    return `<a href="${address}" class="quote-source">${escapeHtml(quotedName(address))}</a>`
  }) as SafeHtml
}
