import {
  removedMark,
  type Actor,
  type DataSubject,
  type Fingerprint,
  type FoundThing,
  type Removable,
  type Remains,
  type Within,
} from '../kernel/index.ts'
import { eraseWords } from './commands/erase-request.ts'
import type { TicketDeps } from './deps.ts'
import { channelOf } from './live.words.ts'
import type { Message } from './message.model.ts'
import { roleOf, whoIs } from './people.ts'
import type { SupportRequest } from './request.model.ts'

/** Messages of requests as things that somebody may ask to have removed. */
export function removableMessages(deps: TicketDeps): Removable {
  const about = (id: string): { kind: string; id: string } => ({ kind: 'request-message', id })
  return {
    kind: 'request-message',
    find: (addressOrId) => find(deps, addressOrId),
    isSeenBy: (actor, id) => isSeenBy(deps, actor, id),
    idsOf: (subject, within) => idsOf(deps, subject, within),
    async hide(id) {
      await deps.mail.holdAbout(about(id))
      return set(deps, id, { $addToSet: { hiddenFor: 'request' } })
    },
    async restore(id) {
      await deps.mail.releaseAbout(about(id))
      return set(deps, id, { $pull: { hiddenFor: 'request' } })
    },
    async erase(id) {
      const message = await deps.messages.findById(id).lean<Message>()
      if (message) await eraseWords(deps, message)
      await set(deps, id, { $pull: { hiddenFor: 'request' } })
    },
    async fingerprints(id) {
      const message = await deps.messages.findById(id).lean<Message>()
      if (!message) return []
      const opened = await deps.requests
        .findOne({ openingId: id }, { subject: 1 })
        .lean<Pick<SupportRequest, 'subject'>>()
      const texts = [message.text, opened?.subject ?? ''].filter((text) => text !== '' && text !== removedMark)
      return [
        ...texts.map((value) => ({ kind: 'text', value }) as const),
        ...message.files.map(({ hash }) => ({ kind: 'file', value: hash }) as const),
      ]
    },
    whatIsLeft: (fingerprints) => whatIsLeft(deps, fingerprints),
  }
}

async function find(
  { messages, requests, fullAddress }: TicketDeps,
  addressOrId: string,
): Promise<FoundThing | undefined> {
  const id = /#post-([0-9a-z]{12})$/.exec(addressOrId)?.[1] ?? addressOrId
  const message = await messages.findOne({ _id: id, text: { $ne: '' } }).lean<Message>()
  if (!message) return undefined
  const request = await requests.findById(message.requestId, { number: 1 }).lean<Pick<SupportRequest, 'number'>>()
  const { accountId } = message.author
  return {
    kind: 'request-message',
    id,
    ...(accountId === undefined ? {} : { accountId }),
    ...(request ? { address: fullAddress(`/requests/${request.number}#post-${id}`) } : {}),
    writtenAt: message.createdAt,
    isHidden: message.hiddenFor.length > 0,
    preview: { kind: 'text', text: message.text },
  }
}

/** Notes are for those who work here, everything else for the people of the request as well. */
async function isSeenBy(deps: TicketDeps, actor: Actor, id: string): Promise<boolean> {
  const message = await deps.messages.findOne({ _id: id, text: { $ne: '' }, hiddenFor: { $size: 0 } }).lean<Message>()
  const request = message && (await deps.requests.findById(message.requestId).lean<SupportRequest>())
  if (!message || !request || request.hiddenFor.length > 0) return false
  const role = roleOf(request, await whoIs(deps, actor))
  return message.kind === 'note' ? role === 'agent' : role !== undefined
}

async function idsOf(
  { messages }: TicketDeps,
  { accountId, email }: DataSubject,
  { from, to }: Within = {},
): Promise<string[]> {
  const by = [
    ...(accountId === undefined ? [] : [{ 'author.accountId': accountId }]),
    ...(email === undefined ? [] : [{ 'author.email': email }]),
  ]
  if (by.length === 0) return []
  const createdAt = { ...(from ? { $gte: from } : {}), ...(to ? { $lte: to } : {}) }
  const found = await messages
    .find({ $or: by, text: { $ne: '' }, ...(from || to ? { createdAt } : {}) }, { _id: 1 })
    .lean<{ _id: string }[]>()
  return found.map(({ _id }) => _id)
}

/** Open pages of the request are told; what they fetch then has the message, or hasn't. */
async function set(
  { messages, live }: TicketDeps,
  id: string,
  update: { $addToSet: { hiddenFor: 'request' } } | { $pull: { hiddenFor: 'request' } },
): Promise<boolean> {
  const before = await messages.findOneAndUpdate({ _id: id }, update).lean<Message>()
  if (!before) return false
  await live.note(channelOf(before.requestId), [id])
  const isHiding = '$addToSet' in update
  return before.hiddenFor.includes('request') !== isHiding
}

async function whatIsLeft({ messages }: TicketDeps, fingerprints: readonly Fingerprint[]): Promise<Remains> {
  const valuesOf = (kind: Fingerprint['kind']): string[] =>
    fingerprints.filter((print) => print.kind === kind).map(({ value }) => value)
  const left = await messages
    .find({ $or: [{ text: { $in: valuesOf('text') } }, { 'files.hash': { $in: valuesOf('file') } }] }, { _id: 1 })
    .lean<{ _id: string }[]>()
  return {
    looked: [{ place: 'requestmessages', things: await messages.estimatedDocumentCount() }],
    left: left.map(({ _id: id }) => ({ place: 'requestmessages', id })),
  }
}
