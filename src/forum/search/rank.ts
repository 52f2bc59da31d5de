import type { SearchIndex } from './index.model.ts'
import type { SearchQuery } from './parse-query.ts'
import { readPostings, type Postings } from './postings.ts'
import { authorTerm } from './weigh.ts'

/** A post that may answer, by its number. */
export interface Candidate {
  no: number
  score: number
  /** How many of the words it has. */
  matched: number
}

/** How many candidates are looked at more closely at most. */
const mostCandidates = 1000

/**
 * The posts that answer a query best, best first: those with more of its words before others, then by BM25, then the
 * newest. Passages are only narrowed down here: what comes out is to be looked at before it is shown.
 */
export async function rank(
  index: SearchIndex,
  query: Pick<SearchQuery, 'words' | 'phrases' | 'without'>,
  authorId?: string,
): Promise<Candidate[]> {
  const size = ((await index.counters.findOne({ _id: 'posts' }))?.last ?? 0) + 1
  const read = (terms: readonly string[]): Promise<Postings> => readPostings(index, terms, size)
  const passages = query.phrases.flatMap(({ words }) => words)
  const [author, inPassages, words, without] = await Promise.all([
    authorId === undefined ? undefined : read([authorTerm(authorId)]),
    Promise.all(passages.map(({ terms }) => read(terms))),
    Promise.all(query.words.map(({ terms }) => read(terms))),
    Promise.all(query.without.map(({ terms }) => read(terms))),
  ])
  const tally = createTally(size)
  for (const postings of words) tally.count(postings)
  for (const postings of inPassages) tally.require(postings, { isScored: true })
  if (author) tally.require(author, { isScored: false })
  for (const postings of without) tally.leaveOut(postings)
  return tally.best()
}

interface Tally {
  count(postings: Postings): void
  /** Only what has all that is required comes out. */
  require(postings: Postings, how: { isScored: boolean }): void
  leaveOut(postings: Postings): void
  best(): Candidate[]
}

function createTally(size: number): Tally {
  const scores = new Float32Array(size)
  const matched = new Uint8Array(size)
  const met = new Uint8Array(size)
  const out = new Uint8Array(size)
  let counted: Postings[] = []
  let mustHave: Postings[] = []
  const addScore = ({ weights, numbers }: Postings): void => {
    const rarity = Math.log(1 + (size - numbers.length + 0.5) / (numbers.length + 0.5))
    for (const no of numbers) scores[no] = (scores[no] ?? 0) + (weights[no] ?? 0) * rarity
  }
  const increase = (counts: Uint8Array, { numbers }: Postings): void => {
    for (const no of numbers) counts[no] = (counts[no] ?? 0) + 1
  }
  return {
    count(postings) {
      counted = [...counted, postings]
      addScore(postings)
      increase(matched, postings)
    },
    require(postings, { isScored }) {
      mustHave = [...mustHave, postings]
      if (isScored) addScore(postings)
      increase(met, postings)
    },
    leaveOut(postings) {
      increase(out, postings)
    },
    best() {
      const best = createBest()
      for (const no of numbersOf(counted, mustHave)) {
        if (met[no] !== mustHave.length || out[no] !== 0) continue
        if (counted.length > 0 && matched[no] === 0) continue
        best.offer({ no, score: scores[no] ?? 0, matched: matched[no] ?? 0 })
      }
      return best.inOrder()
    },
  }
}

/** The numbers to look at, each once: those of the shortest list that all must be on, else all that any word has. */
function* numbersOf(counted: readonly Postings[], mustHave: readonly Postings[]): Generator<number> {
  const [shortest] = mustHave.toSorted((a, b) => a.numbers.length - b.numbers.length)
  if (shortest) return yield* shortest.numbers
  for (const [at, { numbers }] of counted.entries()) {
    const before = counted.slice(0, at)
    for (const no of numbers) if (!before.some(({ weights }) => weights[no] !== 0)) yield no
  }
}

interface Best {
  offer(candidate: Candidate): void
  inOrder(): Candidate[]
}

/** Keeps the best of many without sorting all: sorts when twice as many are there as are wanted. */
function createBest(): Best {
  let kept: Candidate[] = []
  let least: Candidate | undefined
  const cut = (): void => {
    kept = kept.sort(byRank).slice(0, mostCandidates)
    least = kept.length === mostCandidates ? kept.at(-1) : undefined
  }
  return {
    offer(candidate) {
      if (least && byRank(candidate, least) > 0) return
      kept.push(candidate)
      if (kept.length === 2 * mostCandidates) cut()
    },
    inOrder() {
      cut()
      return kept
    },
  }
}

const byRank = (a: Candidate, b: Candidate): number => b.matched - a.matched || b.score - a.score || b.no - a.no
