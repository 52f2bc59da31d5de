import { plainText, renderMarkdown, renderPlain, RENDERER_VERSION, type SafeHtml } from '../content/index.ts'
import type { TicketDeps } from './deps.ts'
import type { Message } from './message.model.ts'
import { termsIn } from './terms.ts'
import type { TextFormat } from './tickets.words.ts'

type Words = Pick<Message, 'format' | 'text' | 'html' | 'renderer' | 'terms'>

/** What a text becomes when it is written or changed: rendered once, with the words that it is found by. */
export function wordsOf(
  { siteOrigin }: Pick<TicketDeps, 'siteOrigin'>,
  { text, format, found = '' }: { text: string; format: TextFormat; found?: string },
): Words {
  return {
    text,
    format,
    html: htmlOf({ text, format }, { siteOrigin }),
    renderer: RENDERER_VERSION,
    terms: termsIn(`${found} ${text}`),
  }
}

/** The HTML of a text; with `baseUrl`, its links hold anywhere. */
export function htmlOf(
  { text, format }: Pick<Message, 'text' | 'format'>,
  options: { siteOrigin: string; baseUrl?: string },
): SafeHtml {
  return format === 'plain' ? renderPlain(text, options) : renderMarkdown(text, options).html
}

/** The same as plain text, for mails. */
export function textOf({ text, format }: Pick<Message, 'text' | 'format'>): string {
  return format === 'plain' ? text : plainText(text)
}
