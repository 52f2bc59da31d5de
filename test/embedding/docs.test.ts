import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import request from 'supertest'
import { projectRoot } from '../../scripts/support/files.ts'
import type { Candor } from '../../src/index.ts'
import { Person } from '../support/person.ts'
import { listen, startApp } from '../support/running.ts'
import { freshDatabase } from '../support/store.ts'

const text = readFileSync(join(projectRoot, 'docs/embedding.md'), 'utf8')
const blocks = [...text.matchAll(/^```js\n([^]*?)^```$/gm)].map(([, code = '']) => code)
const hosts = blocks.filter((code) => code.includes('site.listen'))
const rest = blocks.filter((code) => !code.includes('site.listen'))

describe('the code of docs/embedding.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'candor-docs-'))
  before(() => symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules')))
  after(() => rmSync(folder, { recursive: true, force: true }))

  /** A block as a module of its own; what follows is added to it. */
  async function load(code: string, name: string): Promise<object> {
    const source = pathToFileURL(join(projectRoot, 'src/index.ts')).href
    writeFileSync(join(folder, name), code.replace(`from 'candor'`, `from '${source}'`))
    return (await import(pathToFileURL(join(folder, name)).href)) as object
  }

  /** A host as it stands there, but for its port and where it keeps its data. */
  async function run(code: string, name: string): Promise<{ origin: string; stop: () => Promise<void> }> {
    const port = await freePort()
    const ours = JSON.stringify({ mongodbUri: await freshDatabase(), dataFolder: folder, logLevel: 'silent' })
    const here = code
      .replaceAll('8080', String(port))
      .replace('createCandor({', `createCandor({ ...${ours},`)
      .replace('site.listen(', 'export { candor }\nexport const server = site.listen(')
    const { candor, server } = (await load(here, name)) as { candor: Candor; server: Server }
    return {
      origin: `http://localhost:${port}`,
      async stop() {
        server.closeAllConnections()
        server.close()
        await candor.close()
      },
    }
  }

  it('mounts it in five lines', async () => {
    const host = await run(hosts[0] ?? '', 'mount.mjs')
    try {
      assert.equal((await request(host.origin).get('/support/')).status, 200)
    } finally {
      await host.stop()
    }
  })

  it('hands over who is signed in at the host', async () => {
    const host = await run(hosts[1] ?? '', 'host.mjs')
    try {
      assert.equal((await request(host.origin).get('/support/')).status, 200)
      const { headers } = await request(host.origin).get('/support/sign-in/host?return=%2Ftopics%2Fnew')
      const there = new URL(String(headers['location']))
      assert.equal(there.origin + there.pathname, `${host.origin}/sign-in`)
      assert.equal(there.searchParams.get('return'), `${host.origin}/support/sign-in/host?return=%2Ftopics%2Fnew`)
    } finally {
      await host.stop()
    }
  })

  it('makes a token that is taken', async () => {
    const secret = Buffer.from('a secret of thirty-two bytes, or more')
    const key = { kty: 'oct', kid: 'this-year', k: secret.toString('base64url') } as const
    const host = { keys: [key], issuer: 'https://shop.example', signInUrl: 'https://shop.example/sign-in' }
    const app = await startApp({ options: { host } })
    try {
      const code = (rest[0] ?? '').replaceAll('https://support.example.com', app.url)
      const { tokenFor } = (await load(code, 'token.mjs')) as {
        tokenFor: (user: object, key: object) => Promise<string>
      }
      const token = await tokenFor({ id: '7', name: 'Zoe Shopper' }, { secret, kid: 'this-year' })
      const zoe = new Person(app)
      await zoe.look('/sign-in/host')
      const welcome = await zoe.submit(await zoe.visit('/sign-in/host/token'), { token })
      assert.equal(welcome.$('input[name=name]').attr('value'), 'Zoe Shopper')
    } finally {
      await app.stop()
    }
  })

  it('is all of it', () => {
    assert.deepEqual([hosts.length, rest.length], [2, 1])
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}
