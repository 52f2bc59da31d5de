import { Binary } from 'bson'
import { ServerError } from '../errors.ts'
import { beginConversation, type Conversation } from '../protocol/scram.ts'
import type { Document } from '../semantics/index.ts'
import type { Command, Reply } from './command.ts'

/** Commands that are answered before the client has said who it is: those it needs to get that far. */
const openCommands = new Set([
  'hello',
  'ismaster',
  'isMaster',
  'saslStart',
  'saslContinue',
  'ping',
  'buildInfo',
  'logout',
  'endSessions',
  'endLease',
])

interface Running {
  conversation: Conversation
  isProven: boolean
}

/**
 * Refuses a command of a connection that has proved no user, where the server has users. Throws ServerError Unauthorized, but not for
 * the commands that a client needs to get that far.
 */
export function requireUser(command: Command): void {
  if (!command.services.users || command.connection.user !== undefined || openCommands.has(command.name)) return
  throw new ServerError('Unauthorized', `Command ${command.name} requires authentication`)
}

/**
 * Begins SCRAM-SHA-256 (RFC 5802, RFC 7677): replies with the server's first message as `payload`. Throws ServerError BadValue for other
 * mechanisms, AuthenticationFailed for an unknown user.
 */
export function saslStart(command: Command): Document {
  const { body, services, connection } = command
  if (body['mechanism'] !== 'SCRAM-SHA-256') {
    throw new ServerError(
      'BadValue',
      `Received authentication for mechanism ${String(body['mechanism'])} which is not enabled`,
    )
  }
  const conversation = beginConversation(payloadOf(body), services.users ?? new Map<string, string>())
  if (!conversation) throw failed()
  connection.conversation = { conversation, isProven: false } satisfies Running
  return { conversationId: 1, done: false, payload: new Binary(Buffer.from(conversation.serverFirst)), ok: 1 }
}

/**
 * Checks the client's proof and replies with the server's signature; from then on the connection has its user. Throws ServerError
 * AuthenticationFailed for a wrong password, ProtocolError without a saslStart before.
 */
export async function saslContinue(command: Command): Promise<Reply> {
  const { body, connection } = command
  const running = connection.conversation as Running | undefined
  if (!running) throw new ServerError('ProtocolError', 'No SASL session state found')
  if (running.isProven) {
    delete connection.conversation
    return { conversationId: 1, done: true, payload: new Binary(Buffer.alloc(0)), ok: 1 }
  }
  const serverFinal = await running.conversation.finish(payloadOf(body))
  if (serverFinal === undefined) {
    delete connection.conversation
    throw failed()
  }
  running.isProven = true
  connection.user = running.conversation.user
  // Drivers that did not ask to leave the empty last exchange out expect to make it.
  return { conversationId: 1, done: true, payload: new Binary(Buffer.from(serverFinal)), ok: 1 }
}

/** Takes the connection's user away; replies `{ ok: 1 }` also when there was none. */
export function logout(command: Command): Reply {
  delete command.connection.user
  return { ok: 1 }
}

function payloadOf(body: Document): string {
  const payload = body['payload']
  if (payload instanceof Binary) return Buffer.from(payload.buffer).toString()
  if (typeof payload === 'string') return Buffer.from(payload, 'base64').toString()
  throw new ServerError('BadValue', 'payload must be binary data')
}

function failed(): ServerError {
  return new ServerError('AuthenticationFailed', 'Authentication failed.')
}
