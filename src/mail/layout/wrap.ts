/**
 * Breaks lines at spaces so that none is longer than `width` code points. A word that is longer stays whole: a broken
 * address leads nowhere. Lines that are there stay lines.
 */
export function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n')
}

/** Puts `first` before the first line and as many spaces before the others. */
export function hang(text: string, first: string): string {
  return first + text.replaceAll('\n', `\n${' '.repeat(first.length)}`)
}

/** Puts the mark before every line; an empty line gets it without the space at its end. */
export function prefix(text: string, mark: string): string {
  return text
    .split('\n')
    .map((line) => (mark + line).trimEnd())
    .join('\n')
}

function wrapLine(line: string, width: number): string {
  if (lengthOf(line) <= width) return line
  const lines: string[] = []
  let current = ''
  for (const word of line.split(' ')) {
    if (current !== '' && lengthOf(current) + 1 + lengthOf(word) > width) {
      lines.push(current)
      current = word
    } else {
      current = current === '' ? word : `${current} ${word}`
    }
  }
  return [...lines, current].join('\n')
}

const lengthOf = (text: string): number => Array.from(text).length
