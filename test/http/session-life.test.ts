import assert from 'node:assert/strict'
import { promisify } from 'node:util'
import session from 'express-session'
import type { SessionValues } from '../../src/http/session-values.ts'
import { SessionStore } from '../../src/http/session-store.ts'
import { until } from '../support/gate.ts'
import { Person } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'

const minute = 60 * 1000
const hour = 60 * minute
const day = 24 * hour

describe('how long a session lasts', () => {
  let app: Running
  let now = new Date()
  before(async () => {
    app = await startApp({ clock: () => now, options: { sessionHours: 3, rememberDays: 5 } })
    await new Person(app).signIn('ben')
  })
  beforeEach(() => (now = new Date()))
  after(() => app.stop())

  const pass = (time: number): void => void (now = new Date(now.getTime() + time))
  const kept = (): ReturnType<typeof app.database.connection.collection> =>
    app.database.connection.collection('sessions')
  const cookieOf = (headers: Record<string, string>): string => String(headers['set-cookie'])

  /** Signs in by the link that stands on the page while its box is ticked, or while it isn't. */
  async function comeIn({ stays }: { stays: boolean }): Promise<{ person: Person; cookie: string }> {
    const person = new Person(app)
    const choice = await person.visit('/sign-in?return=/me')
    const door = choice.$(`.doors-${stays ? 'staying' : 'brief'} .door`).attr('href') ?? ''
    const asked = await person.visit(door)
    const action = asked.$('form').attr('action') ?? ''
    const chosen = await person.agent.post(action).type('form').send({ persona: 'ben' }).redirects(1)
    const back = await person.look(new URL(String(chosen.headers['location'])).href.slice(app.url.length))
    assert.match(String(back.headers['location']), /\/me$/)
    return { person, cookie: cookieOf(back.headers) }
  }
  const isIn = async (person: Person): Promise<boolean> => (await person.greeted()) !== ''

  it('is until the browser closes, or until it was not used for as long as the settings say', async () => {
    const { person, cookie } = await comeIn({ stays: false })
    assert.doesNotMatch(cookie, /Expires|Max-Age/i)
    pass(3 * hour - minute)
    assert.ok(await isIn(person))
    const at = now
    await until(async () => (await kept().countDocuments({ 'session.lastUsedAt': at })) === 1)
    pass(3 * hour - minute)
    assert.ok(await isIn(person), 'it was used in between')
    await until(async () => (await kept().countDocuments({ 'session.lastUsedAt': now })) === 1)
    pass(3 * hour)
    assert.ok(!(await isIn(person)))
    assert.equal((await person.look('/me')).status, 302)
  })

  it('is as many days as the settings say for who ticks the box, used or not, and no longer', async () => {
    const { person, cookie } = await comeIn({ stays: true })
    const expires = new Date(/Expires=([^;]+)/i.exec(cookie)?.[1] ?? '').getTime()
    assert.ok(Math.abs(expires - Date.now() - 5 * day) < minute, cookie)
    pass(2 * day)
    assert.ok(await isIn(person), 'not used for two days')
    // A write of its own, such as a message for the next page, moves nothing.
    const saved = await person.submit(await person.visit('/me'), {}, 'form[action$="/me"]')
    assert.equal(saved.status, 200)
    const stored = await kept().findOne({ 'session.stays': true })
    assert.ok(Math.abs(Number(stored?.['expires']) - Date.now() - 3 * day) < minute, 'three days are left')
    pass(3 * day)
    assert.ok(!(await isIn(person)))
  })

  it('is asked again at each sign-in', async () => {
    const { person } = await comeIn({ stays: true })
    await person.signIn('ben')
    pass(4 * hour)
    assert.ok(!(await isIn(person)))
  })

  it('is told in the list of sessions, with the last use as it was five minutes ago at most', async () => {
    const { person } = await comeIn({ stays: true })
    const started = now
    pass(4 * minute)
    assert.ok(await isIn(person))
    pass(2 * minute)
    assert.ok(await isIn(person))
    const used = now
    await until(async () => (await kept().countDocuments({ 'session.lastUsedAt': used })) === 1)
    const stored = await kept().findOne({ 'session.lastUsedAt': used })
    assert.equal((stored?.['session'] as SessionValues | undefined)?.startedAt?.getTime(), started.getTime())
    const list = await person.visit('/me/sign-ins')
    const own = list.$('#own-sessions ~ .rows li').first()
    assert.match(own.text(), /This one/)
    assert.match(own.text(), /Stays signed in/)
    const times = own.find('time').toArray()
    assert.deepEqual(
      times.map(({ attribs }) => new Date(attribs['datetime'] ?? '').getTime()),
      [started.getTime(), used.getTime()],
    )
  })

  it('is over when it is ended elsewhere, also for a request that is under way at that moment', async () => {
    const store = new SessionStore(app.database.connection, hour)
    const call = (work: (done: (error?: unknown) => void) => void): Promise<void> => promisify(work)()
    const id = 'a session of this test'
    const request = { sessionID: id, sessionStore: store } as never
    const made = store.createSession(request, { cookie: new session.Cookie() })
    const fresh = { cookie: made.cookie }
    await call((done) => store.set(id, fresh, done))
    assert.equal(await kept().countDocuments({ _id: id as never }), 1)
    await call((done) => store.set(id, made, done))
    await kept().deleteOne({ _id: id as never })
    for (const each of [made, fresh]) {
      await call((done) => store.set(id, each, done))
      assert.equal(await kept().countDocuments({ _id: id as never }), 0)
    }
  })
})
