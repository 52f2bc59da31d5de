/**
 * A server that answers at once and knows nothing: `tsx echo.ts <socket> <replies>`, with the answers to give in a file of BSON. What the driver
 * reaches with it is the most that it could reach with any server.
 */
import { deserialize, serialize, type Document } from 'bson'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'

const [path = '', replies = ''] = process.argv.slice(2)
const headerSize = 21
const { hello, one, list, write, other } = deserialize(readFileSync(replies), { promoteLongs: false }) as Record<
  string,
  Document
>
const frames = {
  hello: frameOf({ ...hello, localTime: new Date() }),
  ...{ one: frameOf(one), list: frameOf(list), write: frameOf(write), other: frameOf(other) },
}

function frameOf(reply: Document | undefined): Buffer {
  const body = serialize(reply ?? { ok: 1 })
  const frame = Buffer.alloc(headerSize + body.length)
  frame.writeInt32LE(frame.length, 0)
  frame.writeInt32LE(2013, 12)
  frame.set(body, headerSize)
  return frame
}

/** By the first field's name; a find that sorts is the one for twenty documents. */
function answerTo(request: Buffer): Buffer {
  const opQuery = 2004
  if (request.readInt32LE(12) === opQuery) return legacy(frames.hello)
  const name = request.toString('latin1', headerSize + 5, request.indexOf(0, headerSize + 5))
  if (name === 'find') return request.includes('sort\0') ? frames.list : frames.one
  if (name === 'insert') return frames.write
  return name === 'hello' || name === 'ismaster' ? frames.hello : frames.other
}

function legacy(frame: Buffer): Buffer {
  const reply = Buffer.alloc(36 + frame.length - headerSize)
  reply.writeInt32LE(reply.length, 0)
  reply.writeInt32LE(1, 12)
  reply.writeInt32LE(1, 32)
  frame.copy(reply, 36, headerSize)
  return reply
}

const server = createServer((socket) => {
  let rest = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const request = rest.subarray(0, rest.readInt32LE(0))
      const answer = Buffer.from(answerTo(request))
      answer.writeInt32LE(request.readInt32LE(4), 8)
      socket.write(answer)
      rest = rest.subarray(request.length)
    }
  })
  socket.on('error', () => socket.destroy())
})
server.listen(path, () => process.send?.('listening'))
process.on('disconnect', () => process.exit(0))
