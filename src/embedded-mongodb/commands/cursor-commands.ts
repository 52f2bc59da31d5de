import { ServerError } from '../errors.ts'
import { toNumber } from '../semantics/index.ts'
import { arrayField, checkedNamespace, namespaceOf, numberField, type Command, type Reply } from './command.ts'

/**
 * Replies with a cursor's `nextBatch`; the id is 0 when it has come to its end. Throws ServerError CursorNotFound, CursorInUse, and
 * Unauthorized when `collection` is not the cursor's.
 */
export async function getMore(command: Command): Promise<Reply> {
  const { body, services } = command
  const id = body['getMore']
  if (typeof id !== 'bigint')
    throw new ServerError('TypeMismatch', "BSON field 'getMore.getMore' is the wrong type, expected type 'long'")
  const collection = body['collection']
  const ns =
    typeof collection === 'string' && (collection.startsWith('$cmd.') || collection === '$cmd')
      ? `${command.db}.${collection}`
      : checkedNamespace(command.db, typeof collection === 'string' ? collection : '')
  return await services.cursors.more(id, ns, numberField(body, 'batchSize'))
}

/** Replies with the ids that were open in `cursorsKilled` and the others in `cursorsNotFound`. */
export async function killCursors(command: Command): Promise<Reply> {
  const name = command.body['killCursors']
  if (typeof name !== 'string' || !name.startsWith('$cmd')) namespaceOf(command)
  const cursorsKilled: bigint[] = []
  const cursorsNotFound: bigint[] = []
  for (const value of arrayField(command.body, 'cursors') ?? []) {
    const id = BigInt(toNumber(value) === undefined ? 0 : (value as bigint))
    const list = (await command.services.cursors.kill(id)) ? cursorsKilled : cursorsNotFound
    list.push(id)
  }
  return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [], ok: 1 }
}
