import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Keeps the connections of a server below a number: one more ends the one that has rested longest, so that idle
 * connections, however many somebody opens, keep nobody out. Where none rests, the newcomer is turned away.
 */
export function boundConnections(server: Server, most: number): void {
  /** Those without a request under way, the one that has rested longest first. */
  const resting = new Set<Socket>()
  let open = 0
  server.on('connection', (socket: Socket) => {
    open += 1
    socket.once('close', () => {
      open -= 1
      resting.delete(socket)
    })
    if (open > most) endOne(resting, socket)
    if (!socket.destroyed) resting.add(socket)
  })
  server.on('request', ({ socket }, response) => {
    resting.delete(socket)
    response.once('close', () => {
      if (!socket.destroyed) resting.add(socket)
    })
  })
}

function endOne(resting: Set<Socket>, newcomer: Socket): void {
  const [longest = newcomer] = resting
  resting.delete(longest)
  longest.destroy()
}
