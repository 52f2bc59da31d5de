import type { MailDeps } from '../deps.ts'
import { mailCategories } from '../kinds.ts'
import { mailSteps } from '../mail.states.ts'
import type { StoredMail } from '../mail.model.ts'
import { isSendable, toLetterbag } from '../transports/to-letterbag.ts'
import { mayMail } from '../wishes/wishes.ts'
import { renewed } from './renew.ts'
import { maxAttempts, noteDelivered, noteDropped, noteFailed } from './outcomes.ts'

/** How long a process has a mail to itself, in milliseconds; longer than any attempt lasts. */
const lease = 10 * 60 * 1000
/** How many mails are under way at once, and how many one run sends at most, so that other jobs get their turn. */
const lanes = 3
const longestRun = 500

export interface Signals {
  /** Take no more mails. */
  ending: AbortSignal
  /** Let go of those under way; they are tried again when their lease is over. */
  cut: AbortSignal
}

/**
 * Sends what is due, service mail first. Ends when nothing is due, when the server can't be reached (the next run tries
 * again), or after 500 mails. Several processes may do this at the same time.
 */
export async function sendDue(deps: MailDeps, signals: Signals): Promise<void> {
  const run: Run = { left: longestRun, isAway: false }
  await Promise.all(Array.from({ length: lanes }, () => sendOneByOne(deps, signals, run)))
}

interface Run {
  left: number
  isAway: boolean
}

async function sendOneByOne(deps: MailDeps, signals: Signals, run: Run): Promise<void> {
  while (!run.isAway && run.left > 0 && !signals.ending.aborted) {
    run.left -= 1
    const mail = await takeDue(deps)
    if (!mail) return
    if (await attempt(deps, mail, signals.cut)) run.isAway = true
  }
}

/** The mail that has waited longest, now ours until the lease is over. */
async function takeDue(deps: MailDeps): Promise<StoredMail | undefined> {
  const now = deps.clock()
  const { from, to } = mailSteps.take
  for (const category of mailCategories) {
    const taken = await deps.mails
      .findOneAndUpdate(
        { category, nextAttemptAt: { $lte: now }, state: { $in: from }, isHeld: { $ne: true } },
        { $set: { state: to, nextAttemptAt: new Date(now.getTime() + lease) }, $inc: { attempts: 1 } },
        { sort: { nextAttemptAt: 1 }, returnDocument: 'after' },
      )
      .lean<StoredMail | null>()
    if (taken) return taken
  }
  return undefined
}

/** One attempt and its record. Gives whether the server is away. */
async function attempt(deps: MailDeps, mail: StoredMail, cut: AbortSignal): Promise<boolean> {
  if (mail.attempts > maxAttempts) {
    await noteFailed(deps, mail, { error: { code: 'ELEASE' }, isFinal: true })
    return false
  }
  const words = (await isWanted(deps, mail)) ? await renewed(deps, mail) : undefined
  if (!words || !isSendable(words)) {
    await noteDropped(deps, mail)
    return false
  }
  const delivery = await deps.transport.deliver(toLetterbag(deps, words), cut)
  if (delivery.outcome === 'sent') {
    await noteDelivered(deps, mail)
    return false
  }
  const { code, smtp } = delivery.error
  deps.log.warn({ mail: mail._id, kind: mail.kind, attempt: mail.attempts, code, smtp }, 'mail not delivered')
  await noteFailed(deps, mail, { error: delivery.error, isFinal: delivery.outcome === 'refused' })
  return delivery.outcome === 'failed' && delivery.isAway
}

/** Time has passed since it was written: it may have become useless, or its recipient had enough. */
async function isWanted(deps: MailDeps, mail: StoredMail): Promise<boolean> {
  if (mail.usefulUntil && mail.usefulUntil <= deps.clock()) return false
  // A kind that is no longer registered is one that nobody may be mailed.
  if (!deps.kinds.find(mail.kind)) return false
  return mayMail(deps, { accountId: mail.accountId, address: mail.to }, mail.kind)
}
