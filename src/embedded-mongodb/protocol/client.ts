import { connect, type Socket } from 'node:net'
import { decode, encode, type Document } from '../semantics/index.ts'
import { frameLength } from './frame.ts'

export type Place = { path: string } | { port: number; host: string }

/** A small client: one command at a time. For the store's own tools; applications use MongoDB's drivers. */
export class Client {
  readonly socket: Socket
  private received: Buffer[] = []
  private size = 0
  private waiting: ((reply: Document) => void) | undefined

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk) => this.take(chunk))
  }

  /** Undefined when nobody listens there. */
  static async open(place: Place): Promise<Client | undefined> {
    const socket = connect(place)
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    socket.on('error', () => socket.destroy())
    return isOpen ? new Client(socket) : undefined
  }

  /** The answer to a command, be it an error; undefined when the connection ends first. */
  async ask(body: Document): Promise<Document | undefined> {
    if (this.socket.destroyed) return undefined
    const message = encode(body)
    const header = Buffer.alloc(21)
    header.writeInt32LE(header.length + message.length, 0)
    header.writeInt32LE(1, 4)
    header.writeInt32LE(2013, 12)
    this.socket.write(Buffer.concat([header, message]))
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
    this.received.push(chunk)
    this.size += chunk.length
    const [first] = this.received
    const length = first && first.length >= 4 ? frameLength(first, 0) : undefined
    if (length !== undefined && this.size < length) return
    const bytes = Buffer.concat(this.received)
    const whole = frameLength(bytes, 0)
    this.received = [bytes]
    if (whole === undefined || bytes.length < whole) return
    this.received = [bytes.subarray(whole)]
    this.size = bytes.length - whole
    this.waiting?.(decode(bytes.subarray(21, whole)))
  }
}
