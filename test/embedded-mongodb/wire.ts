import { deserialize, serialize, type Document } from 'bson'
import { connect, type Socket } from 'node:net'
import type { Listening } from '../../src/embedded-mongodb/process/notice.ts'
import { crc32c } from '../../src/embedded-mongodb/protocol/crc32c.ts'

export interface Frame {
  opCode?: number
  flags?: number
  requestId?: number
  /** Bytes after the flags. */
  payload: Buffer
  checksum?: boolean
}

export interface Answer {
  flags: number
  responseTo: number
  requestId: number
  body: Document
}

/** A connection that sends what it is told, right or wrong. */
export class Wire {
  readonly socket: Socket
  closed = false
  private received: Buffer = Buffer.alloc(0)
  private waiting: (() => void) | undefined

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk])
      this.waiting?.()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.closed = true
      this.waiting?.()
    })
  }

  static async open(listening: Listening): Promise<Wire> {
    const socket = 'socket' in listening ? connect(listening.socket) : connect(listening.port, '127.0.0.1')
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    return new Wire(socket)
  }

  send(bytes: Buffer): void {
    this.socket.write(bytes)
  }

  /** The next answer; undefined when the server ends the connection. */
  async answer(): Promise<Answer | undefined> {
    for (;;) {
      const length = this.received.length >= 4 ? this.received.readInt32LE(0) : Infinity
      if (this.received.length >= length) {
        const frame = this.received.subarray(0, length)
        this.received = this.received.subarray(length)
        const at = frame.readInt32LE(12) === 1 ? 36 : 21
        const ids = { requestId: frame.readInt32LE(4), responseTo: frame.readInt32LE(8) }
        return { flags: frame.readUInt32LE(16), ...ids, body: deserialize(frame.subarray(at)) }
      }
      if (this.closed) return undefined
      await new Promise<void>((resolve) => (this.waiting = resolve))
    }
  }

  async ask(body: Document): Promise<Document | undefined> {
    this.send(frameOf({ payload: section(body) }))
    return (await this.answer())?.body
  }
}

export function section(body: Document): Buffer {
  return Buffer.concat([Buffer.from([0]), serialize(body)])
}

export function sequence(name: string, documents: Document[]): Buffer {
  const inner = Buffer.concat([Buffer.from(`${name}\0`), ...documents.map((document) => serialize(document))])
  const length = Buffer.alloc(4)
  length.writeInt32LE(inner.length + 4)
  return Buffer.concat([Buffer.from([1]), length, inner])
}

export function frameOf({ opCode = 2013, flags = 0, requestId = 7, payload, checksum = false }: Frame): Buffer {
  const header = Buffer.alloc(20)
  header.writeInt32LE(20 + payload.length + (checksum ? 4 : 0), 0)
  header.writeInt32LE(requestId, 4)
  header.writeInt32LE(opCode, 12)
  header.writeUInt32LE(flags | (checksum ? 1 : 0), 16)
  const frame = Buffer.concat([header, payload])
  if (!checksum) return frame
  const sum = Buffer.alloc(4)
  sum.writeUInt32LE(crc32c(frame))
  return Buffer.concat([frame, sum])
}
