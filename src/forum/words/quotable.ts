import { ownWords } from '../../content/index.ts'
import type { CategoryFacts } from '../category.policy.ts'
import type { CategoryRole } from '../forum.words.ts'
import type { PostInPlace } from '../place.ts'
import { isStanding } from '../sight.ts'

/**
 * How a quote stands: `shown`; `hidden` while its post is out of sight or for fewer readers; `gone` for good, because its
 * post or those words of it were taken back.
 */
export type QuoteState = 'shown' | 'hidden' | 'gone'

const readers: Record<CategoryRole, number> = { public: 2, members: 1, staff: 0 }

/** Whether all who read in one category may read in the other as well. */
export function isOpenTo(
  readersOf: Pick<CategoryFacts, 'readRole'>,
  { readRole }: Pick<CategoryFacts, 'readRole'>,
): boolean {
  return readers[readRole] >= readers[readersOf.readRole]
}

/** Whether a post can be seen where it stands: neither it nor its topic is out of sight. */
export function isInSight({ post, topic }: Pick<PostInPlace, 'post' | 'topic'>): boolean {
  return isStanding(post) && topic.removedAt === undefined && topic.visibility !== 'hidden'
}

/** Whether a passage stands in one of the texts as its writer's own words; white space counts as one space. */
export function occursIn(passage: string, texts: readonly string[]): boolean {
  const wanted = folded(passage)
  if (wanted === '') return false
  return texts.some((text) => {
    const { marked, plain } = ownWords(text)
    return folded(marked).includes(wanted) || folded(plain).includes(wanted)
  })
}

const folded = (text: string): string => text.replace(/\s+/gu, ' ').trim()
