import type { RendererRule } from 'markdown-it'
import { escapeHtml } from './escape-html.ts'

/**
 * How our tokens, and those that we write otherwise than markdown-it does, become HTML.
 *
 * What scrolls sideways must be reachable without a mouse (axe: scrollable-region-focusable), hence each tabindex. It
 * has no role and no label: a label would be in one language for all readers, and many regions of one name are worse
 * than none.
 */
export const htmlRules: Record<string, RendererRule> = {
  table_open: () => '<div class="table-scroll" tabindex="0"><table>\n',
  table_close: () => '</table></div>\n',
  code_block: (tokens, index) => codeBlock('', escapeHtml(tokens[index]?.content ?? '')),
  fence: (tokens, index) => {
    const { content = '', meta } = tokens[index] ?? {}
    const language = typeof meta?.['language'] === 'string' ? `language-${meta['language']}` : ''
    const highlighted = meta?.['highlighted']
    if (typeof highlighted === 'string') return codeBlock(`hljs ${language}`, highlighted)
    return codeBlock(language, escapeHtml(content))
  },
  mention: (tokens, index) => {
    const token = tokens[index]
    const text = escapeHtml(token?.content ?? '')
    const address = token?.attrGet('href') ?? undefined
    if (token?.meta?.['isMarked'] === true) return `<span class="mention">${text}</span>`
    return address === undefined ? text : `<a href="${escapeHtml(String(address))}" class="mention">${text}</a>`
  },
  quote: (tokens, index) => {
    const token = tokens[index]
    const address = token?.attrGet('href')
    if (typeof address !== 'string') return '<blockquote class="quote"><p>[…]</p></blockquote>\n'
    const source = `<p><a href="${escapeHtml(address)}" class="quote-source">${escapeHtml(address)}</a></p>`
    const paragraphs = (token?.content ?? '')
      .split(/\n{2,}/)
      .map((text) => `<p>${escapeHtml(text).replaceAll('\n', '<br />\n')}</p>`)
    return `<blockquote class="quote">${source}\n${paragraphs.join('\n')}</blockquote>\n`
  },
}

function codeBlock(classes: string, html: string): string {
  const attribute = classes === '' ? '' : ` class="${escapeHtml(classes)}"`
  return `<pre tabindex="0"><code${attribute}>${html}</code></pre>\n`
}
