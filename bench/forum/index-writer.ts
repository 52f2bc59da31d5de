import type { Connection } from 'mongoose'
import type { Post } from '../../src/forum/post.model.ts'
import { blockId, blockSize, defineSearchIndex, weightLimit, type Entry } from '../../src/forum/search/index.model.ts'
import { weigh } from '../../src/forum/search/weigh.ts'
import { textsOf } from '../../src/forum/search/write-index.ts'
import type { Topic } from '../../src/forum/topic.model.ts'

interface IndexWriter {
  add(drafted: { topic: Topic; posts: readonly Post[] }): Promise<void>
  end(): Promise<void>
}

/** Writes the search index as the product would, a whole block of numbers at once: each list is written once, not for each post. */
export function indexWriter(connection: Connection): IndexWriter {
  const index = defineSearchIndex(connection)
  const termsOf = rememberingTerms()
  let no = 0
  let entries: Entry[] = []
  let lists = new Map<string, number[]>()
  const flush = async (): Promise<void> => {
    const b = Math.floor(no / blockSize)
    const blocks = [...lists].map(([term, p]) => ({ _id: blockId(term, b), b, p }))
    lists = new Map()
    const written = entries
    entries = []
    if (written.length > 0) await index.entries.insertMany(written, { ordered: false })
    if (blocks.length > 0) await index.blocks.insertMany(blocks, { ordered: false })
  }
  const add = (_id: string, terms: readonly string[]): void => {
    entries.push({ _id, no, terms: [...terms] })
    for (const text of terms) {
      const space = text.lastIndexOf(' ')
      const posting = (no % blockSize) * weightLimit + Number(text.slice(space + 1))
      const list = lists.get(text.slice(0, space))
      if (list) list.push(posting)
      else lists.set(text.slice(0, space), [posting])
    }
  }
  return {
    async add({ topic, posts }) {
      for (const post of posts) {
        no += 1
        add(post._id, termsOf(post, topic))
        if ((no + 1) % blockSize === 0) await flush()
      }
    },
    async end() {
      await flush()
      await index.counters.insertOne({ _id: 'posts', last: no })
    },
  }
}

/** The terms of replies by their text, which many share, each with its author's. */
function rememberingTerms(): (post: Post, topic: Topic) => readonly string[] {
  const known = new Map<string, string[]>()
  return (post, topic) => {
    if (post.isOpening) return textsOf(weigh(post, topic))
    const terms = known.get(post.source) ?? textsOf(weigh(post, topic)).slice(0, -1)
    known.set(post.source, terms)
    return [...terms, `@${post.authorId ?? ''} 0`]
  }
}
