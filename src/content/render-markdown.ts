import type { Token } from 'markdown-it'
import { parse, write } from './dialect.ts'
import { HIGHLIGHT_BUDGET, highlight, highlightCost } from './highlight.ts'
import { siteAt } from './links.ts'
import { mentionTokens } from './mentions.ts'
import { sanitize } from './sanitize.ts'
import type { SafeHtml } from './safe-html.ts'

/** Stored beside the HTML. Goes up whenever the same source gives other HTML, so that old texts can be rendered anew. */
export const RENDERER_VERSION = 3

export interface RenderOptions {
  /** Links to this origin are internal. */
  siteOrigin: string
  /** Where relative links lead from; with it they are made absolute, so that they hold in mails, feeds and frames. */
  baseUrl?: string
  /** The address of a person's page, or undefined when nobody has this (lower-cased) handle: then it stays text. */
  personAddress?: (handle: string) => string | undefined
  /** Mentions are marked and not linked: `completeHtml` links them when the text is shown. */
  marksMentions?: boolean
  /** The quote of a number, or undefined for one that is out of sight: then its place is empty. */
  quote?: (n: number) => ShownQuote | undefined
}

/** A quote that is kept beside the text. */
export interface ShownQuote {
  /** Of the post that it is from. */
  address: string
  /** Plain text. */
  passage: string
}

export interface Rendered {
  html: SafeHtml
  version: number
  /** How many links lead to other sites. */
  links: number
  /** Lower-cased handles, each once, in order. */
  mentions: string[]
}

/**
 * Turns what a person wrote into HTML that is safe to print. Never throws for any source; the same source and options
 * give the same HTML.
 *
 * @throws TypeError when siteOrigin or baseUrl is no absolute address
 */
export function renderMarkdown(source: string, options: RenderOptions): Rendered {
  const site = siteAt(options.siteOrigin, options.baseUrl)
  const tokens = parse(source)
  const mentioned = mentionTokens(tokens)
  linkMentions(mentioned, options)
  fillQuotes(tokens, options.quote)
  highlightFences(tokens)
  const { html, links } = sanitize(write(tokens), site)
  return { html, version: RENDERER_VERSION, links, mentions: [...new Set(mentioned.map((token) => token.info))] }
}

function linkMentions(mentioned: Token[], { personAddress, marksMentions }: RenderOptions): void {
  for (const token of mentioned) {
    const address = personAddress?.(token.info)
    if (address !== undefined) token.attrSet('href', address)
    if (marksMentions) token.meta = { isMarked: true }
  }
}

function fillQuotes(tokens: Token[], quote: RenderOptions['quote']): void {
  for (const token of tokens) {
    if (token.type !== 'quote') continue
    const shown = quote?.(Number(token.meta?.['n']))
    if (!shown) continue
    token.content = shown.passage
    token.attrSet('href', shown.address)
  }
}

function highlightFences(tokens: Token[]): void {
  let budget = HIGHLIGHT_BUDGET
  for (const token of tokens) {
    if (token.type !== 'fence') continue
    const language = languageOf(token)
    if (language === undefined) continue
    const cost = highlightCost(token.content, language)
    const affordable = cost !== undefined && cost <= budget
    if (affordable) budget -= cost
    token.meta = affordable ? { language, highlighted: highlight(token.content, language) } : { language }
  }
}

function languageOf(fence: Token): string | undefined {
  return /^\s*([a-z0-9+#._-]{1,32})(?=\s|$)/i.exec(fence.info)?.[1]?.toLowerCase()
}
