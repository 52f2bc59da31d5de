import { LRUCache } from 'lru-cache'
import type { Encoding } from './compress.ts'

/** A finished response of a public page, by encoding. */
export interface KeptPage {
  /** The stamps the page was made from, with their versions. */
  stamps: string
  etag: string
  status: number
  /** No value takes a header away that every answer has. */
  headers: Readonly<Record<string, string | undefined>>
  bodies: Map<Encoding, Buffer>
}

export interface PageCache {
  get(key: string): KeptPage | undefined
  keep(key: string, page: KeptPage): void
  /** Adds a body in another encoding to a kept page, and counts its bytes. */
  addBody(key: string, page: KeptPage, body: { encoding: Encoding; bytes: Buffer }): void
}

/**
 * Pages of readers who aren't signed in, in this process's memory, bounded in bytes. A page is looked up together
 * with its stamps' present versions, so age is no question of correctness; the bound of a minute only limits what
 * a process that dies between a write and its bump can leave behind in others.
 */
export function createPageCache(maxBytes: number): PageCache {
  const pages = new LRUCache<string, KeptPage>({
    maxSize: maxBytes,
    ttl: 60_000,
    sizeCalculation: (page, key) => key.length + 500 + sum([...page.bodies.values()].map((bytes) => bytes.length)),
  })
  return {
    get: (key) => pages.get(key),
    keep: (key, page) => void pages.set(key, page),
    addBody(key, page, { encoding, bytes }) {
      page.bodies.set(encoding, bytes)
      // The cache counts an entry's bytes anew only for another object; that the bodies are shared tells the same page.
      if (pages.peek(key)?.bodies === page.bodies) pages.set(key, { ...page }, { noUpdateTTL: true })
    },
  }
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
