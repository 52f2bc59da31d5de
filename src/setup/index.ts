import type { Route } from '../http/index.ts'
import type { Finding } from '../kernel/index.ts'
import type { SetupDeps } from './deps.ts'
import { lookAround, lookAtMail } from './look.ts'
import { setupRoutes } from './setup.routes.ts'

/** Whether an installation is as it should be: the face of this feature. */
export interface Setup {
  readonly routes: readonly Route[]
  /** Looks at everything, and asks the mail server and every provider. For the command line, where no server runs. */
  check(): Promise<{ about?: string; finding: Finding }[]>
}

/** Sets the feature up for one instance. */
export function createSetup(deps: SetupDeps): Setup {
  return {
    routes: setupRoutes(deps).table,
    async check() {
      const own = [...(await lookAround(deps)), await lookAtMail(deps)].map((finding) => ({ finding }))
      const others = deps.providers.map(async ({ label, test }) =>
        (await test()).map((finding) => ({ about: label, finding })),
      )
      return [...own, ...(await Promise.all(others)).flat()]
    },
  }
}
