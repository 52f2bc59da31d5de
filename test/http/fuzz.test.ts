import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import type { Route } from '../../src/http/index.ts'
import { doors } from '../support/doors.ts'
import { aCategory, regular } from '../support/forum.ts'
import { keepLog } from '../support/log.ts'
import type { Person } from '../support/person.ts'
import { startApp, type Running, type Setting } from '../support/running.ts'
import type { World } from '../support/world.ts'
import { readingsOf, sendingsOf, straysOf, type Asking, type Right } from './fuzz/askings.ts'
import { chanceOf, type Chance } from './fuzz/chance.ts'
import { sharedRights } from './fuzz/shared.ts'
import { faultsOf } from './fuzz/verdict.ts'
import { wireTo, type Wire } from './fuzz/wire.ts'

/** How many hostile requests each address gets: few in the daily run, where addresses share what is there; many at night. */
const count = Number(process.env['CANDOR_FUZZ_COUNT'] ?? 2)
const isLong = count > 2
/** The daily run is the same each time; the long one is another each night, and says which, so that it can be repeated. */
const seed = Number(process.env['CANDOR_FUZZ_SEED'] ?? (isLong ? randomInt(2 ** 31) : 20_260_101))

/** They would sign out whose requests all the others are. */
const endings = ['/sign-out', '/me/sessions/others/removal', '/me/deactivate']

for (const setting of (isLong ? ['standalone', 'mounted in a host'] : ['standalone']) as Setting[]) {
  describe(`whatever is sent to any address, ${setting}, seed ${seed}`, function () {
    this.timeout(isLong ? 3_600_000 : 60_000)
    const kept = keepLog()
    let app: Running
    let owner: Person
    let world: World
    let wire: Wire
    let chance: Chance
    let token: string
    before(async () => {
      app = await startApp({ setting, log: kept.log })
      owner = await regular(app, 'olga')
      token = await owner.csrf()
      world = { app, ann: await regular(app, 'ann'), category: await aCategory(app) }
      wire = wireTo(app.reachedAt)
      chance = chanceOf(seed)
    })
    after(async () => {
      wire.close()
      await app.stop()
    })

    it('is answered with headers that protect, without failing, and never comes back as markup', async () => {
      const faults: string[] = []
      const rightOf = isLong ? ownRight : await sharedRights(world)
      for (const route of app.routes) {
        const right = await rightOf(route)
        const askings = askingsOf(route, right)
        for (const { asking, by } of askings) faults.push(...(await faultsWith(asking, by)))
      }
      for (const asking of straysOf({ chance, count: count * 30 }))
        faults.push(...(await faultsWith(asking, undefined)))
      assert.deepEqual(faults.slice(0, 40), [], `${faults.length} faults`)
      // Nothing above would have been tried if the owner's session had not lived through it.
      assert.equal((await owner.look('/staff/audit')).status, 200)
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
    })

    async function ownRight(route: Route): Promise<Right> {
      const door = doors[`${route.method} ${route.path}`]
      assert.ok(door, route.path)
      const { path, fields = {} } = await door.ask(world)
      return { path, fields }
    }

    function askingsOf(route: Route, right: Right): { asking: Asking; by: Person | undefined }[] {
      const isFatal = endings.includes(route.path) && route.method === 'POST'
      const by = isFatal || route.fromAnywhere ? undefined : owner
      if (route.method === 'GET')
        return readingsOf(route, right, { chance, count }).map((asking, at) => ({
          asking,
          by: at % 2 === 0 ? by : undefined,
        }))
      return sendingsOf(route, right, { chance, count, token }).map((asking) => ({ asking, by }))
    }

    async function faultsWith(asking: Asking, by: Person | undefined): Promise<string[]> {
      const what = (): string =>
        `${asking.method} ${asking.path.slice(0, 200)} ${JSON.stringify(asking.headers).slice(0, 300)} ${asking.body?.toString().slice(0, 400) ?? ''}`
      try {
        const answered = await wire.send(asking, headersOf(by))
        // What the host's own parser refuses never came to us.
        if (setting !== 'standalone' && answered.headers['x-request-id'] === undefined) return []
        const faults = faultsOf(answered, { origins: [new URL(app.url).origin], isInHost: setting !== 'standalone' })
        const id = String(answered.headers['x-request-id'])
        const cause =
          answered.status < 500 ? [] : kept.lines().filter((line) => line['id'] === id && line['err'] !== undefined)
        return faults.map((fault) => [fault, what(), ...cause.map((line) => JSON.stringify(line['err']))].join('\n  '))
      } catch (error) {
        return [`${String(error)}\n  ${what()}`]
      }
    }

    function headersOf(by: Person | undefined): Record<string, string> {
      const cookies = Object.entries(by?.cookies() ?? {}).map(([name, value]) => `${name}=${value}`)
      const { origin } = new URL(app.url)
      return { Accept: 'text/html', Origin: origin, ...(cookies.length > 0 ? { Cookie: cookies.join('; ') } : {}) }
    }
  })
}

describe('the verdict on an answer', () => {
  const headers = {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-request-id': '00000000-0000-4000-8000-000000000000',
    'content-type': 'text/html; charset=utf-8',
  }
  const around = { origins: ['http://localhost:3000'] }
  const well = { status: 200, headers, text: '<p>&lt;zq7&gt; [x](javascript:zq7)</p>' }

  it('is that all is well where values came back as text', () => {
    assert.deepEqual(faultsOf(well, around), [])
    assert.deepEqual(faultsOf({ ...well, headers: { ...headers, location: '/t/1' } }, around), [])
  })

  it('is a fault for each way of getting it wrong', () => {
    const wrong: Record<string, Parameters<typeof faultsOf>[0]> = {
      'status 500': { ...well, status: 500 },
      'x-content-type-options: undefined': { ...well, headers: { ...headers, 'x-content-type-options': undefined } },
      'may be framed': { ...well, headers: { ...headers, 'content-security-policy': "default-src 'none'" } },
      'has x-zq7': { ...well, headers: { ...headers, 'x-zq7': '1' } },
      'leads to //evil.example/zq7': { ...well, headers: { ...headers, location: '//evil.example/zq7' } },
      'became a tag: zq7': { ...well, text: '<p title="x"><zq7></p>' },
      'became an attribute: zq7': { ...well, text: '<input value="" zq7=1 x="">' },
      'became an attribute: onerror': { ...well, text: '<img src=x onerror=zq7>' },
      'became a link that runs: javascript:zq7': { ...well, text: '<a href="javascript:zq7">x</a>' },
      'loads from elsewhere: https://evil.example/zq7.png': {
        ...well,
        text: '<img src="https://evil.example/zq7.png">',
      },
      'tells of the inside: node_modules': { ...well, text: 'in /app/node_modules/y.js' },
    }
    for (const [fault, answer] of Object.entries(wrong)) assert.deepEqual(faultsOf(answer, around), [fault])
  })
})
