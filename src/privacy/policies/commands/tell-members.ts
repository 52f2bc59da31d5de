import type { PolicyDeps } from '../deps.ts'
import type { PolicyVersion } from '../policy.model.ts'
import { changeMail } from '../policies.mail.ts'

/** How many members are told in one run of the job; with a run a minute the outbox is never flooded. */
const atOnce = 200

/**
 * Mails the next members about each announced change that matters. How far it came is written after each step, and each mail
 * is in the outbox once, so a run that is cut off is gone on with. Gives how many mails were added.
 */
export async function tellMembers(deps: PolicyDeps): Promise<number> {
  const telling = await deps.policies
    .find({ state: 'announced', isMaterial: true, 'mailing.doneAt': { $exists: false } })
    .limit(10)
    .lean<PolicyVersion[]>()
  let added = 0
  for (const version of telling) added += await tellNext(deps, version)
  return added
}

async function tellNext(deps: PolicyDeps, version: PolicyVersion): Promise<number> {
  const { _id, announcedAt, mailing } = version
  const members = await deps.accounts.recipientsAfter(mailing?.after ?? '', atOnce)
  const messages = members.flatMap((member) => changeMail(deps, version, member) ?? [])
  const added = await deps.mail.enqueueAll(messages)
  const last = members.at(-1)
  await deps.policies.updateOne(
    { _id, ...(announcedAt ? { announcedAt } : {}), state: 'announced', 'mailing.after': mailing?.after ?? '' },
    {
      $set: {
        ...(last ? { 'mailing.after': last.id } : {}),
        ...(members.length < atOnce ? { 'mailing.doneAt': deps.clock() } : {}),
      },
      $inc: { 'mailing.told': messages.length },
    },
  )
  // Called off while these were written, too late for that to take them back.
  if (await deps.policies.exists({ _id, state: 'draft' })) await deps.mail.cancelAbout({ kind: 'policy', id: _id })
  return added
}
