import { Decimal128, Double, Long, type Db } from 'mongodb'
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dump, restore } from '../../src/embedded-mongodb/tools/dump.ts'
import { openSession, type Session } from '../../src/embedded-mongodb/tools/session.ts'
import { aServer, type Fixture } from './fixture.ts'

describe('the tools', () => {
  let fixture: Fixture
  let other: Fixture
  let place: string
  let db: Db
  before(async () => {
    ;[fixture, other] = [await aServer(), await aServer()]
    place = mkdtempSync(join(tmpdir(), 'embedded-tools-'))
    db = fixture.client.db('shop')
    await db.collection('a').insertMany(Array.from({ length: 2500 }, (_, n) => ({ n, text: 'x'.repeat(200) })))
    await db.collection('a').createIndexes([{ key: { n: -1 }, unique: true }])
    await db
      .collection('b/c')
      .insertOne({ d: new Double(1), l: Long.fromNumber(5), m: Decimal128.fromString('1.50'), when: new Date(5) })
  })
  after(async () => {
    await Promise.all([fixture.end(), other.end()])
    rmSync(place, { recursive: true, force: true })
  })

  async function session<T>(of: Fixture, work: (session: Session) => Promise<T>): Promise<T> {
    const opened = await openSession(of.folder)
    try {
      return await work(opened)
    } finally {
      await opened.close()
    }
  }

  it('dump and restore everything, with types, options and indexes', async () => {
    const to = join(place, 'dump')
    const dumped = await session(fixture, (opened) => dump(opened, to))
    assert.equal(dumped.get('shop.a'), 2500)
    assert.deepEqual(readdirSync(join(to, 'shop')).sort(), [
      'a.bson',
      'a.metadata.json',
      'b%2Fc.bson',
      'b%2Fc.metadata.json',
    ])
    const restored = await session(other, (opened) => restore(opened, to))
    assert.deepEqual(restored, dumped)
    const raw = (of: Fixture): Promise<unknown[]> =>
      of.client.db('shop').collection('b/c').find({}, { raw: true }).toArray()
    assert.deepEqual(await raw(other), await raw(fixture))
    assert.deepEqual(await other.client.db('shop').collection('a').indexes(), await db.collection('a').indexes())
  })

  it('copy the store while it is written to', async () => {
    const to = join(place, 'copy')
    const state = { stop: false }
    const writing = (async () => {
      for (let n = 10_000; !state.stop; n++) await db.collection('a').insertOne({ n, text: 'later' })
    })()
    await fixture.client.db('admin').command({ copy: 1, to })
    state.stop = true
    await writing
    const copy = await aServer({ folder: to })
    assert.deepEqual((await copy.client.db('shop').command({ validate: 'a' }))['errors'], [])
    assert.ok((await copy.client.db('shop').collection('a').countDocuments()) >= 2500)
    await copy.end()
    await assert.rejects(fixture.client.db('admin').command({ copy: 1, to: 'relative' }), { code: 2 })
    await assert.rejects(fixture.client.db('admin').command({ copy: 1, to: place }), { code: 2 })
  })
})
