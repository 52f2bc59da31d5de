import { NotFound } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import type { Attachment, Message } from '../message.model.ts'
import type { SupportRequest } from '../request.model.ts'
import { kindsFor } from './list-messages.ts'

/**
 * A file of a request that the reader was found to see: of a message of this very request, and of no note on a customer's
 * page. Throws NotFound.
 */
export async function findAttachment(
  deps: TicketDeps,
  request: SupportRequest,
  { key, isStaffPage }: { key: string; isStaffPage: boolean },
): Promise<{ file: Attachment; pieces: AsyncIterable<Uint8Array> }> {
  const message = await deps.messages
    .findOne({
      'files.key': key,
      requestId: request._id,
      kind: { $in: kindsFor(isStaffPage) },
      'hiddenFor.0': { $exists: false },
    })
    .lean<Message>()
  const file = message?.files.find((each) => each.key === key)
  const pieces = file && (await deps.files.read(key))
  if (!pieces) throw new NotFound('no such file')
  return { file, pieces }
}
