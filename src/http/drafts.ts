import type { Answer } from './answers.ts'
import type { FormState } from './forms.ts'
import type { Draft, SessionValues } from './session-values.ts'
import type { VisitSession } from './session.ts'

/** How long a draft waits, in milliseconds. */
const life = 60 * 60 * 1000

/** How much is kept, in UTF-16 units: the longest text and what goes with it. */
const mostKept = 60_000

/** Whether what was typed is small enough to wait in a session. */
export function mayKeep(values: FormState['values']): boolean {
  return Object.entries(values).reduce((sum, [field, value]) => sum + field.length + value.length, 0) <= mostKept
}

/** Puts a draft into the session of somebody who goes to sign in. A session that is for this only lasts as long as the draft. */
export async function keepDraft(session: VisitSession, draft: Draft): Promise<void> {
  // Whoever it was signed in is no longer: nothing of theirs goes on.
  if (session.values.accountId !== undefined) await session.renew()
  session.values.draft = draft
  session.lastFor(life)
  await session.save()
}

/** The draft of a session, while it waits. */
export function waitingDraft({ draft }: Pick<SessionValues, 'draft'>, now: Date): Draft | undefined {
  return draft && now.getTime() - draft.at.getTime() < life ? draft : undefined
}

/** A page with its form as it was typed before the sign-in, where it is that form's page and shows it anew. */
export function withDraft(answer: Answer, draft: Draft | undefined): Answer {
  if (answer.kind !== 'page' || !answer.form || answer.form.action !== draft?.action) return answer
  if (Object.keys(answer.form.errors).length > 0) return answer
  const { submission: _old, ...values } = draft.values
  return { ...answer, form: { ...answer.form, values: { ...answer.form.values, ...values }, isRestored: true } }
}
