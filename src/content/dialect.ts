import MarkdownIt from 'markdown-it'
import type { MarkdownIt as Parser, StateBlock, Token } from 'markdown-it'
import { htmlRules } from './html-rules.ts'
import { mayLinkTo } from './links.ts'
import { quoteRule } from './quote-rule.ts'
import { adaptTokens, findMentions } from './token-rules.ts'

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
 * without images. The tokens are markdown-it's, and beside them `mention`, and `quote` for one that is kept beside the text.
 */
export function parse(source: string): Token[] {
  const text = printable(source)
  if (text.length > LONGEST_MARKDOWN || tableCells(text) > MOST_CELLS) return asTyped(text)
  const tokens = parser().parse(text, {})
  const inner = tokens.reduce((sum, token) => sum + (token.children?.length ?? 0), 0)
  return tokens.length + inner > MOST_TOKENS ? asTyped(text) : tokens
}

/** Writes tokens of `parse` as HTML that is not sanitized yet. */
export function write(tokens: Token[]): string {
  const { renderer, options } = parser()
  return renderer.render(tokens, options, {})
}

/** XML, and so a feed, cannot hold control characters, and UTF-8 no half of a surrogate pair. Forms send \r\n. */
function printable(source: string): string {
  const lines = source.replace(/\r\n?/g, '\n').replace(/[\v\f]/g, ' ')
  return lines.replace(/(?![\t\n])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd')
}

/** No fewer cells than the tables of this text have: a table ends at an empty line, and is as wide as its row of dashes. */
function tableCells(text: string): number {
  if (!text.includes('|')) return 0
  return text.split(/\n[ \t]*\n/).reduce((sum, block) => {
    const lines = block.split('\n')
    const dashes = lines.filter((line) => line.includes('|') && /^[ \t>]*[|:-][|: \t-]*$/.test(line))
    const widest = dashes.reduce((most, line) => Math.max(most, line.split('|').length), 0)
    return sum + lines.length * widest
  }, 0)
}

function asTyped(text: string): Token[] {
  const block = new MarkdownIt.Token('code_block', 'code', 0)
  block.content = text
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
  md.block.ruler.before('table', 'quote', quoteRule, { alt: ['paragraph', 'reference', 'blockquote', 'list'] })
  md.core.ruler.before('text_join', 'mentions', findMentions)
  md.core.ruler.push('adapt_tokens', adaptTokens)
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
