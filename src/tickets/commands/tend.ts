import type { TicketDeps } from '../deps.ts'
import type { Message } from '../message.model.ts'
import { peopleOf } from '../people.ts'
import { readSettings } from '../queries/read-settings.ts'
import { solvedBefore } from '../queries/retention.ts'
import type { SupportRequest } from '../request.model.ts'
import { askTime, reopenTime } from '../tickets.words.ts'
import { eraseRequest } from './erase-request.ts'
import { finishMerger } from './merge-requests.ts'
import { move } from './set-state.ts'
import { settleMessage } from './settle-message.ts'

/** How many of each one run takes; the next one goes on. */
const atOnce = 200
const aMinute = 60_000
const anHour = 60 * aMinute
/** After this nobody is asked any more, in milliseconds: whoever switches jobs on late doesn't ask about last year. */
const latestQuestion = 7 * 24 * anHour

type Ids = Pick<SupportRequest, '_id'>[]

/** Does what time brings: ends what crashes cut off, asks how answers were, closes and erases what is long solved. */
export async function tend(deps: TicketDeps): Promise<void> {
  await finishMergers(deps)
  await finishUntold(deps)
  await askAboutAnswers(deps)
  await closeSolved(deps)
  await eraseOld(deps)
}

/** Also those that are under way: each step of one knows whether it was done. */
async function finishMergers(deps: TicketDeps): Promise<void> {
  const cutOff = await deps.requests.find({ isMerging: true }, { _id: 1 }).limit(atOnce).lean<Ids>()
  for (const { _id } of cutOff) await finishMerger(deps, _id)
}

/** A message whose request was never written is one that was never sent: its writer saw so. */
async function finishUntold(deps: TicketDeps): Promise<void> {
  const before = new Date(deps.clock().getTime() - aMinute)
  const untold = await deps.messages
    .find({ untold: { $exists: true }, createdAt: { $lt: before } })
    .sort({ createdAt: 1 })
    .limit(atOnce)
    .lean<Message[]>()
  for (const message of untold) {
    if (await deps.requests.exists({ _id: message.requestId })) await settleMessage(deps, message)
    else await deps.messages.deleteOne({ _id: message._id })
  }
}

async function askAboutAnswers(deps: TicketDeps): Promise<void> {
  const now = deps.clock().getTime()
  const found = await deps.requests
    .find({
      state: 'solved',
      solvedAt: { $lte: new Date(now - askTime), $gt: new Date(now - latestQuestion) },
      'satisfaction.askedAt': { $exists: false },
      firstReplyAt: { $ne: null },
      'hiddenFor.0': { $exists: false },
    })
    .limit(atOnce)
    .lean<SupportRequest[]>()
  for (const request of found) {
    // Marked first: a question that a crash swallows is better than one that is asked twice.
    const { modifiedCount } = await deps.requests.updateOne(
      { _id: request._id, version: request.version, 'satisfaction.askedAt': { $exists: false } },
      { $set: { 'satisfaction.askedAt': deps.clock(), ...agentOf(request) }, $inc: { version: 1 } },
    )
    const hasSaid = request.satisfaction?.score !== undefined
    if (modifiedCount === 0 || hasSaid) continue
    const requester = (await peopleOf(deps, request)).find(({ role }) => role === 'requester')
    if (requester?.isProven) await deps.letters.asked(request, requester)
  }
}

function agentOf({ assigneeId }: SupportRequest): Record<string, string> {
  return assigneeId === null ? {} : { 'satisfaction.agentId': assigneeId }
}

async function closeSolved(deps: TicketDeps): Promise<void> {
  const end = new Date(deps.clock().getTime() - reopenTime)
  const found = await deps.requests
    .find({ state: 'solved', solvedAt: { $lte: end }, 'hiddenFor.0': { $exists: false } }, { _id: 1 })
    .limit(atOnce)
    .lean<Ids>()
  // What somebody wrote meanwhile opened it again.
  const onlyWhile = ({ state, solvedAt, hiddenFor }: SupportRequest): boolean =>
    state === 'solved' && solvedAt !== undefined && solvedAt <= end && hiddenFor.length === 0
  for (const request of found) await move(deps, request, { event: 'close', onlyWhile })
}

async function eraseOld(deps: TicketDeps): Promise<void> {
  const { retentionDays } = await readSettings(deps)
  if (retentionDays === undefined) return
  const isOld = solvedBefore(retentionDays, deps.clock())
  const old = await deps.requests.find(isOld, { _id: 1 }).limit(atOnce).lean<Ids>()
  for (const { _id } of old) {
    // Erasing takes its time, and somebody may open one again meanwhile.
    if (await deps.requests.exists({ _id, ...isOld })) await eraseRequest(deps, _id)
  }
}

/** Removes files that no message names, from an hour ago or before: a younger one may belong to a message that is being written. */
export async function sweepFiles({ files, messages, clock }: TicketDeps): Promise<void> {
  const before = new Date(clock().getTime() - anHour)
  for await (const { name, key, writtenAt } of files.list()) {
    if (writtenAt >= before) continue
    if (key !== undefined && (await messages.exists({ 'files.key': key }))) continue
    await files.remove(name)
  }
}
