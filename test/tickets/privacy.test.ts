import assert from 'node:assert/strict'
import { auditHolder } from '../../src/audit/index.ts'
import type { DataSubject, PersonalDataHolder } from '../../src/kernel/index.ts'
import { doors } from '../support/doors.ts'
import { openEvents } from '../support/events.ts'
import { aCategory, regular } from '../support/forum.ts'
import { Person, signedIn } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { accountOf, aRequest, storedRequest, type MadeRequest } from '../support/tickets.ts'
import type { World } from '../support/world.ts'

/** Where words of the request may stand for whom: paths as the table of addresses writes them. */
const own = ['/requests', '/requests/:number', '/requests/:number/files/:key', '/requests/:number/download']
const redaction = '/requests/:number/messages/:message/redaction'
const staff = [
  '/staff/requests',
  '/staff/requests/:number',
  '/staff/requests/:number/files/:key',
  '/staff/requests/:number/mails/:id',
]

/** All that a holder gives to somebody, as text. */
async function everything(holder: PersonalDataHolder, subject: DataSubject): Promise<string> {
  const all: unknown[] = []
  for (const things of Object.values(await holder.export(subject))) for await (const thing of things) all.push(thing)
  return JSON.stringify(all)
}

describe('words of a private request', () => {
  let app: Running
  let world: World
  let made: MadeRequest
  let fileKey: string
  let readers: Record<string, { person: Person; mayRead: readonly string[] }>
  before(async () => {
    app = await startApp({ liveEvery: 50 })
    const requester = await accountOf(app, 'ann')
    const ann = await regular(app, 'ann')
    world = { app, ann, category: await aCategory(app) }
    made = await aRequest(app, { by: requester, cc: ['ben@demo.example', 'mia@demo.example'] })
    const words = { number: made.number, text: made.marker, format: 'markdown', kind: 'message' } as const
    const files = [{ name: `${made.marker}.txt`, bytes: Buffer.from(made.marker) }]
    await app.tickets.add(requester, { ...words, files, side: 'own' })
    const { people } = await storedRequest(app, made.number)
    const mia = await signedIn(app, 'mia')
    const former = people.find(({ email }) => email === 'mia@demo.example')
    const message = await app.database.connection
      .collection('requestmessages')
      .findOne({ 'files.0': { $exists: true } })
    fileKey = String((message?.['files'] as { key: string }[])[0]?.key)
    readers = {
      visitor: { person: new Person(app), mayRead: [] },
      'another member': { person: await signedIn(app, 'max'), mayRead: [] },
      'a former cc': { person: mia, mayRead: [] },
      'a cc': { person: await signedIn(app, 'ben'), mayRead: own },
      'who asked': { person: ann, mayRead: [...own, redaction] },
      'an agent': { person: await signedIn(app, 'ada'), mayRead: staff },
    }
    assert.equal((await mia.visit(`/requests/${made.number}`)).status, 200)
    await ann.send(`/requests/${made.number}/people/${former?.key ?? ''}/removal`)
  })
  after(() => app.stop())

  /** The address of this very request where the pattern is about one, else one of the kind, with the marker looked for. */
  async function addressOf(path: string): Promise<string | undefined> {
    const ofRequest = path
      .replace(':number', String(made.number))
      .replace(':message', made.messageId)
      .replace(':key', fileKey)
    if (path.includes('/requests/:number')) return ofRequest.includes(':') ? undefined : ofRequest
    const door = doors[`GET ${path}`]
    assert.ok(door, path)
    const asked = await door.ask(world)
    if (asked.isStream) return undefined
    return asked.path.includes('?') ? asked.path : `${asked.path}?q=${made.marker}`
  }

  it('stand at no address for anybody but its people and agents', async function () {
    this.timeout(60_000)
    const places = new Map<string, string[]>()
    const paths = app.routes.filter(({ method, path }) => method === 'GET' && path !== '/sign-out')
    const asked = paths.map(({ path }) => path)
    let next = addressOf(asked[0] ?? '')
    for (const [index, path] of asked.entries()) {
      const address = await next
      // Made while this one is looked at.
      next = addressOf(asked[index + 1] ?? '/')
      if (address === undefined) continue
      const looking = Object.entries(readers).map(async ([reader, { person }]) => {
        const answer = await person.agent.get(person.whole(address)).redirects(0).set('Accept', 'text/html').buffer()
        const bytes = Buffer.isBuffer(answer.body) ? answer.body.toString('latin1') : answer.text
        // What a page only repeats of the address that was asked for tells nothing.
        const said = bytes.replaceAll(new RegExp(`(?:q=|q%3D|value="|%3F[^"]*)${made.marker}`, 'g'), '')
        // The subject has its first eight characters.
        const isFound = said.includes(made.marker.slice(0, 8)) || (path.endsWith('/download') && answer.status === 200)
        if (isFound) places.set(reader, [...(places.get(reader) ?? []), path])
      })
      await Promise.all(looking)
    }
    for (const [reader, { mayRead }] of Object.entries(readers)) {
      const found = places.get(reader) ?? []
      assert.deepEqual(
        found.filter((path) => !mayRead.includes(path)),
        [],
        reader,
      )
      const least = mayRead.filter((path) => !path.includes('/mails/'))
      assert.deepEqual(
        least.filter((path) => !found.includes(path)),
        [],
        `${reader} should read it`,
      )
    }
  })

  it('are in the copy of their data of nobody but who asked, and who of the agents looked stands there', async () => {
    const agent = readers['an agent']
    assert.ok(agent)
    const other = await aRequest(app, { by: await accountOf(app, 'ann') })
    const words = { number: other.number, text: 'See', format: 'markdown', kind: 'message', side: 'own' } as const
    const files = [{ name: 'seen.txt', bytes: Buffer.from('seen') }]
    const { messageId } = await app.tickets.add(await accountOf(app, 'ann'), { ...words, files })
    const messages = app.database.connection.collection<{ _id: string; files: { key: string }[] }>('requestmessages')
    const key = (await messages.findOne({ _id: messageId }))?.files[0]?.key ?? ''
    // The file alone, without the page around it.
    assert.equal((await agent.person.look(`/staff/requests/${other.number}/files/${key}`)).status, 200)
    for (const name of ['ann', 'ben', 'mia', 'max', 'ada'] as const) {
      const { id: accountId } = await accountOf(app, name)
      const data = await everything(app.tickets.holder, { accountId, email: `${name}@demo.example` })
      assert.equal(data.includes(made.marker), name === 'ann', name)
      const looks = await everything(auditHolder(app.audit), { accountId })
      assert.equal(looks.includes(`"id":"${other.number}"`), name === 'ann' || name === 'ada', name)
    }
  })

  it('leave the pages of who is taken out while they are open', async () => {
    const { person } = readers['a cc'] ?? {}
    assert.ok(person)
    const page = await person.visit(`/requests/${made.number}`)
    const cookie = Object.entries(person.cookies()).map(([name, value]) => `${name}=${value}`)
    const url = new URL(page.$('[data-live]').attr('data-live') ?? '', app.reachedAt).href
    const stream = await openEvents(url, { headers: { Cookie: cookie.join('; ') } })
    const { people } = await storedRequest(app, made.number)
    const key = people.find(({ email }) => email === 'ben@demo.example')?.key ?? ''
    await world.ann.send(`/requests/${made.number}/people/${key}/removal`)
    await stream.hear(({ event }) => event === 'end')
    assert.ok(!JSON.stringify(stream.told).includes(made.marker))
    const stranger = await openEvents(url, { headers: { Cookie: cookie.join('; ') } })
    assert.equal(stranger.status, 404)
    for (const each of [stream, stranger]) each.close()
  })
})
