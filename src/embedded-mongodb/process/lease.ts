import { Client } from '../protocol/client.ts'
import { placeOf, type Listening } from './notice.ts'

/**
 * An owner's connection to the server: while it is open the server stays, and the system closes it when the owner dies, however it
 * dies.
 */
export class Lease {
  private readonly client: Client

  private constructor(client: Client) {
    this.client = client
  }

  /** Connects and makes sure that a server answers. Undefined when none does. */
  static async open(listening: Listening): Promise<Lease | undefined> {
    const client = await Client.open(placeOf(listening))
    if (!client) return undefined
    const hello = await client.ask({ hello: 1, $db: 'admin' })
    if (hello?.['ok'] === 1) return new Lease(client)
    client.socket.destroy()
    return undefined
  }

  /** Does not keep this process alive. */
  unref(): void {
    this.client.socket.unref()
  }

  onLost(callback: () => void): void {
    this.client.socket.once('close', callback)
  }

  /** Gives the lease back. Tells whether the server stops, this having been the last connection. */
  async end(): Promise<{ stops: boolean }> {
    const { socket } = this.client
    socket.ref()
    const reply = await this.client.ask({ endLease: 1, $db: 'admin' })
    if (!socket.destroyed) {
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
      socket.end()
      await closed
    }
    return { stops: reply?.['stops'] === true }
  }
}
