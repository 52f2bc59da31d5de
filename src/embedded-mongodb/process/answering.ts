import type { ConnectionState, RepeatedReply, Reply, Services } from '../commands/command.ts'
import { runCommand } from '../commands/registry.ts'
import type { Handler } from '../protocol/connection.ts'
import type { Message } from '../protocol/frame.ts'
import { encode } from '../semantics/index.ts'

/** Answers the messages of one connection. */
export function answering(connection: ConnectionState, services: Services): Handler {
  return {
    async answer(message: Message) {
      const { body } = message
      const [name = ''] = Object.keys(body)
      const db = typeof body['$db'] === 'string' ? body['$db'] : 'test'
      const reply = await runCommand({ name, db, body, message, connection, services })
      if (Buffer.isBuffer(reply)) return { reply }
      if (isRepeated(reply)) return reply
      return { reply: encode(reply) }
    },
    closed() {
      // Cursors belong to sessions, which a driver may go on with over another connection.
    },
  }
}

function isRepeated(reply: Reply): reply is RepeatedReply {
  return 'more' in reply && Buffer.isBuffer(reply.reply)
}
