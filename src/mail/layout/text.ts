import type { Block } from '../message.ts'
import type { Letter, Link } from './letter.ts'
import { hang, prefix, wrap } from './wrap.ts'

const width = 78

/** The plain text of a mail: 78 columns, every address of ours on a line of its own, the foot below the usual mark. */
export function textOf(letter: Letter): string {
  const blocks = letter.blocks.map((block) => blockText(block)).filter((text) => text !== '')
  const foot = [wrap(letter.reason, width), ...letter.links.map(linkText)].join('\n')
  return `${[...blocks, `-- \n${foot}`].join('\n\n')}\n`
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'text':
    case 'html':
      return wrap(block.text, width)
    case 'quote': {
      const quoted = prefix(wrap(block.text, width - 2), '> ')
      return block.by === undefined ? quoted : `${wrap(`${block.by}:`, width)}\n${quoted}`
    }
    case 'action':
      return linkText(block)
    case 'list':
      return block.items.map((item) => hang(wrap(item, width - 2), '- ')).join('\n')
    default:
      return block satisfies never
  }
}

const linkText = ({ label, address }: Link): string => `${wrap(`${label}:`, width)}\n${address}`
