import { keyFromText, keyToText, type Actor } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import { ownStateKeys, ownStates } from '../labels.words.ts'
import { overlap } from '../live.words.ts'
import { seeOwn, type SeenByLink } from '../load.ts'
import { personOf } from '../people.ts'
import type { SupportRequest } from '../request.model.ts'
import { mayRate, mayReopen } from '../request.policy.ts'
import type { LiveView, PersonRow } from '../tickets.views.ts'
import { listMessages, type Conversation } from './list-messages.ts'

/** A request as its people see it. Throws NotFound. */
export async function showOwn(
  deps: TicketDeps,
  actor: Actor,
  { number, before, nobody }: { number: number; before?: string | undefined; nobody: string },
): Promise<object> {
  const { request, known, role } = await seeOwn(deps, actor, number)
  const at = `/requests/${number}`
  const reader = { known, at, isStaffPage: false, mayRedact: true, nobody }
  const conversation = await listMessages(deps, request, {
    ...reader,
    before: before === undefined ? undefined : keyFromText(before),
  })
  const { subject, state, createdAt, satisfaction, followsUp } = request
  const isRequester = role === 'requester'
  return {
    number,
    subject,
    state: ownStates[state],
    stateKey: ownStateKeys[state],
    createdAt,
    at: deps.link(at),
    listAddress: deps.link('/requests'),
    ...(followsUp === undefined ? {} : { followsUp, followsUpAddress: deps.link(`/requests/${followsUp}`) }),
    downloadAddress: deps.link(`${at}/download`),
    messages: conversation.messages,
    ...(conversation.earlier === undefined
      ? {}
      : { earlierAddress: deps.link(`${at}?before=${conversation.earlier}`) }),
    ...(before === undefined ? { live: liveOf(deps, request, { at, conversation }) } : {}),
    people: peopleRows(deps, request, { at, isRequester, ownKey: personOf(request, known)?.key }),
    may: {
      write: state !== 'closed',
      addPeople: isRequester && state !== 'closed',
      solve: state !== 'solved' && state !== 'closed',
      reopen: mayReopen(request, deps.clock()),
      rate: isRequester && mayRate(request),
    },
    ...(isRequester && satisfaction?.score ? { score: satisfaction.score } : {}),
    ...(state === 'closed' ? { newAddress: deps.link(`/requests/new?followsUp=${number}`) } : {}),
  }
}

/** The same for who came by a link of their own: the conversation, with what they can do about it. */
export async function showByLink(
  deps: TicketDeps,
  { request, known, email }: SeenByLink,
  { at, before, nobody }: { at: string; before?: string | undefined; nobody: string },
): Promise<object> {
  const reader = {
    known,
    at,
    isStaffPage: false,
    nobody,
    before: before === undefined ? undefined : keyFromText(before),
  }
  const { messages, earlier } = await listMessages(deps, request, reader)
  const { number, subject, state, createdAt } = request
  return {
    ...{ number, subject, state: ownStates[state], createdAt, email, messages },
    stateKey: ownStateKeys[state],
    at: deps.link(at),
    signInAddress: deps.link('/requests'),
    ...(earlier === undefined ? {} : { earlierAddress: deps.link(`${at}?before=${earlier}`) }),
    may: { write: state !== 'closed', solve: state !== 'solved' && state !== 'closed' },
  }
}

/** Where the page hears of changes; asked for before what it shows is old. */
export function liveOf(
  { link, clock }: Pick<TicketDeps, 'link' | 'clock'>,
  { version }: SupportRequest,
  { at, conversation }: { at: string; conversation: Conversation },
): LiveView {
  const since = clock().getTime() - overlap
  const after = conversation.newest ? `&after=${keyToText(conversation.newest)}` : ''
  return { address: link(`${at}/live?since=${since}&version=${version}${after}`), newAddress: link(at) }
}

/** The people of a request, each with the way out that the reader has for them. */
export function peopleRows(
  { link }: Pick<TicketDeps, 'link'>,
  { people }: SupportRequest,
  { at, isRequester, ownKey }: { at: string; isRequester: boolean; ownKey?: string | undefined },
): PersonRow[] {
  return people.map(({ key, role, name, email, isProven }) => ({
    name: name === '' ? (email ?? '') : name,
    ...(email === undefined || name === '' ? {} : { email }),
    isRequester: role === 'requester',
    isProven,
    ...(role === 'cc' && (isRequester || key === ownKey) ? { removeAction: link(`${at}/people/${key}/removal`) } : {}),
  }))
}
