import sanitizeHtml from 'sanitize-html'
import { isExternal, mayLinkTo, resolveAddress } from './links.ts'
import type { Site } from './links.ts'
import type { SafeHtml } from './safe-html.ts'

/**
 * The second wall: whatever the Markdown renderer lets through by a mistake of its own, only this list leaves.
 * The marks on links are made here and not in the renderer, so that no way to write a link escapes them.
 *
 * @returns the clean HTML, and how many links in it lead to other sites
 */
export function sanitize(html: string, site: Site): { html: SafeHtml; links: number } {
  let links = 0
  const link = (tagName: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag => {
    const marked = markLink(attribs, site)
    if (isMarkedExternal(marked)) links += 1
    return { tagName, attribs: marked }
  }
  const clean = sanitizeHtml(html, { ...allowed, transformTags: { ...fixed, a: link } })
  return { html: clean as SafeHtml, links }
}

/** The addresses on other sites that this HTML links to, in order, repeated when they are repeated. */
export function externalLinks(html: SafeHtml): string[] {
  const found: string[] = []
  sanitizeHtml(html, {
    ...allowed,
    onOpenTag: (name, attribs) => {
      if (name === 'a' && isMarkedExternal(attribs) && attribs['href'] !== undefined) found.push(attribs['href'])
    },
  })
  return found
}

function markLink(attribs: sanitizeHtml.Attributes, site: Site): sanitizeHtml.Attributes {
  const { href, title } = attribs
  const kept: sanitizeHtml.Attributes = title === undefined ? {} : { title }
  if (href === undefined || !mayLinkTo(href)) return kept
  const address = resolveAddress(href, site)
  // A relative address that becomes absolute is not what the link shows.
  const isBare = attribs['class'] === 'bare' && address === href
  if (isExternal(href, site)) {
    return { href: address, ...kept, class: isBare ? 'external bare' : 'external', ...externalMarks }
  }
  const own = attribs['class'] === 'mention' || attribs['class'] === 'quote-source' ? attribs['class'] : undefined
  const mark = isBare ? 'bare' : own
  return { href: address, ...kept, ...(mark === undefined ? {} : { class: mark }) }
}

const externalMarks = { rel: 'nofollow ugc noopener', referrerpolicy: 'origin' }

function isMarkedExternal(attribs: sanitizeHtml.Attributes): boolean {
  return attribs['class']?.split(' ').includes('external') ?? false
}

const fixed: Record<string, sanitizeHtml.Transformer> = {
  div: (tagName) => ({ tagName, attribs: { class: 'table-scroll', tabindex: '0' } }),
  pre: (tagName) => ({ tagName, attribs: { tabindex: '0' } }),
  ol: (tagName, { start = '' }) => ({ tagName, attribs: /^\d{1,9}$/.test(start) ? { start } : {} }),
}

const aligned = { name: 'class', multiple: false, values: ['align-left', 'align-center', 'align-right'] }

// The values on a, ol, pre and div are those of the transformations above, never those that came in.
const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['h4', 'h5', 'h6', 'p', 'blockquote', 'ul', 'ol', 'li', 'pre', 'hr', 'br'],
    ...['a', 'em', 'strong', 's', 'code', 'span'],
    ...['div', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'class', 'rel', 'referrerpolicy'],
    ol: ['start'],
    pre: ['tabindex'],
    div: ['class', 'tabindex'],
    th: [aligned],
    td: [aligned],
  },
  allowedClasses: {
    blockquote: ['quote'],
    code: ['hljs', /^language-[a-z0-9+#._-]{1,32}$/],
    // Besides hljs-…, highlight.js 11 names the second word of a scope by a trailing underscore: `title function_`.
    span: ['mention', /^hljs-[a-z-]+$/, /^(?:class|constant|function|invoke|language)_$/, /^inherited__$/],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  disallowedTagsMode: 'discard',
  nestingLimit: 64,
  parseStyleAttributes: false,
}
