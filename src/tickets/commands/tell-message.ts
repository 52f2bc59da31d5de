import { htmlOf, textOf } from '../compose.ts'
import type { TicketDeps } from '../deps.ts'
import type { Message } from '../message.model.ts'
import { peopleOf } from '../people.ts'
import type { SupportRequest } from '../request.model.ts'
import type { Member } from '../tickets.views.ts'

/**
 * Mails a message to everybody of the request but its author: words to who has proven their address, a fixed text to who
 * hasn't. The first message of a request gives a receipt. A note is mailed to nobody.
 */
export async function tellMessage(deps: TicketDeps, request: SupportRequest, message: Message): Promise<void> {
  if (message.kind === 'note' || request.hiddenFor.length > 0) return
  const isOpening = request.openingId === message._id
  const members = await peopleOf(deps, request)
  const requester = members.find(({ role }) => role === 'requester')
  if (isOpening && requester) await deps.letters.received(request, { message, to: requester })
  const others = members.filter((member) => !isAuthor(member, message))
  await deps.letters.told(request, { message, to: others, words: wordsFor(deps, message) })
}

/** Somebody may be there twice, as one of the people and as the agent. */
function isAuthor({ accountId, email, role }: Member, { author }: Message): boolean {
  if (accountId !== undefined && accountId === author.accountId) return true
  return role !== 'agent' && email !== undefined && email === author.email
}

/** A message as a mail says it, with links that hold anywhere. */
export function wordsFor(
  { siteOrigin, fullAddress }: Pick<TicketDeps, 'siteOrigin' | 'fullAddress'>,
  message: Message,
): { html: ReturnType<typeof htmlOf>; text: string } {
  return { html: htmlOf(message, { siteOrigin, baseUrl: fullAddress('/') }), text: textOf(message) }
}
