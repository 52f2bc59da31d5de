import type { TicketDeps } from '../deps.ts'
import type { Message } from '../message.model.ts'

/**
 * Erases a request: files, whole mails, mails that tell of it, messages, and at last the request itself, so that what was
 * cut off is found again. Erasing it again changes nothing.
 */
export async function eraseRequest(deps: TicketDeps, id: string): Promise<void> {
  for await (const message of deps.messages.find({ requestId: id }).lean<Message>().cursor()) {
    await eraseBeside(deps, message)
    await deps.messages.deleteOne({ _id: message._id })
  }
  await deps.mail.cancelAbout({ kind: 'request', id })
  await deps.viewers.deleteMany({ requestId: id })
  await deps.requests.deleteOne({ _id: id })
}

/** Takes all words and files out of one message, whoever wrote it; that there was one stays. */
export async function eraseWords(deps: TicketDeps, message: Message): Promise<void> {
  await eraseBeside(deps, message)
  await deps.messages.updateOne(
    { _id: message._id },
    {
      $set: { text: '', html: '', terms: [], files: [], mailIds: [], redactedAt: deps.clock() },
      $unset: { inboundId: 1 },
    },
  )
}

/** What is kept of a message elsewhere. */
async function eraseBeside(deps: TicketDeps, message: Message): Promise<void> {
  for (const { key } of message.files) await deps.files.remove(key)
  if (message.inboundId !== undefined) await deps.eraseInbound(message.inboundId)
  await deps.mail.cancelAbout({ kind: 'request-message', id: message._id })
}
