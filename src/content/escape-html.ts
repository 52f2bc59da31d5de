import type { SafeHtml } from './safe-html.ts'

/** Text as HTML, for between tags and for attributes in quotes. */
export function escapeHtml(text: string): SafeHtml {
  const html = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  return html.replace(/"/g, '&quot;').replace(/'/g, '&#39;') as SafeHtml
}
