import { Conflict, idOf, type Actor, type WishKind } from '../../kernel/index.ts'
import { change } from '../change.ts'
import type { TicketDeps } from '../deps.ts'
import { hasCase } from '../has-case.ts'
import { seeAsAgent } from '../load.ts'
import type { Message } from '../message.model.ts'
import type { SupportRequest } from '../request.model.ts'

/**
 * An agent says that a request asks for a removal, or for a copy of what is held: its case is opened with the clock of the
 * day when the request came. Once opened, nothing happens. Throws NotFound; Conflict where its asker can't be reached by
 * mail, or had a mail to an unproven address lately.
 */
export async function openCase(
  deps: TicketDeps,
  actor: Actor,
  { number, kind }: { number: number; kind: WishKind },
): Promise<void> {
  const { request, known } = await seeAsAgent(deps, actor, number)
  if (hasCase(request, kind)) return
  const requester = request.people.find(({ role }) => role === 'requester')
  if (requester?.email === undefined) throw new Conflict('tickets:rules.noAddress')
  const isOpen = await deps.openCase(kind, {
    key: idOf('request', request._id, kind),
    email: requester.email,
    name: requester.name,
    words: await firstWordsOf(deps, request),
    receivedAt: request.createdAt,
    locale: request.locale,
    isProven: requester.isProven,
  })
  if (!isOpen) throw new Conflict('tickets:rules.mailedLately')
  const by = known.accountId === undefined ? {} : { by: known.accountId }
  await change(deps, request._id, (now) =>
    hasCase(now, kind) ? undefined : { entries: [{ deed: 'case', to: kind, role: 'agent', ...by }] },
  )
}

async function firstWordsOf({ messages }: TicketDeps, { _id: requestId, subject }: SupportRequest): Promise<string> {
  const first = await messages
    .findOne({ requestId, kind: 'message', hiddenFor: { $size: 0 } })
    .sort({ createdAt: 1, _id: 1 })
    .lean<Message>()
  return [subject, first?.text ?? ''].join('\n\n').trim()
}
