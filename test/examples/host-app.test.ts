import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from 'cheerio'
import type { Express } from 'express'
import request from 'supertest'
import { createCandor, type CandorOptions } from '../../src/index.ts'
import { Person } from '../support/person.ts'
import { listen } from '../support/running.ts'
import { freshDatabase } from '../support/store.ts'

interface Shop {
  app: Express
  close: () => Promise<void>
}
/** Written for readers, without types. */
const shopModule = new URL('../../examples/host-app/shop.js', import.meta.url).href
type CreateShop = (given: {
  createCandor: typeof createCandor
  origin: string
  options: CandorOptions
}) => Promise<Shop>

describe('the example of a host', () => {
  const server = createServer()
  const folder = mkdtempSync(join(tmpdir(), 'candor-shop-'))
  let shop: Shop
  let origin: string
  before(async () => {
    origin = `http://localhost:${await listen(server)}`
    const { createShop } = (await import(shopModule)) as { createShop: CreateShop }
    const options = { mongodbUri: await freshDatabase(), dataFolder: folder, logLevel: 'silent' } as const
    shop = await createShop({ createCandor, origin, options })
    server.on('request', shop.app)
  })
  after(async () => {
    server.closeAllConnections()
    server.close()
    await shop.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('shows widgets on its home, and its customers are signed in at /support as at the shop, and out with it', async () => {
    const home = load((await request(origin).get('/')).text)
    assert.equal(home('candor-testimonials, candor-topics').length, 2)
    const script = home('script').attr('src') ?? ''
    assert.equal((await request(origin).get(script)).status, 200)

    const url = `${origin}/support`
    const zofia = new Person({ url, reachedAt: url, mountPath: '/support' })
    const door = await zofia.visit('/sign-in?return=%2Ftopics%2Fnew')
    assert.equal(new URL(door.address, origin).pathname, '/sign-in')
    const back = door.$('input[name=return]').attr('value') ?? ''
    const signedIn = await zofia.agent.post('/sign-in').type('form').redirects(0).send({ id: '1', return: back })
    const welcome = await zofia.visit(String(signedIn.headers['location']).slice(url.length))
    const arrived = await zofia.acceptWelcome(welcome)
    assert.equal(arrived.address, '/support/topics/new')
    assert.equal(arrived.$('.menu-name bdi').text(), 'Zofia Nowak')
    assert.equal((await zofia.visit('/staff/categories')).status, 200)
    await zofia.agent.post('/sign-out')
    assert.equal(await zofia.greeted(), '')
  })
})
