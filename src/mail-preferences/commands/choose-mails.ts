import { Invalid, NotAllowed, type Actor } from '../../kernel/index.ts'
import type { MailPreferencesDeps } from '../deps.ts'

/**
 * Sets which kinds of mail the actor gets: those that are named, and of those that can be switched off no others.
 * Throws Invalid for a kind that isn't sent here.
 */
export async function chooseMails(
  deps: MailPreferencesDeps,
  actor: Actor,
  input: { kinds: readonly string[] },
): Promise<void> {
  if (actor.kind !== 'member') throw new NotAllowed('rules:request.membersOnly')
  const known = (await deps.mail.preferences.of(actor.id)).map(({ kind }) => kind.kind)
  if (input.kinds.some((kind) => !known.includes(kind))) throw new Invalid({ form: 'mail:rules.unknownKind' })
  await deps.mail.preferences.set(actor.id, input.kinds)
}
