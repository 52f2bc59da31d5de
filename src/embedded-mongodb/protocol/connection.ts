import type { Socket } from 'node:net'
import { ServerError } from '../errors.ts'
import { errorReply, frameLength, MalformedFrame, readMessage, writeReply, type Message } from './frame.ts'

/** What answers the messages of one connection. */
export interface Handler {
  /** The encoded reply; `more` when the client (who allowed it) is to get another one for the same request. */
  answer(message: Message): Promise<{ reply: Buffer; more?: boolean }>
  closed(): void
}

/** Requests that wait for their turn on one connection; more are not read before these are answered. */
const longestQueue = 64

/** Reads frames from a socket and answers them in their order. A malformed frame ends this connection and nothing else. */
export function serveConnection(socket: Socket, handler: Handler): void {
  let received: Buffer[] = []
  let size = 0
  let needed = 4
  const queue: Message[] = []
  let busy = false
  socket.on('data', (chunk) => {
    received.push(chunk)
    size += chunk.length
    if (size < needed) return
    const bytes = received.length === 1 ? chunk : Buffer.concat(received, size)
    try {
      const rest = takeFrames(bytes, queue)
      received = rest.bytes.length > 0 ? [rest.bytes] : []
      size = rest.bytes.length
      needed = rest.needed
    } catch (error) {
      socket.destroy()
      if (!(error instanceof MalformedFrame)) throw error
      return
    }
    if (queue.length > longestQueue) socket.pause()
    if (!busy) void drain()
  })
  socket.on('error', () => socket.destroy())
  socket.on('close', () => handler.closed())

  async function drain(): Promise<void> {
    busy = true
    for (let message = queue.shift(); message && !socket.destroyed; message = queue.shift()) {
      await answerMessage(socket, handler, message)
    }
    busy = false
    socket.resume()
  }
}

/** Takes the whole frames from the front of `bytes`; tells what is left and how many bytes make the next step possible. */
function takeFrames(bytes: Buffer, into: Message[]): { bytes: Buffer; needed: number } {
  let at = 0
  for (;;) {
    const length = frameLength(bytes, at)
    if (length === undefined || bytes.length - at < length) return { bytes: bytes.subarray(at), needed: length ?? 4 }
    into.push(readMessage(bytes.subarray(at, at + length)))
    at += length
  }
}

let lastRequestId = 0

async function answerMessage(socket: Socket, handler: Handler, message: Message): Promise<void> {
  for (;;) {
    const { reply, more } = await answered(handler, message)
    lastRequestId = (lastRequestId + 1) & 0x7fffffff
    if (message.moreToCome || socket.destroyed) return
    const isTaken = socket.write(writeReply(message, reply, { requestId: lastRequestId, moreToCome: more === true }))
    // No further answers are made for a client that does not read those it has got.
    if (!isTaken) await drained(socket)
    if (!more) return
    // A follow-up answers the one before it, as the specification of exhaust replies has it.
    message = { ...message, requestId: lastRequestId }
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.on('drain', done)
    socket.on('close', done)
  })
}

async function answered(handler: Handler, message: Message): Promise<{ reply: Buffer; more?: boolean }> {
  try {
    return await handler.answer(message)
  } catch (error) {
    if (error instanceof ServerError) return { reply: errorReply(error) }
    const text = error instanceof Error ? error.message : String(error)
    return { reply: errorReply(new ServerError('InternalError', text)) }
  }
}
