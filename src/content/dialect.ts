import MarkdownIt from 'markdown-it'
import type { MarkdownIt as Parser, StateBlock, StateCore, Token } from 'markdown-it'
import { htmlRules } from './html-rules.ts'
import { mayLinkTo } from './links.ts'
import { splitMentions } from './mentions.ts'

/** The longest text read as Markdown, in UTF-16 units. A longer one is shown as it was typed, in one block. */
export const LONGEST_MARKDOWN = 65_536

// Not reached by what a person writes: 64 KiB of ordinary text make some 5,000 tokens, 64 KiB of `*[` 65,000.
const MOST_TOKENS = 20_000

// The parser fills up short rows, so a few bytes of heading and thousands of short rows make a table of megabytes.
const MOST_CELLS = 10_000

// Text further in than this is shown as it was typed: 16 quotes in each other, or 8 lists.
const DEEPEST_BLOCK = 16

// The library drops the text of blocks at this depth, so it lies beyond what ours reach.
const DEEPEST_NESTING = DEEPEST_BLOCK + 8

/**
 * Parses Markdown in our dialect: CommonMark with the tables, strikethrough and bare links of GitHub, without HTML and
 * without images. The tokens are markdown-it's, and `mention` beside them.
 */
export function parse(source: string): Token[] {
  if (source.length > LONGEST_MARKDOWN || tableCells(source) > MOST_CELLS) return asTyped(source)
  const tokens = parser().parse(printable(source), {})
  const inner = tokens.reduce((sum, token) => sum + (token.children?.length ?? 0), 0)
  return tokens.length + inner > MOST_TOKENS ? asTyped(source) : tokens
}

/** Writes tokens of `parse` as HTML that is not sanitized yet. */
export function write(tokens: Token[]): string {
  const { renderer, options } = parser()
  return renderer.render(tokens, options, {})
}

/** XML, and so a feed, cannot hold control characters, and UTF-8 no half of a surrogate pair. */
function printable(source: string): string {
  return source.replace(/[\v\f]/g, ' ').replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd')
}

/** No fewer cells than the tables of this text can have, empty ones included. */
function tableCells(source: string): number {
  if (!source.includes('|')) return 0
  return source.split(/\n[ \t]*\n/).reduce((sum, block) => {
    const columns = block.split('\n').map((line) => line.split('|').length)
    const widest = columns.reduce((most, count) => Math.max(most, count), 1)
    return widest === 1 ? sum : sum + columns.length * widest
  }, 0)
}

function asTyped(source: string): Token[] {
  const block = new MarkdownIt.Token('code_block', 'code', 0)
  block.content = printable(source)
  return [block]
}

let instance: Parser | undefined

function parser(): Parser {
  instance ??= newParser()
  return instance
}

function newParser(): Parser {
  const md = new MarkdownIt({
    html: false,
    linkify: true,
    // CommonMark joins lines. People who write in a box on a page expect Enter to be seen, and the forums they know
    // (Discourse, GitHub's comments) show it; text pasted with hard-wrapped lines loses by it.
    breaks: true,
    xhtmlOut: true,
    maxNesting: DEEPEST_NESTING,
  })
  // Only what carries its scheme becomes a link: readme.md and node.js are no addresses.
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false }).add('ftp:', null).add('//', null)
  md.validateLink = mayLinkTo
  // A decoded address can look like another one, so the reader sees what was typed.
  md.normalizeLinkText = (address) => address
  md.block.ruler.before('table', 'too_deep', tooDeep)
  // Before text_join, while an escaped character still is a token of its own: `\@ann` is no mention.
  md.core.ruler.before('text_join', 'mentions', findMentions)
  md.core.ruler.push('our_tokens', ourTokens)
  Object.assign(md.renderer.rules, htmlRules)
  return md
}

function tooDeep(state: StateBlock, startLine: number, endLine: number): boolean {
  if (state.level < DEEPEST_BLOCK) return false
  state.push('paragraph_open', 'p', 1)
  const text = state.push('inline', '', 0)
  text.content = state.getLines(startLine, endLine, state.blkIndent, false).trim()
  text.map = [startLine, endLine]
  text.children = []
  state.push('paragraph_close', 'p', -1)
  state.line = endLine
  return true
}

function findMentions(state: StateCore): void {
  replaceChildren(state, (token, insideLink) =>
    token.type === 'text' && !insideLink ? splitMentions(token, state) : [token],
  )
}

function ourTokens(state: StateCore): void {
  replaceChildren(state, (token, insideLink) =>
    token.type === 'image' ? imageAsLink(token, insideLink, state) : [token],
  )
  for (const token of state.tokens) {
    if (token.type === 'inline') token.children = namedLinks(token.children ?? [])
    else if (token.type === 'fence') token.info = state.md.utils.unescapeAll(token.info)
    else if (token.type === 'heading_open' || token.type === 'heading_close') token.tag = headingBelowPage(token.tag)
    else if (token.type === 'th_open' || token.type === 'td_open') alignByClass(token)
  }
}

function replaceChildren(state: StateCore, replace: (token: Token, insideLink: boolean) => Token[]): void {
  for (const block of state.tokens) {
    if (block.children === null) continue
    let links = 0
    block.children = block.children.flatMap((token) => {
      if (token.type === 'link_open') links += 1
      else if (token.type === 'link_close') links -= 1
      return replace(token, links > 0)
    })
  }
}

/**
 * No image is loaded, because its server would see who reads the page. What is left is a link to it, or its text where
 * the image stands in a link already.
 */
function imageAsLink(image: Token, insideLink: boolean, state: StateCore): Token[] {
  const { renderer, options } = state.md
  const address = String(image.attrGet('src') ?? '')
  const text = new state.Token('text', '', 0)
  text.content = renderer.renderInlineAsText(image.children ?? [], options, {}) || address
  if (insideLink) return [text]
  const open = new state.Token('link_open', 'a', 1)
  open.attrSet('href', address)
  const title = image.attrGet('title')
  if (title !== null) open.attrSet('title', title)
  return [open, text, new state.Token('link_close', 'a', -1)]
}

/** A link without text can neither be seen nor read out by a screen reader (axe: link-name), so it shows its address. */
function namedLinks(tokens: Token[]): Token[] {
  let open: Token | undefined
  return tokens.flatMap((token) => {
    if (token.type === 'link_open') open = token
    else if (token.content.trim() !== '') open = undefined
    if (token.type !== 'link_close' || open === undefined) return [token]
    const name = new MarkdownIt.Token('text', '', 0)
    name.content = String(open.attrGet('href') ?? '')
    return [name, token]
  })
}

/** A page has its own h1, and h2 for its parts, so a text begins with h3. */
function headingBelowPage(tag: string): string {
  return `h${Math.min(6, Number(tag.slice(1)) + 2)}`
}

/** The parser aligns cells by a style attribute, which a strict content security policy forbids. */
function alignByClass(cell: Token): void {
  const side = /^text-align:(left|center|right)$/.exec(String(cell.attrGet('style')))?.[1]
  cell.attrs = side === undefined ? null : [['class', `align-${side}`]]
}
