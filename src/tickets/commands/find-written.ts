import type { TicketDeps } from '../deps.ts'
import type { Message } from '../message.model.ts'
import type { SupportRequest } from '../request.model.ts'
import type { Written } from '../sender.ts'

/** What a mail became when it was taken before, or a form that was sent before. */
export async function findWritten(
  deps: TicketDeps,
  what: { inboundId: string } | { _id: string },
): Promise<Written | undefined> {
  const message = await deps.messages.findOne(what, { requestId: 1 }).lean<Pick<Message, '_id' | 'requestId'>>()
  if (!message) return undefined
  const { requestId } = message
  const request = await deps.requests.findById(requestId, { number: 1 }).lean<Pick<SupportRequest, 'number'>>()
  return request ? { requestId, number: request.number, messageId: message._id } : undefined
}
