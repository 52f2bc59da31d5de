import { ServerError } from '../errors.ts'
import { isDocument } from '../semantics/index.ts'
import { sessionKey } from '../storage/retries.ts'
import { arrayField, type Command, type Reply } from './command.ts'

/**
 * Ends the cursors of the sessions listed, also for killSessions; what their last write gave stays known for a retry.
 */
export async function endSessions(command: Command): Promise<Reply> {
  for (const session of arrayField(command.body, command.name) ?? []) {
    if (isDocument(session)) await command.services.cursors.killOfSession(sessionKey(session).toString('hex'))
  }
  return { ok: 1 }
}

/** Sent by an owner before it closes its own connection, to learn whether to wait for the server's end. */
export async function endLease(command: Command): Promise<Reply> {
  return { stops: await command.services.leaseEnds(), ok: 1 }
}

/** Replies `{ ok: 1 }` and does nothing: a session's cursors time out by themselves, and it holds nothing else that does. */
export function refreshSessions(): Reply {
  return { ok: 1 }
}

/**
 * Refuses transactions of several statements; see the README for the reason. Not with a standalone server's code 20: drivers take that
 * for a server without retryable writes, and say so.
 */
export function refuseTransaction(command: Command): void {
  const { body } = command
  if (body['autocommit'] === undefined && body['startTransaction'] === undefined) return
  throw new ServerError(
    'OperationNotSupportedInTransaction',
    'Transactions of several statements are not supported by this server',
  )
}
