import { NotFound } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import type { Message } from '../message.model.ts'
import { peopleOf } from '../people.ts'
import type { RequestPerson, SupportRequest } from '../request.model.ts'
import { readLinkToken } from '../tokens.ts'
import { wordsFor } from './tell-message.ts'

/** A person of a request whom a mailed link is about. */
export interface Linked {
  request: SupportRequest
  person: RequestPerson
}

/** Whom a mailed link is about, while they are one of the request's people. Throws NotFound. */
export async function linkedPerson(
  { requests, secret }: Pick<TicketDeps, 'requests' | 'secret'>,
  purpose: 'confirm' | 'rating',
  token: string,
): Promise<Linked> {
  const about = readLinkToken(purpose, token, secret)
  const request = about && (await requests.findById(about.requestId).lean<SupportRequest>())
  const person = request?.people.find(({ key }) => key === about?.key)
  if (!request || !person || request.hiddenFor.length > 0) throw new NotFound('no such link')
  return { request, person }
}

/** How many of the latest answers are mailed to who confirms their address after them. */
const latest = 5

/**
 * The holder of an address says that it is theirs, by the link that was mailed there: from now on answers go there, and
 * those that waited go now. Doing it again changes nothing. Throws NotFound.
 */
export async function confirmAddress(deps: TicketDeps, token: string): Promise<Linked> {
  const { request, person } = await linkedPerson(deps, 'confirm', token)
  await deps.requests.updateOne(
    { _id: request._id, people: { $elemMatch: { key: person.key, email: person.email } } },
    { $set: { 'people.$.isProven': true }, $inc: { version: 1 } },
  )
  const now = await linkedPerson(deps, 'confirm', token)
  const to = (await peopleOf(deps, now.request)).filter(({ key }) => key === person.key)
  const answers = await deps.messages
    .find({ requestId: request._id, kind: 'message', 'author.role': 'agent', 'hiddenFor.0': { $exists: false } })
    .sort({ createdAt: -1 })
    .limit(latest)
    .lean<Message[]>()
  for (const message of answers.toReversed())
    await deps.letters.told(now.request, { message, to, words: wordsFor(deps, message) })
  return now
}
