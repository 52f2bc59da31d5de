import { connect, type Socket } from 'node:net'
import { decode, encode, type Document } from '../semantics/index.ts'
import { frameLength } from '../protocol/frame.ts'
import type { Listening } from './notice.ts'

/**
 * An owner's connection to the server: while it is open the server stays, and the system closes it when the owner dies, however it
 * dies.
 */
export class Lease {
  private readonly socket: Socket
  private received: Buffer = Buffer.alloc(0)
  private waiting: ((reply: Document) => void) | undefined

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk) => this.take(chunk))
  }

  /** Connects and makes sure that a server answers. Undefined when none does. */
  static async open(listening: Listening): Promise<Lease | undefined> {
    const socket = 'socket' in listening ? connect(listening.socket) : connect(listening.port, '127.0.0.1')
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    socket.on('error', () => socket.destroy())
    if (!isOpen) return undefined
    const lease = new Lease(socket)
    const hello = await lease.ask({ hello: 1, $db: 'admin' })
    if (hello?.['ok'] === 1) return lease
    socket.destroy()
    return undefined
  }

  /** Does not keep this process alive. */
  unref(): void {
    this.socket.unref()
  }

  onLost(callback: () => void): void {
    this.socket.once('close', callback)
  }

  /** Gives the lease back. When it was the last connection, waits until the server has ended its side. */
  async end(): Promise<{ stops: boolean }> {
    this.socket.ref()
    const reply = await this.ask({ endLease: 1, $db: 'admin' })
    const closed = new Promise<void>((resolve) => this.socket.once('close', () => resolve()))
    if (!this.socket.destroyed) {
      this.socket.end()
      await closed
    }
    return { stops: reply?.['stops'] === true }
  }

  /** The answer to a command; undefined when the connection ends first. */
  private async ask(body: Document): Promise<Document | undefined> {
    if (this.socket.destroyed) return undefined
    const message = encode(body)
    const frame = Buffer.alloc(21)
    for (const [value, at] of [
      [21 + message.length, 0],
      [1, 4],
      [2013, 12],
    ] as const)
      frame.writeInt32LE(value, at)
    this.socket.write(Buffer.concat([frame, message]))
    return await new Promise((resolve) => {
      const lost = (): void => resolve(undefined)
      this.socket.once('close', lost)
      this.waiting = (reply) => {
        this.socket.off('close', lost)
        resolve(reply)
      }
    })
  }

  private take(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk])
    const length = frameLength(this.received, 0)
    if (length === undefined || this.received.length < length) return
    this.waiting?.(decode(this.received.subarray(21, length)))
    this.received = this.received.subarray(length)
  }
}
