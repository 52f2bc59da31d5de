import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { listen } from './running.ts'

/** A load balancer of a few lines: asks each server whether it is ready, and hands each request to one that is. It tries nothing twice. */
export interface Proxy {
  /** Its address, without a slash at its end. */
  url: string
  /** Adds a server by its port. */
  add(port: number): void
  /** Ports of the servers that were ready when they were asked last. */
  ready(): number[]
  /** How many requests it could not hand on, or whose answer broke off. */
  failures: string[]
  stop(): Promise<void>
}

interface Backend {
  port: number
  agent: Agent
  isReady: boolean
}

/** Starts one. `checkEvery`: milliseconds between two questions whether a server is ready; `patience`: until the answer. */
export async function startProxy({ checkEvery = 50, patience = 1000 } = {}): Promise<Proxy> {
  const backends: Backend[] = []
  let turn = 0
  const server = createServer((incoming, outgoing) => {
    const ready = backends.filter(({ isReady }) => isReady)
    const backend = ready[(turn += 1) % Math.max(1, ready.length)]
    if (backend) handOn(proxy, backend, { incoming, outgoing })
    else fail(proxy, outgoing, 'nobody is ready')
  })
  const own = await listen(server)
  const timer = setInterval(() => {
    for (const backend of backends) void check(backend, patience)
  }, checkEvery)
  const proxy: Proxy = {
    url: `http://localhost:${own}`,
    add: (each) => void backends.push({ port: each, agent: new Agent({ keepAlive: true }), isReady: false }),
    ready: () => backends.filter(({ isReady }) => isReady).map(({ port: each }) => each),
    failures: [],
    async stop() {
      clearInterval(timer)
      for (const { agent } of backends) agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}

async function check(backend: Backend, patience: number): Promise<void> {
  const signal = AbortSignal.timeout(patience)
  const { status } = await fetch(`http://127.0.0.1:${backend.port}/readyz`, { signal }).catch(() => ({ status: 0 }))
  backend.isReady = status === 200
}

function handOn(
  proxy: Proxy,
  { port, agent }: Backend,
  { incoming, outgoing }: { incoming: IncomingMessage; outgoing: ServerResponse },
): void {
  const { method = 'GET', url = '/', headers } = incoming
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers, agent }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.on('error', () => fail(proxy, outgoing, `${method} ${url} broke off`))
    answer.pipe(outgoing)
  })
  onward.on('error', (error) => fail(proxy, outgoing, `${method} ${url} at ${port}: ${error.message}`))
  incoming.pipe(onward)
}

function fail(proxy: Proxy, outgoing: ServerResponse, why: string): void {
  proxy.failures.push(why)
  if (!outgoing.headersSent) outgoing.writeHead(502)
  outgoing.end()
}
