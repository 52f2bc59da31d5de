import type { Token } from 'markdown-it'
import { parse } from './dialect.ts'
import { cutAfterWord } from './cut-after-word.ts'

/**
 * A Markdown text as plain text, for the search index and for mails. Paragraphs stand apart by a blank line, quoted
 * lines begin with `> ` so that nobody is taken for the author of what they quote, a link is followed by its address,
 * the cells of a table are separated by tabs.
 */
export function plainText(source: string): string {
  let text = ''
  let before: Block | undefined
  for (const block of blocksOf(parse(source), { addresses: true })) {
    const together = before !== undefined && block.run !== undefined && before.run === block.run
    const gap = before === undefined ? '' : together ? '\n' : '\n\n'
    const lines = block.text.split('\n').map((line, index) => (index === 0 ? block.first : block.indent) + line)
    text += gap + lines.map((line) => '> '.repeat(block.quotes) + line).join('\n')
    before = block
  }
  return text
}

/**
 * The beginning of a Markdown text for lists, descriptions and feeds: one line without marks, cut after a word and
 * ended by `…` when it was cut. Quotes and code are left out where there is anything else.
 *
 * @param maxChars the most code points in the result, `…` included; a character made of several is kept whole or left out
 */
export function excerpt(source: string, maxChars: number): string {
  const blocks = blocksOf(parse(source), { addresses: false })
  const own = blocks.filter((block) => block.quotes === 0 && !block.code)
  const prose = blocks.filter((block) => !block.code)
  const shown = own.length > 0 ? own : prose.length > 0 ? prose : blocks
  const line = shown.map((block) => block.text).join(' ')
  return cutAfterWord(line.replace(/\s+/gu, ' ').trim(), maxChars)
}

/**
 * A text's own words in the two ways in which somebody may have copied them: with the marks of its lists and without.
 * What it quotes is not in them, nor are the addresses of its links.
 */
export function ownWords(source: string): { marked: string; plain: string } {
  const own = blocksOf(parse(source), { addresses: false }).filter((block) => block.quotes === 0)
  const join = (line: (block: Block) => string): string => {
    let before: Block | undefined
    let text = ''
    for (const block of own) {
      const together = before?.run !== undefined && before.run === block.run
      text += (before === undefined ? '' : together ? '\n' : '\n\n') + line(block)
      before = block
    }
    return text
  }
  return {
    marked: join((block) => block.first + block.text.replaceAll('\n', `\n${block.indent}`)),
    plain: join((block) => block.text),
  }
}

interface Block {
  text: string
  code: boolean
  /** How many quotes it stands in. */
  quotes: number
  /** What stands before its first line and before the others: the marks of lists, and the space they take. */
  first: string
  indent: string
  /** The list or table whose lines it belongs to, which stand together without blank lines. */
  run: number | undefined
}

interface Walk {
  addresses: boolean
  blocks: Block[]
  quotes: number
  /** For each list item we are in, its mark, which becomes space once a line has shown it. */
  marks: string[]
  row: string[] | undefined
  runs: number
  tight: boolean
}

function blocksOf(tokens: Token[], { addresses }: { addresses: boolean }): Block[] {
  const walk: Walk = { addresses, blocks: [], quotes: 0, marks: [], row: undefined, runs: 0, tight: false }
  for (const token of tokens) steps[token.type]?.(walk, token)
  return walk.blocks
}

const steps: Record<string, (walk: Walk, token: Token) => void> = {
  blockquote_open: (walk) => (walk.quotes += 1),
  blockquote_close: (walk) => (walk.quotes -= 1),
  bullet_list_open: beginRun,
  ordered_list_open: beginRun,
  table_open: beginRun,
  list_item_open: (walk, token) => walk.marks.push(token.info === '' ? '- ' : `${token.info}${token.markup} `),
  list_item_close: (walk) => walk.marks.pop(),
  heading_open: (walk) => (walk.tight = false),
  paragraph_open: (walk, token) => (walk.tight = token.hidden),
  tr_open: (walk) => (walk.row = []),
  tr_close: (walk) => {
    walk.tight = true
    add(walk, (walk.row ?? []).join('\t'), { code: false })
    walk.row = undefined
  },
  inline: (walk, token) => {
    const text = inlineText(token.children ?? [], walk.addresses)
    if (walk.row === undefined) add(walk, text, { code: false })
    else walk.row.push(text)
  },
  fence: addCode,
  code_block: addCode,
}

function beginRun(walk: Walk): void {
  if (walk.marks.length === 0) walk.runs += 1
}

function addCode(walk: Walk, token: Token): void {
  walk.tight = false
  add(walk, token.content.replace(/\n$/, ''), { code: true })
}

function add(walk: Walk, text: string, { code }: { code: boolean }): void {
  if (text.trim() === '') return
  const first = walk.marks.join('')
  walk.marks = walk.marks.map((mark) => ' '.repeat(mark.length))
  walk.blocks.push({
    text,
    code,
    quotes: walk.quotes,
    first,
    indent: walk.marks.join(''),
    run: walk.tight ? walk.runs : undefined,
  })
}

function inlineText(tokens: Token[], addresses: boolean): string {
  let text = ''
  let link = { address: '', start: 0 }
  for (const token of tokens) {
    if (token.type === 'softbreak' || token.type === 'hardbreak') text += '\n'
    else if (token.type === 'link_open') link = { address: String(token.attrGet('href') ?? ''), start: text.length }
    else if (token.type === 'link_close' && addresses) text += addressAfter(text.slice(link.start), link.address)
    else text += token.content
  }
  return text
}

function addressAfter(label: string, address: string): string {
  return label === address || `mailto:${label}` === address ? '' : ` (${address})`
}
