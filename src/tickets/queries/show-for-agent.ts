import { keyFromText, keyToText, wishKinds, type Actor } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import { priorityKeys, stateKeys, wishKeys } from '../labels.words.ts'
import { seeAsAgent } from '../load.ts'
import type { Macro } from '../macro.model.ts'
import type { SupportRequest } from '../request.model.ts'
import { requestStates } from '../request.states.ts'
import { hasCase } from '../has-case.ts'
import { requestEvents } from '../tickets.words.ts'
import { besideRequest } from './beside-request.ts'
import { historyLines } from './history-lines.ts'
import { listMessages } from './list-messages.ts'
import { readSettings } from './read-settings.ts'
import { liveOf, peopleRows } from './show-own.ts'
import { whoElse } from './who-else.ts'

const mostMacros = 200

/** A request as agents work on it. Throws NotFound. */
export async function showForAgent(
  deps: TicketDeps,
  actor: Actor,
  { number, before, nobody }: { number: number; before?: string | undefined; nobody: string },
): Promise<object> {
  const { request, known } = await seeAsAgent(deps, actor, number)
  const at = `/staff/requests/${number}`
  const [conversation, agents, macros, settings] = await Promise.all([
    listMessages(deps, request, {
      known,
      at,
      isStaffPage: true,
      nobody,
      before: before === undefined ? undefined : keyFromText(before),
    }),
    deps.accounts.staffWith('agent'),
    deps.macros.find({}, { name: 1 }).sort({ name: 1 }).limit(mostMacros).lean<Pick<Macro, '_id' | 'name'>[]>(),
    readSettings(deps),
  ])
  const accountId = known.accountId ?? ''
  return {
    ...factsOf(deps, request),
    at: deps.link(at),
    messages: conversation.messages,
    seen: conversation.newest ? keyToText(conversation.newest) : '',
    ...(conversation.earlier === undefined
      ? {}
      : { earlierAddress: deps.link(`${at}?before=${conversation.earlier}`) }),
    ...(before === undefined ? { live: liveOf(deps, request, { at, conversation }) } : {}),
    people: peopleRows(deps, request, { at, isRequester: true }),
    agents: agents.map(({ id, name }) => ({ id, name })),
    ownId: accountId,
    macros: macros.map(({ _id, name }) => ({ name, address: deps.link(`${at}?macro=${_id}#reply`) })),
    categories: settings.categories,
    elsewhere: await whoElse(deps, { requestId: request._id, accountId }),
    ...(await besideRequest(deps, actor, request)),
    history: await historyLines(deps, request),
    wishes: wishKinds.map((kind) => ({ kind, key: wishKeys[kind], isOpen: hasCase(request, kind) })),
    may: { write: request.state !== 'closed' },
  }
}

function factsOf({ link, clock }: TicketDeps, request: SupportRequest): object {
  const { number, subject, state, priority, tags, createdAt, dueAt, firstReplyAt, assigneeId, source, followsUp } =
    request
  return {
    number,
    subject,
    state,
    stateKey: stateKeys[state],
    priority,
    priorityKey: priorityKeys[priority],
    tags,
    createdAt,
    source,
    assigneeId: assigneeId ?? '',
    categoryId: request.categoryId ?? '',
    isAnswered: firstReplyAt !== null,
    ...(dueAt === null ? {} : { dueAt, isOverdue: dueAt <= clock() }),
    ...(followsUp === undefined ? {} : { followsUp, followsUpAddress: link(`/staff/requests/${followsUp}`) }),
    events: requestEvents.filter((event) => requestStates.before(event).includes(state)),
    listAddress: link('/staff/requests'),
    ...(request.satisfaction?.score === undefined
      ? {}
      : { score: request.satisfaction.score, words: request.satisfaction.words ?? '' }),
  }
}
