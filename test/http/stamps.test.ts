import assert from 'node:assert/strict'
import { createConnection, type Connection } from 'mongoose'
import { createStamps, type Stamps } from '../../src/http/stamps.ts'
import { freshDatabase } from '../support/store.ts'

describe('stamps', () => {
  let connection: Connection
  let stamps: Stamps
  let reads: number
  let uri: string

  beforeEach(async () => {
    uri = await freshDatabase()
    connection = await createConnection(uri, { monitorCommands: true, bufferCommands: false }).asPromise()
    stamps = createStamps(connection)
    reads = 0
    connection.getClient().on('commandStarted', ({ commandName }) => {
      if (commandName === 'find') reads += 1
    })
  })

  afterEach(async () => {
    await connection.dropDatabase()
    await connection.close()
  })

  it('give the same text until one of them is bumped, and never an earlier one again', async () => {
    const seen = [await stamps.current(['a', 'b'])]
    assert.equal(await stamps.current(['a', 'b']), seen[0])
    for (const name of ['a', 'b', 'a']) {
      await stamps.bump(name)
      const now = await stamps.current(['a', 'b'])
      assert.ok(!seen.includes(now), `${now} was there before`)
      seen.push(now)
    }
  })

  it('stay as they are when another one is bumped', async () => {
    const before = await stamps.current(['a', 'b'])
    await stamps.bump('c')
    assert.equal(await stamps.current(['a', 'b']), before)
  })

  it('count every bump of many at the same time', async () => {
    await Promise.all(Array.from({ length: 50 }, () => stamps.bump('a', 'b', 'a')))
    assert.equal(await stamps.current(['a', 'b']), 'a=50&b=50')
  })

  it('share a read among all who ask while another is under way', async () => {
    await stamps.current(['a'])
    reads = 0
    const texts = await Promise.all(Array.from({ length: 100 }, (_, at) => stamps.current([`s${at % 7}`])))
    assert.deepEqual(texts.slice(0, 2), ['s0=0', 's1=0'])
    assert.ok(reads <= 2, `a hundred who asked together cost ${reads} reads`)
  })

  it('answer who asks while a read is under way from one that begins afterwards', async () => {
    const begun: unknown[] = []
    const late = new Promise<string>((resolve, reject) => {
      connection.getClient().on('commandStarted', ({ commandName, command }) => {
        if (commandName !== 'find') return
        begun.push((command as { filter: unknown }).filter)
        if (begun.length === 1) stamps.current(['late']).then(resolve, reject)
      })
    })
    await stamps.current(['early'])
    assert.equal(await late, 'late=0')
    assert.deepEqual(begun, [{ _id: { $in: ['early'] } }, { _id: { $in: ['late'] } }])
  })

  it('show a bump that was acknowledged before one asked, whatever is being read meanwhile', async () => {
    const another = createStamps(connection)
    let asking = true
    const crowd = Array.from({ length: 20 }, async () => {
      while (asking) await stamps.current(['a'])
    })
    for (let version = 1; version <= 25; version += 1) {
      await another.bump('a')
      const text = await stamps.current(['a'])
      assert.equal(text, `a=${version}`)
    }
    asking = false
    await Promise.all(crowd)
  })

  it('pass an error on to all who asked, and read again for who asks next', async () => {
    await stamps.bump('a')
    await connection.close()
    const asked = await Promise.allSettled([stamps.current(['a']), stamps.current(['b'])])
    assert.deepEqual(
      asked.map(({ status }) => status),
      ['rejected', 'rejected'],
    )
    await connection.openUri(uri)
    assert.equal(await stamps.current(['a']), 'a=1')
  })
})
