import { NotFound, type Actor } from '../../kernel/index.ts'
import type { MailPreferencesDeps } from '../deps.ts'
import type { KindRow, PreferencesView } from '../mail-preferences.views.ts'

/** Every kind of mail that may be sent here, with what holds for the actor. Throws NotFound for who isn't signed in. */
export async function showPreferences(deps: MailPreferencesDeps, actor: Actor): Promise<PreferencesView> {
  if (actor.kind !== 'member') throw new NotFound('not signed in')
  const wishes = await deps.mail.preferences.of(actor.id)
  const rows = (category: (typeof wishes)[number]['kind']['category']): KindRow[] =>
    wishes
      .filter(({ kind }) => kind.category === category)
      .map(({ kind, wanted, chosen }) => ({
        kind: kind.kind,
        titleKey: kind.titleKey,
        textKey: kind.textKey,
        wanted,
        ...(chosen && category !== 'service' ? { chosenAt: chosen.at } : {}),
      }))
  return { service: rows('service'), notifications: rows('notification'), marketing: rows('marketing') }
}
