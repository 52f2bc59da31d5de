import { removedMark } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import type { Message } from '../message.model.ts'
import type { SupportRequest } from '../request.model.ts'

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

/**
 * Takes all words and files out of one message, whoever wrote it, and the subject of the request that it opened; that there
 * was one stays. Safe to run again.
 */
export async function eraseWords(deps: TicketDeps, message: Message): Promise<void> {
  // First: where this is cut off, the message still has its words and is found again.
  await eraseSubject(deps, message._id)
  await eraseBeside(deps, message)
  await deps.messages.updateOne(
    { _id: message._id },
    {
      $set: { text: '', html: '', terms: [], files: [], mailIds: [], redactedAt: deps.clock() },
      $unset: { inboundId: 1 },
    },
  )
}

/** A subject is words of who opened the request; the mails that name it go too. */
async function eraseSubject({ requests, mail }: TicketDeps, openingId: string): Promise<void> {
  const opened = { openingId, subject: { $ne: removedMark } }
  const request = await requests.findOne(opened, { _id: 1 }).lean<Pick<SupportRequest, '_id'>>()
  if (!request) return
  await mail.cancelAbout({ kind: 'request', id: request._id })
  await requests.updateOne(opened, { $set: { subject: removedMark }, $inc: { version: 1 } })
}

/** What is kept of a message elsewhere. */
async function eraseBeside(deps: TicketDeps, message: Message): Promise<void> {
  for (const { key } of message.files) await deps.files.remove(key)
  if (message.inboundId !== undefined) await deps.eraseInbound(message.inboundId)
  await deps.mail.cancelAbout({ kind: 'request-message', id: message._id })
}
