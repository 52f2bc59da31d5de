import type { Route } from '../http/index.ts'
import type { MailPreferencesDeps } from './deps.ts'
import { outboxRoutes } from './outbox.routes.ts'
import { preferencesRoutes } from './preferences.routes.ts'

export { mailHolder } from './mail.holder.ts'

/** The pages about mail: the face of this feature. */
export interface MailPreferences {
  readonly routes: readonly Route[]
}

/** Sets the feature up for one instance: what people want to get, and what the owner sees of what is sent. */
export function createMailPreferences(deps: MailPreferencesDeps): MailPreferences {
  return { routes: [...preferencesRoutes(deps).table, ...outboxRoutes(deps).table] }
}
