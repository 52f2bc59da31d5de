import { markParts, passage, plainText } from '../../content/index.ts'
import type { Actor } from '../../kernel/index.ts'
import { postPath } from '../addresses.ts'
import type { ForumDeps } from '../deps.ts'
import { pageSize } from '../forum.words.ts'
import { nobody } from '../nobody.ts'
import { byId } from '../queries/list-categories.ts'
import { toRow } from '../queries/list-topics.ts'
import { seenPost, seenTopic } from '../sight.ts'
import type { TopicStatus } from '../status.words.ts'
import { findPosts, type Hit } from './find-posts.ts'
import { latestOpenings } from './latest-openings.ts'
import { partsOf } from './matching-parts.ts'
import { parseQuery, type SearchQuery } from './parse-query.ts'
import type { Candidate } from './rank.ts'
import type { SearchResult, SearchView } from './search.views.ts'

export interface Asked {
  text: string
  /** Beside what the text itself asks for. */
  status?: TopicStatus | undefined
  /** Where the page before ended. */
  after?: string | undefined
}

/** About how many characters of a post a result shows. */
const passageLength = 240

/** A page of what answers a search, best first, one result for each topic. */
export async function searchTopics(deps: ForumDeps, actor: Actor, asked: Asked): Promise<SearchView> {
  const { text, status } = asked
  const parsed = parseQuery(text)
  const query = status === undefined ? parsed : { ...parsed, filters: { ...parsed.filters, status } }
  const found = await findPage(deps, actor, { query, after: asked.after })
  const next = found?.next
  return {
    query: text,
    ...(status === undefined ? {} : { status }),
    results: found ? await toResults(deps, found.hits, query) : [],
    links: next === undefined ? {} : { next: deps.link(searchPath({ ...asked, after: next })) },
    isPartial: found?.hits.some(({ matched }) => matched < query.words.length) ?? false,
    isEmpty: found === undefined,
  }
}

/** A search's own address, below the mount path. */
function searchPath({ text, status, after }: Asked): string {
  const fields = { q: text, ...(status === undefined ? {} : { status }), ...(after === undefined ? {} : { after }) }
  return `/search?${new URLSearchParams(fields).toString()}`
}

/** One page of hits with the key of the next; undefined when nothing is asked for. */
async function findPage(
  deps: ForumDeps,
  actor: Actor,
  { query, after }: { query: SearchQuery; after: string | undefined },
): Promise<{ hits: Hit[]; next?: string } | undefined> {
  const { words, phrases, filters } = query
  if (words.length + phrases.length === 0 && filters.by === undefined) {
    const isFiltered = filters.category !== undefined || filters.status !== undefined
    return isFiltered ? latestOpenings(deps, actor, { filters, after }) : undefined
  }
  const key = after === undefined ? undefined : keyFrom(after)
  const wishes = { limit: pageSize + 1, ...(key ? { accepts: (each: Candidate) => isBehind(each, key) } : {}) }
  const hits = await findPosts(deps, actor, { query, wishes })
  const shown = hits.slice(0, pageSize)
  const last = hits.length > pageSize ? shown.at(-1) : undefined
  return { hits: shown, ...(last ? { next: keyTo(last) } : {}) }
}

// A key is the place of a result in the order of all: it holds when others come between two pages.
const keyTo = ({ matched, score, no }: Candidate): string =>
  [matched, Math.round(score * 100), no].map((each) => each.toString(36)).join('.')

function keyFrom(text: string): number[] | undefined {
  const match = /^([0-9a-z]{1,2})\.([0-9a-z]{1,7})\.([0-9a-z]{1,7})$/.exec(text)
  return match?.slice(1).map((each) => parseInt(each, 36))
}

function isBehind({ matched, score, no }: Candidate, [keyMatched = 0, keyScore = 0, keyNo = 0]: number[]): boolean {
  if (matched !== keyMatched) return matched < keyMatched
  const rounded = Math.round(score * 100)
  return rounded === keyScore ? no < keyNo : rounded < keyScore
}

async function toResults(deps: ForumDeps, hits: readonly Hit[], query: SearchQuery): Promise<SearchResult[]> {
  const places = hits.map(({ place }) => place)
  const people = await deps.accounts.people(
    places.flatMap(({ post, topic }) => [post.authorId, topic.authorId, topic.lastReplyBy]),
  )
  return places.map((place): SearchResult => {
    const [topic, post] = [seenTopic(place.topic), seenPost(place.post)]
    // Whose words are quoted says the page itself.
    const text = plainText(post.source).replace(/^(?:> )+/gm, '')
    return {
      topic: toRow(deps, place.topic, { categories: byId([place.category]), people }),
      title: markParts(topic.title, partsOf(topic.title, query)),
      passage: passage(text, partsOf(text, query), passageLength),
      address: deps.link(postPath(topic, post._id)),
      isOpening: post.isOpening,
      author: (post.authorId === undefined ? undefined : people.get(post.authorId)) ?? nobody,
      writtenAt: post.createdAt,
    }
  })
}
