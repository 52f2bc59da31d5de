import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { newId } from '../../src/kernel/index.ts'
import { aCategory, aTopic } from '../support/forum.ts'
import { Person } from '../support/person.ts'
import { inside, liftLimits } from './inside.ts'
import { Product } from './product.ts'
import { middleAndMost, type Outcome } from './scene.ts'

/** One way of asking too much. Gives figures; `watch` says how readers and people who work here fare meanwhile. */
type Siege = (scene: Besieged) => Promise<Outcome['figures']>

interface Besieged {
  product: Product
  topicId: string
  /** How long the home page, as a guest, and the console take, again and again while `meanwhile` lasts. */
  watch: (meanwhile: () => Promise<void>) => Promise<string>
  faults: string[]
}

/** More is asked than one process can answer, in every way that there is. */
export async function overload(): Promise<Outcome> {
  const product = await Product.at({ TRUST_PROXY: '1', HEADER_SECONDS: '5', BODY_SECONDS: '15', LOG_LEVEL: 'error' })
  await product.start()
  const faults: string[] = []
  const figures: Record<string, number | string> = {}
  try {
    const topicId = await inside(product, async (running) => {
      const ann = await new Person(running).signIn('ann')
      return (await aTopic(running, { by: ann, in: await aCategory(running), posts: 10 })).id
    })
    const scene = {
      product,
      topicId,
      faults,
      watch: watcher(product, await new Person(product).signIn('olga'), faults),
    }
    figures['at rest'] = await scene.watch(() => pause(2000))
    for (const siege of [idle, slowHeaders, slowBodies, hugeParts, streams, flood]) {
      await inside(product, liftLimits)
      Object.assign(figures, await siege(scene))
      figures[`memory after ${siege.name}, MB`] = memoryOf(product)
    }
    faults.push(...product.log.filter(({ level }) => level >= 50).map(({ msg = '' }) => msg))
    return { scenario: 'more is asked than can be answered', figures, faults: [...new Set(faults)] }
  } finally {
    await product.stop()
    product.remove()
  }
}

function watcher(product: Product, owner: Person, faults: string[]): Besieged['watch'] {
  return async (meanwhile) => {
    const times: Record<'home' | 'console', number[]> = { home: [], console: [] }
    const shed = { home: 0 }
    let isOver = false
    const ask = async (what: keyof typeof times): Promise<void> => {
      while (!isOver) {
        const begun = performance.now()
        const { status } = await (what === 'home' ? new Person(product).look('/') : owner.look('/staff'))
        times[what].push(performance.now() - begun)
        if (what === 'home' && status === 503) shed.home += 1
        else if (status !== 200) faults.push(`${what} answers ${status}`)
        await pause(20)
      }
    }
    const watching = [ask('home'), ask('console')]
    await meanwhile()
    isOver = true
    await Promise.all(watching)
    const lines = Object.entries(times).map(([what, each]) => `${what} ${middleAndMost(each)} (${each.length} times)`)
    return `${lines.join(', ')}${shed.home > 0 ? `; home told to come back ${shed.home} times` : ''}`
  }
}

const sockets = new Set<Socket>()

/** A connection that sends some text, and then what `goOn` does. Gives what came back, once it is over or cut. */
function open({ port }: Product, text = '', goOn: (socket: Socket) => void = () => undefined): Socket {
  const socket = connect(port, '127.0.0.1', () => {
    socket.write(text)
    goOn(socket)
  })
  sockets.add(socket)
  socket.on('error', () => undefined)
  socket.on('close', () => sockets.delete(socket))
  socket.resume()
  return socket
}

function closeAll(): void {
  for (const socket of sockets) socket.destroy()
}

const idle: Siege = async ({ product, watch }) => {
  const many = 10_000
  const fared = await watch(async () => {
    for (let count = 0; count < many; count += 1) {
      open(product)
      if (count % 500 === 499) await pause(50)
    }
    await pause(3000)
  })
  const open_ = sockets.size
  await pause(8000)
  const left = sockets.size
  closeAll()
  return {
    '10,000 idle connections': `${fared}; ${open_} open after 3 s, ${left} after the time for headers`,
  }
}

const slowHeaders: Siege = async ({ product, watch }) => {
  const fared = await watch(async () => {
    for (let count = 0; count < 1000; count += 1)
      open(product, 'GET / HTTP/1.1\r\n', (socket) => void trickle(socket, 'X-A: b\r\n'))
    await pause(8000)
  })
  const left = sockets.size
  closeAll()
  return { '1,000 clients that never end their headers': `${fared}; ${left} still there after the time for headers` }
}

const slowBodies: Siege = async ({ product, watch }) => {
  const head = `POST /sign-out HTTP/1.1\r\nHost: localhost:${product.port}\r\nOrigin: ${product.url}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n`
  const fared = await watch(async () => {
    for (let count = 0; count < 1000; count += 1) open(product, head, (socket) => void trickle(socket, 'a=b&'))
    await pause(8000)
  })
  closeAll()
  return { '1,000 clients that never end their form': fared }
}

async function trickle(socket: Socket, text: string): Promise<void> {
  while (!socket.destroyed) {
    await pause(500)
    socket.write(text)
  }
}

const hugeParts: Siege = async ({ product, faults }) => {
  const headers = { 'x-big': 'a'.repeat(15_000), 'x-bigger': 'b'.repeat(100_000) }
  const big = await fetch(product.url, { headers }).then(
    ({ status }) => status,
    () => 0,
  )
  const body = new URLSearchParams({ text: 'x'.repeat(20_000_000) })
  const form = await fetch(`${product.url}/sign-out`, { method: 'POST', body, headers: { Origin: product.url } }).then(
    ({ status }) => status,
    () => 0,
  )
  if (big !== 431) faults.push(`115 KB of headers: ${big}`)
  if (form !== 413 && form !== 0) faults.push(`20 MB of a form: ${form}`)
  return { '115 KB of headers answer': big, '20 MB of a form answer': form === 0 ? 'cut off' : form }
}

const streams: Siege = async ({ product, topicId, watch, faults }) => {
  const answers: Record<string, number> = {}
  const fared = await watch(async () => {
    for (let count = 0; count < 1500; count += 1) {
      const from = `10.${count % 200}.${Math.floor(count / 200)}.1`
      const head = `GET /topics/${topicId}/live?since=0 HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: ${from}\r\n\r\n`
      const socket = open(product, head)
      socket.once('data', (chunk: Buffer) => {
        const text = chunk.toString()
        const status = text.slice(9, 12)
        answers[status] = (answers[status] ?? 0) + 1
        if (status === '503' && !/^retry-after: \d+/im.test(text))
          faults.push('a stream is refused without Retry-After')
      })
      if (count % 50 === 49) await pause(50)
    }
    await pause(3000)
  })
  closeAll()
  return { '1,500 event streams': `${fared}; ${JSON.stringify(answers)}` }
}

const flood: Siege = async ({ product, watch, faults }) => {
  const answers: Record<string, number> = {}
  const fared = await watch(async () => {
    const end = Date.now() + 10_000
    const lanes = Array.from({ length: 600 }, async () => {
      while (Date.now() < end) {
        const response = await fetch(`${product.url}/sign-in?return=/t/${newId()}`, { redirect: 'manual' }).catch(
          () => undefined,
        )
        const key = String(response?.status ?? 'broken off')
        answers[key] = (answers[key] ?? 0) + 1
        if (response?.status === 503 && !response.headers.has('retry-after')) faults.push('a 503 without Retry-After')
        await response?.arrayBuffer().catch(() => undefined)
      }
    })
    await Promise.all(lanes)
  })
  for (const status of Object.keys(answers)) if (!['200', '503'].includes(status)) faults.push(`in a flood: ${status}`)
  return { '600 clients that ask on and on for 10 s': `${fared}; ${JSON.stringify(answers)}` }
}

function memoryOf({ pid }: Product): number {
  const text = readFileSync(`/proc/${pid ?? 0}/status`, 'utf8')
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024)
}
