import { deserialize, serialize, type Document } from 'bson'
import { connect, type Socket } from 'node:net'

const headerSize = 21
const opMsg = 2013

/**
 * The least a client of MongoDB's protocol has to do: it encodes a command, writes it, reads the whole answer and decodes it. What `pg` does for
 * PostgreSQL, no more and no less; no sessions, no monitoring, no pool, no retries. One command at a time.
 */
export class LeanClient {
  private readonly socket: Socket
  private received: Buffer[] = []
  private size = 0
  private lastId = 0
  private answered: ((reply: Document) => void) | undefined

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk) => this.take(chunk))
  }

  static async open(path: string): Promise<LeanClient> {
    const socket = connect({ path })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    return new LeanClient(socket)
  }

  /** Throws when the answer is an error. */
  async ask(command: Document): Promise<Document> {
    const body = serialize(command)
    const frame = Buffer.allocUnsafe(headerSize + body.length)
    frame.writeInt32LE(frame.length, 0)
    frame.writeInt32LE(++this.lastId, 4)
    frame.writeInt32LE(0, 8)
    frame.writeInt32LE(opMsg, 12)
    frame.fill(0, 16, headerSize)
    frame.set(body, headerSize)
    this.socket.write(frame)
    const reply = await new Promise<Document>((resolve) => (this.answered = resolve))
    if (reply['ok'] !== 1 || reply['writeErrors']) throw new Error(JSON.stringify(reply))
    return reply
  }

  close(): void {
    this.socket.destroy()
  }

  private take(chunk: Buffer): void {
    this.received.push(chunk)
    this.size += chunk.length
    const [first] = this.received
    if (!first || first.length < 4 || this.size < first.readInt32LE(0)) return
    const frame = this.received.length === 1 ? first : Buffer.concat(this.received)
    this.received = []
    this.size = 0
    this.answered?.(deserialize(frame.subarray(headerSize)))
  }
}
