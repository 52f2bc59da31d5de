import assert from 'node:assert/strict'
import { createGate } from '../../src/http/gate.ts'
import { aCategory } from '../support/forum.ts'
import { Person, signedIn } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

/** Where a request comes from -> whether the console is there, with 192.0.2.0/24, 203.0.113.7 and 2001:db8::/32 listed. */
const places: Record<string, boolean> = {
  '192.0.2.1': true,
  '192.0.3.1': false,
  '203.0.113.7': true,
  '203.0.113.8': false,
  '2001:db8::1': true,
  '2001:DB8:ffff::': true,
  '2001:db9::1': false,
  // An IPv4 address as a socket for both families tells it.
  '::ffff:192.0.2.1': true,
  '::ffff:192.0.3.1': false,
  '2001:db8::1%eth0': true,
  '': false,
  unknown: false,
}
const staffNetworks = ['192.0.2.0/24', '203.0.113.7', '2001:db8::/32']

describe('the gate', () => {
  it('tells listed addresses from others, of both families', () => {
    const gate = createGate(staffNetworks)
    for (const [ip, isLetIn] of Object.entries(places)) assert.equal(gate(ip), isLetIn, ip)
    assert.equal(gate(undefined), false)
    assert.equal(createGate([])('198.51.100.1'), true)
  })
})

inEverySetting('the console behind listed networks', (setting) => {
  let app: Running
  let owner: Person
  before(async () => {
    app = await startApp({ setting, options: (origin) => ({ url: urlOf(origin), staffNetworks, trustProxy: 1 }) })
    owner = await signedIn(app, 'olga')
  })
  after(() => app.stop())
  const urlOf = (origin: string): string => origin + (setting === 'standalone' ? '' : '/support')
  const from = (forwarded: string): Record<string, string> => ({ 'X-Forwarded-For': forwarded })

  it('is there for who comes from one of them by the configured proxy, and nowhere else', async () => {
    assert.equal((await owner.look('/staff', from('192.0.2.9'))).status, 200)
    assert.equal((await owner.look('/staff', from('2001:db8::9'))).status, 200)
    assert.equal((await owner.look('/staff', from('198.51.100.9'))).status, 404)
    assert.equal((await owner.look('/staff')).status, 404)
    // What a client wrote into the header itself stands before what the proxy added.
    assert.equal((await owner.look('/staff', from('192.0.2.9, 198.51.100.9'))).status, 404)
  })

  it('answers elsewhere like an address that was never there, signed in or not, to reading and doing', async () => {
    const nowhere = await owner.look('/stafffff', from('198.51.100.9'))
    const told = ({ text }: { text: string }): string => text.replace(/[0-9a-f-]{36}|return=[^"]*/g, '')
    const guest = new Person(app)
    for (const { method, path } of app.routes.filter((route) => /^\/staff(\/|$)/.test(route.path))) {
      const address = path.replace(/:\w+/g, 'somebody')
      const answer = await (method === 'GET'
        ? owner.look(address, from('198.51.100.9'))
        : owner.send(address, {}, from('198.51.100.9')))
      assert.equal(answer.status, 404, `${method} ${path}`)
      if (method === 'GET') assert.equal(told(answer), told(nowhere), path)
    }
    assert.equal((await guest.look('/staff', from('198.51.100.9'))).status, 404)
    assert.equal((await guest.look('/staff', from('192.0.2.9'))).status, 302)
  })

  it('is not led to from elsewhere', async () => {
    const links = async (place: string): Promise<number> =>
      (await owner.visit('/', from(place))).$('a[href$="/staff"]').length
    assert.ok((await links('192.0.2.9')) > 0)
    assert.equal(await links('198.51.100.9'), 0)
  })
})

describe('the console behind listed networks, without a proxy', () => {
  it('believes no header about where a request comes from', async () => {
    const app = await startApp({ options: { staffNetworks: ['192.0.2.0/24'] } })
    const near = await startApp({ beside: app, options: { staffNetworks: ['127.0.0.0/8', '::1'] } })
    const claimed = { 'X-Forwarded-For': '192.0.2.9' }
    assert.equal((await (await signedIn(app, 'olga')).look('/staff', claimed)).status, 404)
    assert.equal((await (await signedIn(near, 'olga')).look('/staff', claimed)).status, 200)
    await aCategory(near)
    await near.stop()
    await app.stop()
  })
})
