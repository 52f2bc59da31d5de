import type { Filled } from '../forum/fill.ts'
import type { BaselineKind } from '../baseline.ts'

/** One line of the table: what is asked of whom. */
export interface Row {
  name: string
  of: BaselineKind | 'product'
  path: string
  headers?: Record<string, string>
  status: number
  /** The least ratio to the Express string that is good enough. */
  goal?: number
}

/** The row that all ratios are to. */
export const reference = 'Express string'

// A parameter that nobody knows changes nothing on the page but is part of its address, so none is found in the cache.
const unlike = (path: string): string => `${path}${path.includes('?') ? '&' : '?'}unlike=[<id>]`

/** What is measured in each round, in this order and the next time in the reverse. */
export function rowsOf(filled: Filled, facts: { etag: string; css: string }): Row[] {
  const { topicPath: topic, cookie } = filled
  const ask = (name: string, path: string, more: Partial<Row> = {}): Row => ({
    ...{ name, of: 'product', path, status: 200 },
    ...more,
  })
  return [
    ask('node:http string', '/', { of: 'node' }),
    ask(reference, '/', { of: 'express' }),
    ask('Express and EJS, 20 posts from memory', '/', { of: 'ejs' }),
    ask('topic, signed out, kept', topic, { goal: 0.8 }),
    ask('topic, signed out, kept, Brotli', topic, { headers: { 'accept-encoding': 'gzip, br' }, goal: 0.8 }),
    ask('topic, signed out, not modified', topic, { headers: { 'if-none-match': facts.etag }, status: 304, goal: 0.8 }),
    ask('topic, signed out, made anew', unlike(topic), { goal: 0.25 }),
    ask('topic, signed in', topic, { headers: { cookie }, goal: 0.2 }),
    ask('home, signed out, kept', '/', { goal: 0.8 }),
    ask('home, signed out, made anew', unlike('/'), { goal: 0.25 }),
    ask('category, signed out, kept', filled.categoryPath, { goal: 0.8 }),
    ask('category, signed out, made anew', unlike(filled.categoryPath), { goal: 0.25 }),
    ask('10,000 posts, first page, made anew', unlike(filled.longTopicPath)),
    ask('10,000 posts, deep page, made anew', unlike(filled.deepPath)),
    ask('style sheet', facts.css, { headers: { 'accept-encoding': 'gzip, br' } }),
  ]
}
