import type { TicketDeps } from '../deps.ts'
import type { Message } from '../message.model.ts'
import type { SupportRequest } from '../request.model.ts'

/** A request as mails refer to it. */
export interface Thread {
  requestId: string
  number: number
}

const mostIds = 50

/**
 * The request that one of these Message-IDs belongs to, as `In-Reply-To` and `References` name them: the id of its
 * conversation, that of a mail that told of a message, or of a mail that became one.
 */
export async function findThread(deps: TicketDeps, messageIds: readonly string[]): Promise<Thread | undefined> {
  const ids = messageIds.slice(-mostIds)
  const requestIds = ids.flatMap((id) => /^<request\.([0-9a-z]{12})@/.exec(id)?.[1] ?? [])
  const told = ids.flatMap((id) => /^<request-message\.([0-9a-z]{12})\./.exec(id)?.[1] ?? [])
  const messages = await deps.messages
    .find({ $or: [{ _id: { $in: told } }, { mailIds: { $in: ids } }] }, { requestId: 1 })
    .sort({ createdAt: -1 })
    .limit(1)
    .lean<Pick<Message, 'requestId'>[]>()
  for (const requestId of [...messages.map((message) => message.requestId), ...requestIds]) {
    const number = await numberOf(deps, requestId)
    if (number !== undefined) return { requestId, number }
  }
  return undefined
}

/** The number of a request; that of the one that took it in, where it was merged. */
export async function numberOf({ requests }: TicketDeps, requestId: string): Promise<number | undefined> {
  const fields = { number: 1, mergedInto: 1 }
  const found = await requests.findById(requestId, fields).lean<Pick<SupportRequest, 'number' | 'mergedInto'>>()
  if (found?.mergedInto === undefined) return found?.number
  const into = await requests.findById(found.mergedInto, fields).lean<Pick<SupportRequest, 'number'>>()
  return into?.number
}
