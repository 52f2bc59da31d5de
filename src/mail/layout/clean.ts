import type { Block } from '../message.ts'

/** The block with `\n` for every line break, and nothing in it that can't be printed. HTML was cleaned where it was made. */
export function cleanBlock(block: Block): Block {
  switch (block.kind) {
    case 'text':
    case 'html':
      return { ...block, text: clean(block.text) }
    case 'quote':
      return { ...block, text: clean(block.text), ...(block.by === undefined ? {} : { by: clean(block.by) }) }
    case 'list':
      return { ...block, items: block.items.map(clean) }
    case 'action':
      return { ...block, label: clean(block.label) }
    default:
      return block satisfies never
  }
}

/** A text of several lines without control characters, and without space around it. */
export function clean(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .trim()
}
