let segmenter: Intl.Segmenter | undefined

/**
 * A line cut after a word and ended by `…`, or the line as it is when it is short enough.
 *
 * @param maxChars the most code points in the result. Only whole characters, as a reader sees them, are kept: an emoji
 *   made of seven code points stays whole or goes.
 */
export function cutAfterWord(line: string, maxChars: number): string {
  if (line.length <= maxChars || countCodePoints(line) <= maxChars) return line
  if (maxChars < 1) return ''
  const kept = wholeCharacters(line, maxChars - 1)
  const space = kept.lastIndexOf(' ')
  // Scripts without spaces and long addresses would lose nearly everything by going back to a space.
  const words = line[kept.length] === ' ' || space < kept.length / 2 ? kept : kept.slice(0, space)
  return words.replace(/[\s,;:(–—-]+$/u, '') + '…'
}

function countCodePoints(line: string): number {
  let count = 0
  for (let at = 0; at < line.length; at += (line.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) count += 1
  return count
}

function wholeCharacters(line: string, maxCodePoints: number): string {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' })
  let codePoints = 0
  for (const { segment, index } of segmenter.segment(line)) {
    codePoints += countCodePoints(segment)
    if (codePoints > maxCodePoints) return line.slice(0, index)
  }
  return line
}
