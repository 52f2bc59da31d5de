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
