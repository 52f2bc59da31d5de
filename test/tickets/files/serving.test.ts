import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { signedIn, type Person } from '../../support/person.ts'
import { startApp, type Running } from '../../support/running.ts'
import { accountOf, aRequest } from '../../support/tickets.ts'

const size = 10 * 1024 * 1024
const readers = 12

for (const photoStore of ['disk', 'gridfs'] as const) {
  describe(`files of requests that are kept in ${photoStore}`, () => {
    let app: Running
    let ann: Person
    let now = new Date()
    before(async () => {
      app = await startApp({ clock: () => now, options: { photoStore } })
      ann = await signedIn(app, 'ann')
    })
    after(() => app.stop())

    const warnings: string[] = []
    const warned = ({ name }: Error): void => void warnings.push(name)
    before(() => process.on('warning', warned))
    after(() => process.off('warning', warned))

    it('are never held whole for a reader, however slowly they are taken', async () => {
      const by = await accountOf(app, 'ann')
      const { number } = await aRequest(app, { by })
      // A picture by its first bytes.
      const bytes = Buffer.concat([Buffer.from('GIF89a'), randomBytes(size - 6)])
      const files = [{ name: 'large.gif', bytes }]
      await app.tickets.add(by, { number, kind: 'message', text: 'Here', format: 'markdown', files, side: 'own' })
      const path = (await ann.visit(`/requests/${number}`)).$('.request-files a').attr('href') ?? ''
      // After a pause, the answer notes that the session is used as well.
      now = new Date(now.getTime() + 10 * 60 * 1000)
      const before = heldNow()
      const slow = await Promise.all(Array.from({ length: readers }, () => begin(app, ann, path)))
      const held = heldNow() - before
      assert.ok(held < (readers * size) / 5, `${Math.round(held / 1024 / 1024)} MB for ${readers} readers`)
      const taken: Buffer[] = []
      for await (const piece of slow[0] as AsyncIterable<Buffer>) taken.push(piece)
      assert.ok(Buffer.concat(taken).equals(bytes))
      for (const response of slow) response.destroy()
      assert.deepEqual(warnings, [], 'nothing that looks like a leak to who runs it')
    })
  })
}

/** Asks for a file, and takes no more of it than its beginning. */
async function begin(app: Running, person: Person, path: string): Promise<IncomingMessage> {
  const cookies = Object.entries(person.cookies()).map(([name, value]) => `${name}=${value}`)
  const asked = get(new URL(path, app.reachedAt), { headers: { Cookie: cookies.join('; ') } })
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  assert.equal(response.statusCode, 200)
  await once(response, 'readable')
  return response
}

/** Bytes outside the heap that are still in use. */
function heldNow(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().arrayBuffers
}
