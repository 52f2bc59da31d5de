import { Conflict, NotAllowed, NotFound } from '../../kernel/index.ts'
import { wordsOf } from '../compose.ts'
import type { TicketDeps } from '../deps.ts'
import { storeFiles } from '../files/store-files.ts'
import { findRequest } from '../load.ts'
import type { Author, Message } from '../message.model.ts'
import { personOf, roleOf, whoSends, type Known } from '../people.ts'
import type { SupportRequest } from '../request.model.ts'
import { requestStates } from '../request.states.ts'
import type { IncomingFile, IncomingMail, Sender, Written } from '../sender.ts'
import { longest, type AuthorRole, type MessageKind, type TextFormat, type RequestEvent } from '../tickets.words.ts'
import { idFor } from '../repeat.ts'
import { findWritten } from './find-written.ts'
import { keepMessage } from './keep-message.ts'
import { requireText } from './open-request.ts'
import { settleMessage } from './settle-message.ts'

/** Words that are added to a request. */
export interface NewMessage {
  /** Of the request. */
  number: number
  /** A note is for agents alone. */
  kind: MessageKind
  text: string
  format: TextFormat
  files: readonly IncomingFile[]
  mail?: IncomingMail
  /** What an agent says becomes of the request with it. */
  event?: RequestEvent | undefined
  /** On whose page it was written: an agent may be one of a request's people. Missing for mail, which may be of either. */
  side?: 'own' | 'staff'
  /** Tells a form that is sent again. */
  submission?: string | undefined
}

/**
 * Adds words to a request: the message, then what follows from it for the request, then who is to be told. Customers'
 * words open it again. The same mail or form taken twice is one message. Throws NotFound for who has no part in the request;
 * NotAllowed for a note by who isn't an agent; Conflict when it is closed, or can't become what an agent says; Invalid.
 */
export async function addMessage(deps: TicketDeps, sender: Sender, input: NewMessage): Promise<Written> {
  const messageId = idFor('message', sender, input)
  const { inboundId } = input.mail ?? {}
  const known = await findWritten(deps, inboundId === undefined ? { _id: messageId } : { inboundId })
  if (known) return known
  const request = await findRequest(deps, input.number)
  const who = await whoSends(deps, sender)
  const role = roleOn(input.side, request, who)
  if (role === undefined || request.hiddenFor.length > 0) throw new NotFound('no part in it')
  if (input.kind === 'note' && role !== 'agent') throw new NotAllowed('rules:request.staffOnly')
  requirePossible(request, input, role)
  requireText(input.text)
  const author = await authorOf(deps, request, { role, sender, who })
  const message: Message = {
    ...wordsOf(deps, { ...input, found: `${author.name} ${author.email ?? ''}` }),
    _id: messageId,
    requestId: request._id,
    kind: input.kind,
    author,
    files: await storeFiles(deps, input.files),
    createdAt: deps.clock(),
    mailIds: input.mail ? [input.mail.messageId] : [],
    ...(input.mail ? { inboundId: input.mail.inboundId } : {}),
    untold: input.event === undefined ? {} : { event: input.event },
    hiddenFor: [],
  }
  if (sender.kind === 'address' && sender.isProven) await noteProven(deps, request, who)
  await keepMessage(deps, message)
  try {
    await settleMessage(deps, message, true)
  } catch (error) {
    // Closed at this very moment: as if it had come a moment later.
    if (error instanceof Conflict) await deps.messages.deleteOne({ _id: messageId })
    throw error
  }
  return { requestId: request._id, number: request.number, messageId }
}

function roleOn(side: NewMessage['side'], request: SupportRequest, who: Known): AuthorRole | undefined {
  if (side === 'staff') return who.isAgent ? 'agent' : undefined
  return roleOf(request, side === 'own' ? { ...who, isAgent: false } : who)
}

/** Asked before anything is kept; what happens meanwhile is met when the message is settled. */
function requirePossible({ state }: SupportRequest, { kind, event }: NewMessage, role: AuthorRole): void {
  if (state === 'closed' && kind === 'message') throw new Conflict('tickets:rules.closed')
  if (role === 'agent' && event !== undefined && event !== 'open') requestStates.step(state, event)
}

interface Writing {
  role: AuthorRole
  sender: Sender
  who: Known
}

async function authorOf(deps: TicketDeps, request: SupportRequest, { role, sender, who }: Writing): Promise<Author> {
  const { accountId, email } = who
  const account = accountId === undefined ? undefined : (await deps.accounts.recipients([accountId])).get(accountId)
  const given = sender.kind === 'address' ? sender.name : ''
  const there = role === 'agent' ? undefined : personOf(request, who)
  const name = [there?.name, account?.name, given].find((each) => each !== undefined && each !== '') ?? ''
  return {
    role,
    name: name.slice(0, longest.name),
    ...(accountId === undefined ? {} : { accountId }),
    // Customers need no agent's address.
    ...(email === undefined || role === 'agent' ? {} : { email }),
  }
}

/** Whoever answers by what only the holder of an address was sent has shown that it is theirs. */
async function noteProven({ requests }: TicketDeps, request: SupportRequest, who: Known): Promise<void> {
  const there = personOf(request, who)
  if (!there || there.isProven || there.email !== who.email) return
  await requests.updateOne(
    { _id: request._id, people: { $elemMatch: { key: there.key, email: there.email } } },
    { $set: { 'people.$.isProven': true }, $inc: { version: 1 } },
  )
}
