import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import type { HostUser } from '../../src/index.ts'
import { aCategory, aTopic, type MadeTopic } from '../support/forum.ts'
import { Person } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { words } from '../support/words.ts'

/** Who is known at the shop that holds the product; its cookie names one of them. */
const users: Record<string, HostUser> = {
  zoe: { id: 7, name: 'Zoe Shopper', email: 'zoe@shop.example', emailVerified: true },
  yan: { id: 8, name: 'Yan Shopper' },
  ann: { id: 9, name: 'Ann', email: 'ann@demo.example', emailVerified: true },
  sly: { id: 10, name: 'Ann', email: 'ann@demo.example', emailVerified: false },
}

function currentUser({ headers }: IncomingMessage): HostUser | undefined {
  const [, name = ''] = /shop=(\w+)/.exec(headers.cookie ?? '') ?? []
  if (name === 'broken') throw new Error('as the test wants')
  return users[name]
}

describe('somebody who is signed in at the host', () => {
  let app: Running
  let topic: MadeTopic
  before(async () => {
    const host = { label: 'the shop', currentUser, signOutUrl: 'https://shop.example/bye' }
    app = await startApp({ setting: 'mounted in a host', options: { host, demo: true } })
    const ann = await new Person(app).signIn('ann')
    topic = await aTopic(app, { by: ann, in: await aCategory(app) })
  })
  after(() => app.stop())

  const at = (person: Person, name: string): void => {
    person.agent.jar.setCookie(`shop=${name}; Path=/`, 'localhost', '/')
  }
  const arriving = (name: string): Person => {
    const person = new Person(app)
    at(person, name)
    return person
  }
  /** A person of the shop who has opened an account here, in a browser of their own. */
  const known = async (name: string): Promise<Person> => {
    const person = arriving(name)
    const page = await person.visit('/sign-in/host')
    if (page.$('form[action$="/welcome"]').length > 0) await person.acceptWelcome(page)
    return person
  }

  it('reads as a guest, without a cookie of ours, until they ask in; then they are greeted and come back', async () => {
    const zoe = arriving('zoe')
    const page = await zoe.visit(topic.path)
    assert.equal(page.$('.menu-name').length, 0)
    assert.equal(zoe.cookies()['candor'], undefined)
    const link = page.$('.site-head a[rel=nofollow]').last().attr('href') ?? ''
    const doors = await zoe.visit(link)
    const way = doors
      .$('.door')
      .filter((_at, door) => doors.$(door).text().includes('the shop'))
      .first()
    const welcome = await zoe.visit(way.attr('href') ?? '')
    assert.equal(welcome.$('input[name=name]').attr('value'), 'Zoe Shopper')
    const back = await zoe.acceptWelcome(welcome)
    assert.equal(back.address, app.mountPath + topic.path)
    assert.equal(back.$('.menu-name bdi').text(), 'Zoe Shopper')
  })

  it('is signed in at their first page in any browser once they have an account, also to write', async () => {
    await known('yan')
    const elsewhere = arriving('yan')
    assert.equal((await elsewhere.visit(topic.path)).$('.menu-name bdi').text(), 'Yan Shopper')
    const sent = await elsewhere.send(`/t/${topic.id}/posts`, { text: 'From the shop' })
    assert.equal(sent.status, 303)
  })

  it('is signed out with their next request after they left the host, and nobody’s session stays', async () => {
    const yan = await known('yan')
    assert.equal(await yan.greeted(), 'Yan Shopper')
    const cookie = `candor=${String(yan.cookies()['candor'])}`
    at(yan, 'nobody')
    const sent = await yan.send(`/t/${topic.id}/posts`, { text: 'Too late' }, { Accept: 'application/json' })
    assert.equal(sent.status, 401)
    assert.equal(await yan.greeted(), '')
    assert.equal((await new Person(app).visit('/', { Cookie: cookie })).$('.menu-name').length, 0)
  })

  it('is somebody else as soon as the host says so', async () => {
    await known('zoe')
    const yan = await known('yan')
    at(yan, 'zoe')
    assert.equal(await yan.greeted(), 'Zoe Shopper')
  })

  it('stays out after signing out here, and is told how to leave the host too', async () => {
    const yan = await known('yan')
    const left = await yan.submit(await yan.visit('/'), {}, '.menu form')
    assert.equal(left.$('a[href="https://shop.example/bye"]').length, 1)
    assert.equal(await yan.greeted(), '')
    await yan.visit('/sign-in/host')
    assert.equal(await yan.greeted(), 'Yan Shopper')
  })

  it('comes into the account that has their address only when the host has verified it', async () => {
    const sly = await arriving('sly').visit('/sign-in/host')
    assert.equal(sly.$('form[action$="/welcome"]').length, 1)
    assert.equal(sly.$('input[name=keepEmail]').length, 0)
    const ann = arriving('ann')
    await ann.visit('/sign-in/host')
    assert.equal(await ann.greeted(), 'Ann Customer')
  })

  it('is a guest where the host fails to say, and is told so when they ask in', async () => {
    const guest = arriving('broken')
    assert.equal((await guest.visit('/')).status, 200)
    const asked = await guest.visit('/sign-in/host')
    assert.equal(asked.status, 400)
    assert.ok(asked.text.includes(words('sign-in:failed.away', { provider: 'the shop' })))
  })
})

describe('a host that is the only way in', () => {
  it('is gone to at once, with the address to come back to', async () => {
    const host = { currentUser, signInUrl: 'https://shop.example/login?from=help' }
    const app = await startApp({ options: { host } })
    try {
      const guest = new Person(app)
      const first = await guest.look('/sign-in?return=%2Ftopics%2Fnew')
      assert.equal(first.headers['location'], `${app.url}/sign-in/host?return=%2Ftopics%2Fnew`)
      const { headers } = await guest.look('/sign-in/host?return=%2Ftopics%2Fnew')
      const there = new URL(headers['location'] ?? '')
      assert.equal(`${there.origin}${there.pathname}`, 'https://shop.example/login')
      assert.equal(there.searchParams.get('from'), 'help')
      assert.equal(there.searchParams.get('return'), `${app.url}/sign-in/host?return=%2Ftopics%2Fnew`)
    } finally {
      await app.stop()
    }
  })
})
