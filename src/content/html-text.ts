import type { SafeHtml } from './safe-html.ts'

const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/**
 * HTML of `renderMarkdown` as one line of text, for machines that want to know what a page says; cheap, because tags and
 * attributes of safe HTML hold no bare `<` or `>`.
 *
 * @param longest the most characters that are read; what is cut ends in `…`
 */
export function htmlText(html: SafeHtml, longest: number): string {
  const text = html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_entity, name: string) => characters[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
  if (text.length <= longest) return text
  // Never half of a character that is made of two units.
  return `${text
    .slice(0, longest - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`
}
