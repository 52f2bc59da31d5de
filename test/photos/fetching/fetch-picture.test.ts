import assert from 'node:assert/strict'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createPictureFetcher,
  NotFetched,
  type FetchFault,
  type FetchRules,
} from '../../../src/photos/fetching/fetch-picture.ts'

describe('fetching a picture from an address that somebody else named', () => {
  let server: Server
  let port: number
  let asked: string[]
  const answers: Record<string, RequestListener> = {
    '/picture': (_request, response) => response.end('bytes'),
    '/away': (_request, response) => response.writeHead(302, { Location: '/picture' }).end(),
    '/round': (_request, response) => response.writeHead(307, { Location: '/round' }).end(),
    '/nowhere': (_request, response) => response.writeHead(302, { Location: 'http://[::' }).end(),
    '/inside': (_request, response) => response.writeHead(302, { Location: 'https://10.0.0.1/picture' }).end(),
    '/metadata': (_request, response) =>
      response.writeHead(301, { Location: 'http://169.254.169.254/latest/meta-data/' }).end(),
    '/plain': (_request, response) => response.writeHead(302, { Location: 'http://example.com/picture' }).end(),
    '/file': (_request, response) => response.writeHead(302, { Location: 'file:///etc/passwd' }).end(),
    '/large': (_request, response) => response.writeHead(200, { 'Content-Length': '5000' }).end(Buffer.alloc(5000)),
    '/endless': (_request, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(500)), 5)
      response.on('close', () => clearInterval(timer))
    },
    '/drip': (_request, response) => {
      const timer = setInterval(() => response.write('.'), 40)
      response.on('close', () => clearInterval(timer))
    },
    '/silent': () => undefined,
    '/packed': (_request, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('x'),
    '/error': (_request, response) => response.writeHead(500).end('no'),
    '/cut': (_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('half')
      setImmediate(() => response.destroy())
    },
  }

  before(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.headers.host ?? ''}${request.url ?? ''}`)
      const answer = answers[request.url ?? '']
      if (answer) answer(request, response)
      else response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  beforeEach(() => (asked = []))
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  const local = (path: string): string => `http://127.0.0.1:${port}${path}`
  const rules = { allowLoopback: true, mostBytes: 1000, patience: 400 } as const
  const fails = (address: string, fault: FetchFault, changed: Partial<FetchRules> = {}): Promise<void> =>
    assert.rejects(createPictureFetcher({ ...rules, ...changed })(address), (error) => {
      assert.ok(error instanceof NotFetched, String(error))
      assert.equal(error.fault, fault)
      return true
    })

  it('gives its bytes, also after redirects', async () => {
    const fetchPicture = createPictureFetcher(rules)
    assert.equal(String(await fetchPicture(local('/picture'))), 'bytes')
    assert.equal(String(await fetchPicture(local('/away'))), 'bytes')
  })

  it('asks nobody on this machine unless that is allowed', async () => {
    for (const host of [
      '127.0.0.1',
      'localhost',
      '[::1]',
      '0.0.0.0',
      '127.1',
      '2130706433',
      '0x7f000001',
      '017700000001',
    ]) {
      await fails(`http://${host}:${port}/picture`, 'network', { allowLoopback: false })
      await fails(`https://${host}:${port}/picture`, 'network', { allowLoopback: false })
    }
    assert.deepEqual(asked, [])
  })

  it('asks nobody in a private network, however it is written', async () => {
    const hosts = [
      '10.0.0.1',
      '192.168.1.1',
      '172.16.0.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '255.255.255.255',
      '[::]',
      '[::ffff:10.0.0.1]',
      '[::ffff:127.0.0.1]',
      '[64:ff9b::a00:1]',
      '[fd00::1]',
      '[fe80::1]',
      '[2002:a00:1::]',
      '0xa.0.0.1',
      '167772161',
      '10.1',
    ]
    for (const host of hosts) await fails(`https://${host}/picture`, 'network', { allowLoopback: false })
  })

  it('asks nobody whose name leads into a private network, even where it leads elsewhere too', async () => {
    const resolve = (): Promise<{ address: string; family: number }[]> =>
      Promise.resolve([
        { address: '8.8.8.8', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ])
    await fails('https://pictures.example/x', 'network', { resolve })
    await fails('https://pictures.example/x', 'network', { resolve: () => Promise.resolve([]) })
  })

  it('connects to the address that was checked: a name that changes its mind leads nowhere else', async () => {
    let times = 0
    const resolve = (): Promise<{ address: string; family: number }[]> => {
      times += 1
      return Promise.resolve([{ address: times === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }])
    }
    const fetchPicture = createPictureFetcher({ ...rules, resolve })
    assert.equal(String(await fetchPicture(`http://pictures.example:${port}/picture`)), 'bytes')
    assert.deepEqual([times, asked], [1, [`pictures.example:${port}/picture`]])
    await fails(`http://pictures.example:${port}/picture`, 'network', { resolve })
  })

  it('asks the public internet over TLS only', async () => {
    const resolve = (): Promise<{ address: string; family: number }[]> =>
      Promise.resolve([{ address: '8.8.8.8', family: 4 }])
    await fails('http://pictures.example/x', 'network', { resolve })
    await fails('http://8.8.8.8/x', 'network')
  })

  const redirects: [path: string, fault: FetchFault][] = [
    ['/inside', 'network'],
    ['/metadata', 'network'],
    ['/plain', 'network'],
    ['/file', 'address'],
    ['/nowhere', 'address'],
    ['/round', 'redirects'],
  ]
  for (const [path, fault] of redirects) {
    it(`follows no redirect to ${path.slice(1)}`, () =>
      fails(local(path), fault, {
        resolve: (host) =>
          Promise.resolve([{ address: host === 'example.com' ? '93.184.215.14' : '127.0.0.1', family: 4 }]),
      }))
  }

  it('takes nothing that is no address of the web, or that holds a password', async () => {
    const addresses = [
      '',
      'picture',
      '//example.com/x',
      'ftp://example.com/x',
      'file:///etc/passwd',
      'data:,x',
      'gopher://x',
    ]
    for (const address of addresses) await fails(address, 'address')
    await fails(`http://me:secret@127.0.0.1:${port}/picture`, 'address')
    assert.deepEqual(asked, [])
  })

  const troubles: [path: string, fault: FetchFault][] = [
    ['/large', 'size'],
    ['/endless', 'size'],
    ['/drip', 'time'],
    ['/silent', 'time'],
    ['/packed', 'encoding'],
    ['/error', 'status'],
    ['/missing', 'status'],
    ['/cut', 'unreachable'],
  ]
  for (const [path, fault] of troubles) it(`fails when it gets ${path.slice(1)}`, () => fails(local(path), fault))

  it('waits for a resolver no longer than for anything else', async () => {
    await fails('https://pictures.example/x', 'time', { resolve: () => new Promise(() => undefined) })
  })

  it('fails when nobody listens, or the name is nobody’s', async () => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port: free } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    await fails(`http://127.0.0.1:${free}/`, 'unreachable')
    const resolve = (): Promise<never> => Promise.reject(new Error('ENOTFOUND'))
    await fails('https://nobody.invalid/x', 'unreachable', { resolve })
  })
})
