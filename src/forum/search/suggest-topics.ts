import type { Actor } from '../../kernel/index.ts'
import { topicPath } from '../addresses.ts'
import type { ForumDeps } from '../deps.ts'
import { seenTopic } from '../sight.ts'
import { findPosts, type Hit } from './find-posts.ts'
import { fold } from './fold.ts'
import type { SearchIndex } from './index.model.ts'
import { parseQuery, type SearchQuery } from './parse-query.ts'
import type { SuggestedTopic } from './search.views.ts'

/** How many topics are offered while somebody types. */
const shown = 6

/** How many similar topics are shown beside a new title. */
const similarShown = 5

/** How many words may stand for one that is still being typed. */
const mostEndings = 10

/** The best topics for a search that is being typed: its last word may go on. */
export async function suggestTopics(deps: ForumDeps, actor: Actor, text: string): Promise<SuggestedTopic[]> {
  const query = await withEndings(deps.search, parseQuery(text), text)
  if (query.words.length + query.phrases.length === 0) return []
  return toSuggestions(deps, await findPosts(deps, actor, { query, wishes: { limit: shown } }))
}

/** Topics about what a new title says, best first: those that share at least half of its telling words. */
export async function similarTopics(deps: ForumDeps, actor: Actor, title: string): Promise<SuggestedTopic[]> {
  const { words } = parseQuery(title.replace(/["-]/g, ' '))
  if (words.length === 0) return []
  const query: SearchQuery = { words, phrases: [], without: [], withoutPhrases: [], filters: {} }
  const wishes = { limit: similarShown, tolerance: words.length < 3 ? 0 : Math.floor(words.length / 2) }
  return toSuggestions(deps, await findPosts(deps, actor, { query, wishes }))
}

function toSuggestions(deps: ForumDeps, hits: readonly Hit[]): SuggestedTopic[] {
  return hits.map(({ place }) => {
    const topic = seenTopic(place.topic)
    const { title, isSolved } = topic
    return { title, address: deps.link(topicPath(topic)), category: place.category.name, isSolved }
  })
}

async function withEndings(index: SearchIndex, query: SearchQuery, text: string): Promise<SearchQuery> {
  const last = query.words.at(-1)
  if (!last || last.word.length < 2 || !fold(text).endsWith(last.word)) return query
  const terms = [...new Set([...last.terms, ...(await termsThatBegin(index, last.word))])]
  return { ...query, words: [...query.words.slice(0, -1), { ...last, terms }] }
}

/** The first terms that begin like a word. Goes from one to the next over all their lists, so it costs the same for long ones. */
async function termsThatBegin({ blocks }: SearchIndex, beginning: string): Promise<string[]> {
  const terms: string[] = []
  let from = beginning
  while (terms.length < mostEndings) {
    const [next] = await blocks
      .find({ _id: { $gte: from, $lt: `${beginning}\uffff` } })
      .project<{ _id: string }>({ _id: 1 })
      .sort({ _id: 1 })
      .limit(1)
      .toArray()
    if (!next) break
    const term = next._id.slice(0, next._id.lastIndexOf(' '))
    terms.push(term)
    from = `${term}!`
  }
  return terms
}
