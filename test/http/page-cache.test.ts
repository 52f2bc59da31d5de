import assert from 'node:assert/strict'
import { createPageCache, type KeptPage } from '../../src/http/page-cache.ts'

describe('the cache of pages', () => {
  const page = (bytes: number, stamps = 'a=1'): KeptPage => ({
    stamps,
    etag: 'W/"1"',
    status: 200,
    headers: {},
    bodies: new Map([['identity', Buffer.alloc(bytes)]]),
  })

  it('gives back what was kept under the same key, and nothing under another', () => {
    const pages = createPageCache(100_000)
    const kept = page(10)
    pages.keep('html en /', kept)
    assert.equal(pages.get('html en /') === kept, true)
    assert.equal(pages.get('json en /') === undefined, true)
  })

  it('lets go of what was not asked for longest when its bytes are full', () => {
    const pages = createPageCache(35_000)
    for (const key of ['first', 'second', 'third']) pages.keep(key, page(10_000))
    pages.get('first')
    pages.keep('fourth', page(10_000))
    assert.deepEqual(
      ['first', 'second', 'third', 'fourth'].map((key) => pages.get(key) !== undefined),
      [true, false, true, true],
    )
  })

  it('counts what is added to a page in another encoding', () => {
    const pages = createPageCache(35_000)
    const first = page(10_000)
    pages.keep('first', first)
    pages.keep('second', page(10_000))
    pages.addBody('second', pages.get('second') ?? page(0), { encoding: 'br', bytes: Buffer.alloc(14_000) })
    assert.equal(pages.get('first') === undefined, true)
    assert.equal(pages.get('second')?.bodies.get('br')?.length, 14_000)
  })

  it('counts two encodings that were made at the same time', () => {
    const pages = createPageCache(35_000)
    pages.keep('first', page(10_000))
    const second = page(10_000)
    pages.keep('second', second)
    pages.addBody('second', second, { encoding: 'br', bytes: Buffer.alloc(7000) })
    pages.addBody('second', second, { encoding: 'gzip', bytes: Buffer.alloc(7000) })
    assert.equal(pages.get('first') === undefined, true)
  })

  it('does not bring back a page that was replaced while it was being compressed', () => {
    const pages = createPageCache(100_000)
    const old = page(10_000, 'a=1')
    const made = page(10_000, 'a=2')
    pages.keep('key', old)
    pages.keep('key', made)
    pages.addBody('key', old, { encoding: 'br', bytes: Buffer.alloc(100) })
    assert.equal(pages.get('key') === made, true)
    assert.equal(made.bodies.has('br'), false)
  })

  it('keeps nothing that is larger than all of it', () => {
    const pages = createPageCache(5000)
    pages.keep('key', page(10_000))
    assert.equal(pages.get('key') === undefined, true)
  })
})
