import { plainText } from '../../content/index.ts'
import type { Post } from '../post.model.ts'
import { isOutOfSight, isStanding } from '../sight.ts'
import type { Topic } from '../topic.model.ts'
import { weightLimit } from './index.model.ts'
import { termsOf, tokensOf } from './tokens.ts'

/** BM25: how soon more of the same word stops counting, and how much a long text is held against it. */
const [k1, b] = [1.2, 0.75]

/** Words in a usual post. A fixed number, so that a weight holds whatever else is written. */
const usualLength = 80

/** How many times in the text a word of the title counts. */
const titleBoost = 4

/** A longer text is found by its first different terms; more would be a log or a dump. */
const mostTerms = 2000

/** The term that all posts of an author share. No word has an `@` in front. */
export const authorTerm = (authorId: string): string => `@${authorId}`

/**
 * The terms that a post is found by, each with its weight from 0 to 63; none for a post that doesn't stand. The words of
 * the title belong to the opening post. A function of the post and its topic's title alone, so that the index can be
 * compared with them at any time.
 */
export function weigh(post: Post, topic: Topic): Map<string, number> {
  const weights = new Map<string, number>()
  if (!isStanding(post)) return weights
  const counts = new Map<string, number>()
  const text = tokensOf(plainText(post.source))
  if (post.isOpening && !isOutOfSight(topic)) add(counts, tokensOf(topic.title), titleBoost)
  add(counts, text, 1)
  for (const [term, count] of counts) {
    if (weights.size === mostTerms) break
    weights.set(term, weightOf(count, text.length))
  }
  if (post.authorId !== undefined && !post.isNameless) weights.set(authorTerm(post.authorId), 0)
  return weights
}

function add(counts: Map<string, number>, tokens: ReturnType<typeof tokensOf>, times: number): void {
  for (const token of tokens) {
    for (const term of termsOf(token)) counts.set(term, (counts.get(term) ?? 0) + times)
  }
}

function weightOf(count: number, length: number): number {
  const saturated = (count * (k1 + 1)) / (count + k1 * (1 - b + (b * length) / usualLength))
  return Math.max(1, Math.round((saturated / (k1 + 1)) * (weightLimit - 1)))
}
