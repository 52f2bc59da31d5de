import { escapeHtml } from './escape-html.ts'
import { siteAt } from './links.ts'
import type { SafeHtml } from './safe-html.ts'
import { sanitize } from './sanitize.ts'

const address = /https?:\/\/[^\s<>"']*[^\s<>"'.,:;!?)\]}]/g

/**
 * A text without any marks, such as that of a mail, as HTML: paragraphs, line breaks, and bare addresses as links.
 *
 * @throws TypeError when siteOrigin is no absolute address
 */
export function renderPlain(text: string, { siteOrigin }: { siteOrigin: string }): SafeHtml {
  const html = text
    .replace(/\r\n?/g, '\n')
    .split(/\n[^\S\n]*\n\s*/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => `<p>${linked(paragraph.trim()).replaceAll('\n', '<br>')}</p>`)
    .join('\n')
  return sanitize(html, siteAt(siteOrigin)).html
}

function linked(text: string): string {
  let html = ''
  let done = 0
  for (const { 0: found, index } of text.matchAll(address)) {
    const href = escapeHtml(found)
    html += `${escapeHtml(text.slice(done, index))}<a href="${href}" class="bare">${href}</a>`
    done = index + found.length
  }
  return html + escapeHtml(text.slice(done))
}
