import assert from 'node:assert/strict'
import { newId } from '../../src/kernel/index.ts'
import {
  aCategory,
  aReply,
  aTopic,
  manyReplies,
  manyTopics,
  regular,
  stored,
  type MadeCategory,
  type MadeTopic,
} from '../support/forum.ts'
import { Person } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

interface Listed {
  rows: { id: string; isMarked?: boolean }[]
  links: { first?: string; previous?: string; next?: string }
}

inEverySetting('a long list', (setting) => {
  let app: Running
  let ann: Person
  let guest: Person
  let category: MadeCategory
  let topic: MadeTopic
  let now = new Date('2024-05-01T12:00:00Z')
  before(async () => {
    app = await startApp({ setting, clock: () => now })
    ann = await regular(app, 'ann')
    guest = new Person(app)
    category = await aCategory(app)
    topic = await aTopic(app, { by: ann, in: category })
    // Five of each millisecond: where a page ends must not hang on the time alone.
    await manyReplies(app, topic, { count: 65, perMoment: 5 })
    now = new Date(now.getTime() + 1000)
  })
  after(() => app.stop())

  async function read(address: string, key: 'replies' | 'topics'): Promise<Listed> {
    const { status, body } = await guest.json(address)
    assert.equal(status, 200, address)
    const view = body as Record<string, unknown>
    return { rows: view[key] as Listed['rows'], links: view['links'] as Listed['links'] }
  }
  /** Ids of all rows from an address on, page by page; `between` happens before each next page. */
  async function walk(
    from: string,
    {
      to,
      key = 'replies',
      between,
    }: { to: 'next' | 'previous'; key?: 'replies' | 'topics'; between?: () => Promise<unknown> },
  ): Promise<{ pages: string[][]; last: string }> {
    const pages: string[][] = []
    for (let address = from; ;) {
      const { rows, links } = await read(address, key)
      pages.push(rows.map(({ id }) => id))
      const onward = links[to]
      if (onward === undefined) return { pages, last: address }
      await between?.()
      address = onward
    }
  }
  const inOrder = async (): Promise<string[]> => {
    const posts = await stored(app)
      .posts.find({ topicId: topic.id, isOpening: false })
      .sort({ createdAt: 1, _id: 1 })
      .toArray()
    return posts.map(({ _id }) => _id)
  }

  it('of replies is read forward and back with no row lost or doubled', async () => {
    const all = await inOrder()
    assert.equal(all.length, 65)
    const forward = await walk(topic.path, { to: 'next' })
    assert.deepEqual(forward.pages.flat(), all)
    assert.deepEqual(
      forward.pages.map(({ length }) => length),
      [20, 20, 20, 5],
    )
    const back = await walk(forward.last, { to: 'previous' })
    assert.deepEqual(back.pages.reverse().flat(), all)
    // The way back ends at a first page that has nothing before it.
    assert.equal((await read(topic.path, 'replies')).links.previous, undefined)
    assert.equal((await read(forward.last, 'replies')).links.first, app.mountPath + topic.path)
  })

  it('of replies loses and doubles none while others write', async () => {
    const known = await inOrder()
    const between = async (): Promise<void> => {
      now = new Date(now.getTime() + 1)
      await aReply(topic.id, { by: ann, text: 'In between' })
    }
    const seen = (await walk(topic.path, { to: 'next', between })).pages.flat()
    assert.equal(new Set(seen).size, seen.length)
    assert.deepEqual(seen, await inOrder())
    assert.ok(known.every((id) => seen.includes(id)))
    const { last } = await walk(topic.path, { to: 'next' })
    const back = (await walk(last, { to: 'previous', between })).pages.reverse().flat()
    assert.deepEqual(back, seen)
  })

  it('of replies opens at any one of them by its lasting address, marked, and goes on from there both ways', async () => {
    const all = await inOrder()
    for (const at of [0, 19, 20, 40, all.length - 1]) {
      const id = all[at] ?? ''
      const page = await guest.visit(`/posts/${id}`)
      assert.equal(page.address, `${app.mountPath}${topic.path}?post=${id}`)
      assert.equal(page.$(`#post-${id}[data-marked]`).length, 1)
      assert.equal(page.$('[data-marked]').length, 1)
      const around = await read(`${topic.path}?post=${id}`, 'replies')
      assert.ok(around.rows.length <= 20)
      const later = around.links.next === undefined ? [] : (await walk(around.links.next, { to: 'next' })).pages.flat()
      const earlier =
        around.links.previous === undefined
          ? []
          : (await walk(around.links.previous, { to: 'previous' })).pages.reverse().flat()
      assert.deepEqual([...earlier, ...around.rows.map((row) => row.id), ...later], all, `around reply ${at}`)
    }
  })

  it('of replies shows the opening on each page, and an own new reply where it stands', async () => {
    const sent = await ann.post(`/t/${topic.id}/posts`, {
      text: 'My **own** words',
      submission: newId(),
      _csrf: await ann.csrf(),
    })
    assert.equal(sent.status, 200)
    assert.equal(sent.$('[data-marked] strong').text(), 'own')
    assert.equal(sent.$(`#post-${topic.openingId}`).length, 1)
    assert.equal(sent.$('#reply form').length, 1)
  })

  it('of topics is read forward and back with no row lost or doubled while others begin new ones', async () => {
    const own = await aCategory(app)
    const known = await manyTopics(app, await aTopic(app, { by: ann, in: own }), 43)
    const between = async (): Promise<void> => {
      now = new Date(now.getTime() + 1)
      await aTopic(app, { by: ann, in: own })
    }
    for (const path of [own.path, '/']) {
      const { pages, last } = await walk(path, { to: 'next', key: 'topics', between })
      const seen = pages.flat()
      assert.equal(new Set(seen).size, seen.length)
      assert.ok(known.every((id) => seen.includes(id)))
      const back = (await walk(last, { to: 'previous', key: 'topics' })).pages.reverse().flat()
      assert.equal(new Set(back).size, back.length)
      assert.ok(seen.every((id) => back.includes(id)))
    }
  })

  it('begins at its start when the key is none', async () => {
    const first = (await read(topic.path, 'replies')).rows.map(({ id }) => id)
    for (const key of ['', 'x', 'lw0.short', '....', 'zzzzzzzzzz.0123456789ab', '-1.0123456789ab', '%00', '🙂']) {
      for (const name of ['after', 'before', 'post']) {
        const { rows } = await read(`${topic.path}?${name}=${encodeURIComponent(key)}`, 'replies')
        assert.deepEqual(
          rows.map(({ id }) => id),
          first,
          `${name}=${key}`,
        )
      }
    }
    const beyond = await read(`${topic.path}?after=zzzzzzzzz.zzzzzzzzzzzz`, 'replies')
    assert.deepEqual(beyond.rows, [])
    assert.equal((await guest.look(`${topic.path}?after=${'x'.repeat(41)}`)).status, 404)
  })

  it('moves from an old title to the new one with the page that was asked for, and nothing more', async () => {
    const move = async (query: string): Promise<string> => {
      const { status, headers } = await guest.look(`/t/${topic.id}/an-old-title${query}`)
      assert.equal(status, 301)
      return (headers['location'] ?? '').slice(app.url.length + topic.path.length)
    }
    assert.equal(await move(''), '')
    assert.equal(await move('?post=0123456789ab'), '?post=0123456789ab')
    assert.equal(await move('?after=lvnp0m8w.0123456789ab'), '?after=lvnp0m8w.0123456789ab')
    assert.equal(await move('?utm=x&q=//evil.example'), '')
    assert.equal(await move('?post=%0d%0aSet-Cookie:%20a=b'), '?post=%0D%0ASet-Cookie%3A+a%3Db')
    assert.equal(await move('?post=%F0%9F%99%82'), '?post=%F0%9F%99%82')
    for (const slug of ['%00', '%F0%9F%99%82', '..', 'x'.repeat(2000), '%2e%2e%2f', '[removed]'])
      assert.ok([301, 404].includes((await guest.look(`/t/${topic.id}/${slug}`)).status), slug)
  })
})
