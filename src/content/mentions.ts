import type { StateCore, Token } from 'markdown-it'

/**
 * `@` and a handle: 2 to 30 ASCII letters, digits, `_` and `-`, the first of them a letter or digit. What only looks
 * like a mention is none, because a mention sends somebody a notice: the end of an e-mail address, `@types/node`,
 * `@example.com`, `@ann@social.example`.
 */
const MENTION =
  /(?<![\p{L}\p{N}\p{M}_.@/+-])@([A-Za-z0-9][A-Za-z0-9_-]{1,29})(?![A-Za-z0-9_\-@\p{L}\p{N}\p{M}])(?![./][\p{L}\p{N}_])/gu

/** The text token in pieces, each mention a token of type `mention` with the handle, lower-cased, as its `info`. */
export function splitMentions(token: Token, state: StateCore): Token[] {
  if (!token.content.includes('@')) return [token]
  const pieces: Token[] = []
  const add = (type: 'text' | 'mention', content: string): Token => {
    const piece = new state.Token(type, '', 0)
    piece.content = content
    piece.level = token.level
    pieces.push(piece)
    return piece
  }
  let done = 0
  for (const match of token.content.matchAll(MENTION)) {
    if (match.index > done) add('text', token.content.slice(done, match.index))
    add('mention', match[0]).info = (match[1] ?? '').toLowerCase()
    done = match.index + match[0].length
  }
  if (done < token.content.length) add('text', token.content.slice(done))
  return pieces
}

/** Every mention in parsed tokens, in order. */
export function mentionTokens(tokens: Token[]): Token[] {
  return tokens.flatMap((token) => (token.children ?? []).filter((child) => child.type === 'mention'))
}
