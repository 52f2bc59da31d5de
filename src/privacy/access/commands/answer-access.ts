import { allow, Conflict, type Actor } from '../../../kernel/index.ts'
import { mailAnswer } from '../access.mail.ts'
import type { AccessRequest } from '../access.model.ts'
import { mayAnswerAccess } from '../access.policy.ts'
import { accessStates } from '../access.states.ts'
import { keptDays } from '../access.words.ts'
import type { AccessDeps } from '../deps.ts'

const aDay = 24 * 60 * 60 * 1000

/** Answers a question by mail, or declines with the reason. Throws NotAllowed; Conflict where it isn't open any more. */
export async function answerAccess(
  deps: AccessDeps,
  actor: Actor,
  { id, text, isRefusal }: { id: string; text: string; isRefusal: boolean },
): Promise<void> {
  allow(mayAnswerAccess(actor))
  const event = isRefusal ? 'decline' : 'answer'
  const now = deps.clock()
  const ended = await deps.requests
    .findOneAndUpdate(
      { _id: id, state: { $in: accessStates.before(event) } },
      {
        $set: {
          state: isRefusal ? 'declined' : 'answered',
          answeredAt: now,
          forgetAt: new Date(now.getTime() + keptDays * aDay),
          ...(isRefusal ? { reason: text } : {}),
        },
      },
    )
    .lean<AccessRequest>()
  if (!ended) throw new Conflict('access:rules.notOpen')
  await mailAnswer(deps, { to: ended.email, locale: ended.locale, text, isRefusal })
  const thing = { kind: 'access-request', id } as const
  await deps.audit.record(actor, { action: isRefusal ? 'access.decline' : 'access.answer', thing })
}

/** The copy is on its way by mail: who asked for no more is answered. */
export async function noteCopySent(deps: AccessDeps, exportId: string): Promise<void> {
  const now = deps.clock()
  await deps.requests.updateOne({ exportId }, { $set: { copySentAt: now } })
  await deps.requests.updateOne(
    { exportId, question: '', state: { $in: accessStates.before('answer') } },
    { $set: { state: 'answered', answeredAt: now, forgetAt: new Date(now.getTime() + keptDays * aDay) } },
  )
}
