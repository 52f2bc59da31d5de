/** A piece of an EJS template: HTML, or script with the kind of its tag. */
interface Piece {
  kind: 'html' | 'output' | 'script'
  text: string
}

/** The template as one script: HTML becomes blank, line numbers stay. It is for reading by a parser, not for running. */
export function scriptOf(template: string): string {
  return piecesOf(template)
    .map(({ kind, text }) => ({ html: `;${linesOf(text)}`, output: `;(${text});`, script: text })[kind])
    .join('')
}

/** The template as HTML: what EJS prints becomes `§`, its other tags a blank, line numbers stay. */
export function htmlOf(template: string): string {
  return piecesOf(template)
    .map(({ kind, text }) => ({ html: text, output: `§${linesOf(text)}`, script: ` ${linesOf(text)}` })[kind])
    .join('')
}

function piecesOf(template: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const tag of template.matchAll(/<%(?!%)([-=_#]?)([^]*?)[-_]?%>/g)) {
    const [whole, mark = '', text = ''] = tag
    pieces.push({ kind: 'html', text: template.slice(end, tag.index) })
    pieces.push({ kind: mark === '=' || mark === '-' ? 'output' : 'script', text: mark === '#' ? linesOf(text) : text })
    end = tag.index + whole.length
  }
  return [...pieces, { kind: 'html', text: template.slice(end) }]
}

function linesOf(text: string): string {
  return '\n'.repeat(text.split('\n').length - 1)
}
