import { Conflict, Invalid, NotAllowed, NotFound, type Actor } from '../../kernel/index.ts'
import { change } from '../change.ts'
import { wordsOf } from '../compose.ts'
import type { TicketDeps } from '../deps.ts'
import { channelOf } from '../live.words.ts'
import { seeOwn } from '../load.ts'
import type { Message } from '../message.model.ts'
import type { SupportRequest } from '../request.model.ts'
import { isOwn } from '../queries/list-messages.ts'

/** Stands where its author took something out. */
const blackedOut = '█████'

export interface Redaction {
  number: number
  messageId: string
  /** Words of the message or of the subject, as they were written. */
  passage: string
  /** Keys of files that go. */
  files: readonly string[]
}

/** A message of somebody's own, in the request where it stands now. */
export interface OwnMessage {
  request: SupportRequest
  message: Message
  /** The request that it opened: the subject is theirs as well. Another than `request` where that one was merged. */
  opened: SupportRequest | undefined
}

/** A message of the reader's own. Throws NotFound; NotAllowed for one of somebody else. */
export async function ownMessage(
  deps: TicketDeps,
  actor: Actor,
  { number, messageId }: Pick<Redaction, 'number' | 'messageId'>,
): Promise<OwnMessage> {
  const { request, known } = await seeOwn(deps, actor, number)
  const message = await deps.messages
    .findOne({ _id: messageId, requestId: request._id, kind: 'message', 'hiddenFor.0': { $exists: false } })
    .lean<Message>()
  if (!message) throw new NotFound('no such message')
  if (!isOwn(request, message, known)) throw new NotAllowed('tickets:rules.ownWords')
  const opened = await deps.requests.findOne({ openingId: messageId }).lean<SupportRequest>()
  return { request, message, opened: opened ?? undefined }
}

/**
 * Takes a passage, or files, out of one's own message for good: out of the text, its HTML and what it is found by, the
 * subject where it stands there, the mails that quote it, and the whole mail that it came in. Throws NotFound, NotAllowed;
 * Invalid (`passage`) for words that aren't there; Conflict when the message changed at that moment.
 */
export async function redactMessage(deps: TicketDeps, actor: Actor, redaction: Redaction): Promise<void> {
  const { request, message, opened } = await ownMessage(deps, actor, redaction)
  const { passage } = redaction
  const gone = message.files.filter(({ key }) => redaction.files.includes(key))
  const isInText = passage !== '' && message.text.includes(passage)
  const isInSubject = passage !== '' && opened?.subject.includes(passage) === true
  const redacted = (words: string): string => (passage === '' ? words : words.replaceAll(passage, blackedOut))
  if (passage === '' ? gone.length === 0 : !isInText && !isInSubject)
    throw new Invalid({ passage: 'tickets:rules.passage' })
  // Copies first: where this is cut off, the message still has the words, and its author takes them out again.
  await forgetCopies(deps, message, isInSubject ? opened : undefined)
  const subject = redacted(opened?.subject ?? '')
  await writeRedacted(deps, message, { text: redacted(message.text), subject, gone: gone.map(({ key }) => key) })
  for (const { key } of gone) await deps.files.remove(key)
  const by = message.author.accountId === undefined ? {} : { by: message.author.accountId }
  if (isInSubject) await change(deps, opened._id, (now) => ({ entries: [], set: { subject: redacted(now.subject) } }))
  const changed = await change(deps, request._id, () => ({
    entries: [{ deed: 'redacted', role: message.author.role, to: message._id, ...by }],
  }))
  await deps.live.note(channelOf(request._id), [message._id, `state-${changed.version}`])
}

async function writeRedacted(
  deps: TicketDeps,
  message: Message,
  { text, subject, gone }: { text: string; subject: string; gone: readonly string[] },
): Promise<void> {
  const { name, email = '' } = message.author
  const found = `${subject} ${name} ${email}`
  const { modifiedCount } = await deps.messages.updateOne(
    { _id: message._id, text: message.text },
    {
      $set: { ...wordsOf(deps, { text, format: message.format, found }), redactedAt: deps.clock() },
      $pull: { files: { key: { $in: [...gone] } } },
      $unset: { inboundId: 1 },
    },
  )
  if (modifiedCount === 0) throw new Conflict('rules:states.notPossible')
}

/** What was mailed can't be called back; what waits isn't sent, and what we kept of it goes. */
async function forgetCopies(deps: TicketDeps, message: Message, named: SupportRequest | undefined): Promise<void> {
  await deps.mail.cancelAbout({ kind: 'request-message', id: message._id })
  if (named) await deps.mail.cancelAbout({ kind: 'request', id: named._id })
  if (message.inboundId !== undefined) await deps.eraseInbound(message.inboundId)
}
