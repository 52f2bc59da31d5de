import type { Connection } from 'mongoose'
import { comeBack, leave, noteNothing } from './commands/leave.ts'
import { settleDue } from './commands/settle-departures.ts'
import { defineDeparture, departureData, type Departure } from './departure.model.ts'
import type { PrivacyDeps } from './deps.ts'
import { facebookRequests } from './facebook-requests.ts'
import { leavingRoutes } from './leaving.routes.ts'
import type { Privacy } from './privacy.ts'
import { tokenHash } from './token.ts'

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
    async stateOf(code) {
      const found = await deps.departures.findOne({ codeHash: tokenHash(code) }).lean<Departure>()
      if (!found) return undefined
      return { askedAt: found.askedAt, ...(found.doneAt ? { doneAt: found.doneAt } : {}) }
    },
  }
  return {
    ...privacy,
    facebookRequests: (issuer) => facebookRequests(privacy, { accounts: deps.accounts, issuer }),
  }
}
