import type { TicketDeps } from '../deps.ts'
import type { Reminder, ReminderMail } from '../reminders.mail.ts'
import type { SupportRequest } from '../request.model.ts'

const anHour = 60 * 60 * 1000
const mostAtOnce = 200

type Due = Pick<SupportRequest, '_id' | 'number' | 'subject' | 'assigneeId' | 'firstReplyDue' | 'dueAt'>

/**
 * Tells of requests that are due within an hour, or were within the last day: who answers one, or every agent where
 * nobody does yet. Each is told of a due time once, however often this runs; another time is another reminder.
 */
export async function remind(
  { requests, accounts, clock }: Pick<TicketDeps, 'requests' | 'accounts' | 'clock'>,
  mail: ReminderMail,
): Promise<void> {
  const now = clock().getTime()
  const fields = { number: 1, subject: 1, assigneeId: 1, firstReplyDue: 1, dueAt: 1 }
  const due = await requests
    .find({ dueAt: { $gt: new Date(now - 24 * anHour), $lte: new Date(now + anHour) }, hiddenFor: [] }, fields)
    .sort({ dueAt: -1, _id: -1 })
    .limit(mostAtOnce)
    .lean<Due[]>()
  if (due.length === 0) return
  const agents = await accounts.staffWith('agent')
  for (const request of due) {
    const own = agents.filter(({ id }) => id === request.assigneeId)
    for (const to of own.length > 0 ? own : agents) await mail.due(reminderOf(request), to)
  }
}

function reminderOf({ _id: requestId, number, subject, firstReplyDue, dueAt }: Due): Reminder {
  const at = dueAt ?? new Date(0)
  return { requestId, number, subject, dueAt: at, isFirstReply: firstReplyDue?.getTime() === at.getTime() }
}
