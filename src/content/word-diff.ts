/** A piece of what became of a text. */
export interface Part {
  kind: 'same' | 'added' | 'removed'
  text: string
}

// Beyond these two texts have little in common, and are shown one after the other. They bound the time: 10 ms at most.
const mostChanges = 400
const mostWords = 20_000

/** What turns one text into another, word by word: without the `removed` parts it is `after`, without the `added` ones `before`. */
export function changedWords(before: string, after: string): Part[] {
  const [old, now] = [wordsOf(before), wordsOf(after)]
  const start = commonLength(old, now, (at) => at)
  const [oldRest, nowRest] = [old.slice(start), now.slice(start)]
  const end = commonLength(oldRest, nowRest, (at, length) => length - 1 - at)
  const middle = changes(oldRest.slice(0, oldRest.length - end), nowRest.slice(0, nowRest.length - end))
  const same = (words: string[]): Part => ({ kind: 'same', text: words.join('') })
  return joined([same(old.slice(0, start)), ...middle, same(oldRest.slice(oldRest.length - end))])
}

// Scripts that write no spaces are compared sign by sign.
const word =
  /\s+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{M}_]+|[^\s\p{L}\p{N}\p{M}_]/gu

const wordsOf = (text: string): string[] => text.match(word) ?? []

function commonLength(a: string[], b: string[], index: (at: number, length: number) => number): number {
  const most = Math.min(a.length, b.length)
  let at = 0
  while (at < most && a[index(at, a.length)] === b[index(at, b.length)]) at += 1
  return at
}

/** The shortest way from one list to the other (E. W. Myers, An O(ND) Difference Algorithm, 1986), where it is short enough. */
function changes(before: string[], after: string[]): Part[] {
  const whole: Part[] = [
    { kind: 'removed', text: before.join('') },
    { kind: 'added', text: after.join('') },
  ]
  if (before.length + after.length > mostWords) return whole
  const reached: Map<number, number>[] = []
  let furthest = new Map([[1, 0]])
  for (let count = 0; count <= mostChanges; count += 1) {
    reached.push(furthest)
    const next = new Map<number, number>()
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      let x = comesDown(furthest, diagonal, count) ? at(furthest, diagonal + 1) : at(furthest, diagonal - 1) + 1
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1
      next.set(diagonal, x)
      if (x >= before.length && x - diagonal >= after.length) return wayBack(reached, before, after)
    }
    furthest = next
  }
  return whole
}

const at = (furthest: Map<number, number>, diagonal: number): number => furthest.get(diagonal) ?? -1

/** Whether the furthest way to a diagonal adds a word, and not removes one. */
const comesDown = (furthest: Map<number, number>, diagonal: number, count: number): boolean =>
  diagonal === -count || (diagonal !== count && at(furthest, diagonal - 1) < at(furthest, diagonal + 1))

function wayBack(reached: Map<number, number>[], before: string[], after: string[]): Part[] {
  const parts: Part[] = []
  let [x, y] = [before.length, after.length]
  for (let count = reached.length - 1; count >= 0; count -= 1) {
    const furthest = reached[count] ?? new Map<number, number>()
    const diagonal = x - y
    const isAdded = comesDown(furthest, diagonal, count)
    const fromX = count === 0 ? 0 : at(furthest, isAdded ? diagonal + 1 : diagonal - 1)
    const fromY = count === 0 ? 0 : fromX - (isAdded ? diagonal + 1 : diagonal - 1)
    while (x > fromX && y > fromY) {
      x -= 1
      y -= 1
      parts.push({ kind: 'same', text: before[x] ?? '' })
    }
    if (count > 0)
      parts.push(isAdded ? { kind: 'added', text: after[fromY] ?? '' } : { kind: 'removed', text: before[fromX] ?? '' })
    x = fromX
    y = fromY
  }
  return parts.reverse()
}

function joined(parts: readonly Part[]): Part[] {
  const together: Part[] = []
  for (const { kind, text } of parts) {
    const last = together.at(-1)
    if (text === '') continue
    if (last?.kind === kind) last.text += text
    else together.push({ kind, text })
  }
  return together
}

/** How much of what stayed is shown beside a change, in UTF-16 units. */
const around = 160

/** The parts with long stretches that stayed cut to what stands beside a change. */
export function shortened(parts: readonly Part[]): Part[] {
  return parts.map(({ kind, text }, index) => {
    if (kind !== 'same' || text.length <= 3 * around) return { kind, text }
    const beginning = index === 0 ? '' : text.slice(0, around).replace(/\S*$/, '')
    const end = index === parts.length - 1 ? '' : text.slice(-around).replace(/^\S*/, '')
    return { kind, text: `${beginning}[…]${end}` }
  })
}
