import type { Connection } from 'mongoose'
import { comeBack, leave, noteNothing } from './commands/leave.ts'
import { settleDue } from './commands/settle-departures.ts'
import { defineDeparture, departureData } from './departure.model.ts'
import type { PrivacyDeps } from './deps.ts'
import { facebookRequests } from './facebook-requests.ts'
import { leavingRoutes } from './leaving.routes.ts'
import type { Privacy } from './privacy.ts'
import { departureState } from './queries/departure-state.ts'

export type { Privacy } from './privacy.ts'

/** Sets the feature up on one instance's connection. */
export function createPrivacy({
  connection,
  ...rest
}: Omit<PrivacyDeps, 'departures'> & { connection: Connection }): Privacy {
  const deps: PrivacyDeps = { ...rest, departures: defineDeparture(connection) }
  const privacy: Omit<Privacy, 'facebookRequests'> = {
    routes: leavingRoutes(deps).table,
    declarations: [departureData],
    erase: (account) => leave(deps, account, { erases: true, choices: {}, wantsCode: true }),
    noteNothing: () => noteNothing(deps),
    async close(account) {
      await leave(deps, account, { erases: false, choices: {} })
    },
    comeBack: (accountId) => comeBack(deps, accountId),
    settleDue: () => settleDue(deps),
    stateOf: (code) => departureState(deps, code),
  }
  return {
    ...privacy,
    facebookRequests: (issuer) => facebookRequests(privacy, { accounts: deps.accounts, issuer }),
  }
}
