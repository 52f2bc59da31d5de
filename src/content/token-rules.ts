import MarkdownIt from 'markdown-it'
import type { StateCore, Token } from 'markdown-it'
import { splitMentions } from './mentions.ts'

/** A core rule that makes tokens of mentions. It runs while an escaped character still is a token: `\@ann` is none. */
export function findMentions(state: StateCore): void {
  replaceChildren(state, (token, insideLink) =>
    token.type === 'text' && !insideLink ? splitMentions(token, state) : [token],
  )
}

/** A core rule that turns what markdown-it parsed into what our pages show; it runs last. */
export function adaptTokens(state: StateCore): void {
  replaceChildren(state, (token, insideLink) =>
    token.type === 'image' ? imageAsLink(token, insideLink, state) : [token],
  )
  for (const token of state.tokens) {
    if (token.type === 'inline') token.children = namedLinks(token.children ?? [])
    else if (token.type === 'fence') token.info = state.md.utils.unescapeAll(token.info)
    else if (token.type === 'th_open' || token.type === 'td_open') alignByClass(token)
  }
  lowerHeadings(state.tokens)
  demoteEmptyHeaders(state.tokens)
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

/**
 * A link without text can neither be seen nor read out by a screen reader (axe: link-name), so it shows its address.
 * A link that shows its address is marked, so that paper does not say it twice.
 */
function namedLinks(tokens: Token[]): Token[] {
  let open: Token | undefined
  let text = ''
  return tokens.flatMap((token) => {
    if (token.type === 'link_open') {
      open = token
      text = ''
    } else text += token.content
    if (token.type !== 'link_close' || open === undefined) return [token]
    const address = String(open.attrGet('href') ?? '')
    const isNameless = text.trim() === ''
    if (isNameless || text === address || bareMarkup.has(open.markup)) open.attrSet('class', 'bare')
    if (!isNameless) return [token]
    const name = new MarkdownIt.Token('text', '', 0)
    name.content = address
    return [name, token]
  })
}

// What the parser calls `<https://a.example>` and `https://a.example`; their text can differ from the address in script.
const bareMarkup = new Set(['autolink', 'linkify'])

/**
 * A text stands below an h3, its author's name, so its first heading is h4, and none is more than one level below the
 * one before it (axe: heading-order), whichever levels were written.
 */
function lowerHeadings(tokens: Token[]): void {
  let above: number[] = []
  for (const token of tokens) {
    if (token.type === 'heading_open') {
      const written = Number(token.tag.slice(1))
      above = [...above.filter((level) => level < written), written]
    } else if (token.type !== 'heading_close') continue
    token.tag = `h${Math.min(6, above.length + 3)}`
  }
}

/** A header that says nothing is an ordinary cell (axe: empty-table-header). */
function demoteEmptyHeaders(tokens: Token[]): void {
  let isEmpty = false
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'th_open') {
      isEmpty = (tokens[index + 1]?.children ?? []).every((child) => child.content.trim() === '')
    } else if (token.type !== 'th_close') continue
    if (isEmpty) token.tag = 'td'
  }
}

/** The parser aligns cells by a style attribute, which a strict content security policy forbids. */
function alignByClass(cell: Token): void {
  const side = /^text-align:(left|center|right)$/.exec(String(cell.attrGet('style')))?.[1]
  cell.attrs = side === undefined ? null : [['class', `align-${side}`]]
}
