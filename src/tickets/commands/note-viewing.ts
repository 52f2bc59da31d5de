import type { Actor } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import { channelOf, viewersMark } from '../live.words.ts'
import { seeAsAgent } from '../load.ts'
import type { SupportRequest } from '../request.model.ts'
import { presentFor, type Viewer } from '../viewer.model.ts'

/**
 * Notes that an agent has a request open, and whether they have begun to write; that they came to look stands in the log,
 * for the person whose request it is. Throws NotFound.
 */
export async function noteViewing(
  deps: TicketDeps,
  actor: Actor,
  { number, isAnswering }: { number: number; isAnswering: boolean },
): Promise<void> {
  const { request, known } = await seeAsAgent(deps, actor, number)
  const { accountId = '' } = known
  const seen = { requestId: request._id, accountId, isAnswering, at: deps.clock() }
  const before = await deps.viewers
    .findOneAndUpdate({ _id: `${request._id}.${accountId}` }, { $set: seen }, { upsert: true })
    .lean<Viewer>()
  // Told only where it is news: whoever hears of it says in turn that they are here.
  const isNews = before?.isAnswering !== isAnswering || seen.at.getTime() - before.at.getTime() > presentFor
  if (isNews) await deps.live.note(channelOf(request._id), [viewersMark + accountId])
  await noteLook(deps, actor, request)
}

/** Notes that an agent looked at a request, its files or its mails, once an hour. */
export async function noteLook(
  { audit }: Pick<TicketDeps, 'audit'>,
  actor: Actor,
  { number, people }: Pick<SupportRequest, 'number' | 'people'>,
): Promise<void> {
  const about = people.find(({ role }) => role === 'requester')?.accountId
  const thing = { kind: 'request', id: String(number) } as const
  await audit.noteLook(actor, { action: 'request.look', thing, ...(about === undefined ? {} : { about }) })
}
