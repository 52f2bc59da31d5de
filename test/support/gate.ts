import { connect, createServer, type Socket } from 'node:net'
import { listen } from './running.ts'

/** A way to a database that can be shut and opened again, as an outage does it. */
export interface Gate {
  /** The database's address through the gate. */
  uri: string
  /** Cuts every connection and refuses new ones. */
  shut(): Promise<void>
  open(): Promise<void>
  /** Lets nothing through any more, without a word to anybody, as a database does whose machine hangs. */
  hold(): void
  /** Lets everything through that was held. */
  release(): void
}

/** Puts a gate before the database at `uri`. */
export async function gateBefore(uri: string): Promise<Gate> {
  const [, target = '', rest = ''] = /^mongodb:\/\/([^/]+)\/(.*)$/.exec(uri) ?? []
  const at = target.lastIndexOf('@')
  const decoded = decodeURIComponent(target.slice(at + 1))
  const [host = '', port = '27017'] = decoded.split(':')
  const open = new Set<Socket>()
  let isHeld = false
  const server = createServer((near) => {
    const far = decoded.startsWith('/') ? connect(decoded) : connect(Number(port), host)
    const ends: [Socket, Socket][] = [
      [near, far],
      [far, near],
    ]
    for (const [from, to] of ends) {
      open.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
      from.pipe(to)
      if (isHeld) from.pause()
    }
  })
  const own = await listen(server)
  server.unref()
  const address = new URL(`mongodb://${target.slice(0, at + 1)}127.0.0.1:${own}/${rest}`)
  address.searchParams.set('directConnection', 'true')
  return {
    uri: address.href,
    async shut() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of open) socket.destroy()
      await closed
    },
    async open() {
      await listen(server, own)
    },
    hold() {
      isHeld = true
      for (const socket of open) socket.pause()
    },
    release() {
      isHeld = false
      for (const socket of open) socket.resume()
    },
  }
}

/** Asks again until the answer is yes; fails after `seconds`. */
export async function until(isSo: () => Promise<boolean>, seconds = 10): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not so within ${seconds} seconds`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
