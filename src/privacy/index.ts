import type { Connection } from 'mongoose'
import type { Mail, Translator } from '../mail/index.ts'
import { comeBack, leave, noteNothing } from './commands/leave.ts'
import { settleDue } from './commands/settle-departures.ts'
import { defineDeparture, departureData } from './departure.model.ts'
import type { PrivacyDeps } from './deps.ts'
import { createExports, exportData } from './exports/index.ts'
import { facebookRequests } from './facebook-requests.ts'
import { leavingRoutes } from './leaving.routes.ts'
import { mapRoutes } from './map/map.routes.ts'
import type { Privacy } from './privacy.ts'
import { departureState } from './queries/departure-state.ts'

export { mapMarkdown } from './map/map.ts'
export type { Privacy } from './privacy.ts'

interface Options extends Omit<PrivacyDeps, 'departures'> {
  connection: Connection
  mail: Mail
  translator: Translator
  siteName: string
  secret: string
  fullAddress: (path: string) => string
}

const anHour = 60 * 60 * 1000

/** A job's work without what it gives. */
const only = (work: () => Promise<unknown>) => async (): Promise<void> => {
  await work()
}

/** Sets the feature up on one instance's connection. */
export function createPrivacy({ connection, holders, ...rest }: Options): Privacy {
  const exports = createExports({ ...rest, connection, holders })
  const deps: PrivacyDeps = { ...rest, holders: [...holders, exports.holder], departures: defineDeparture(connection) }
  const privacy: Omit<Privacy, 'facebookRequests'> = {
    routes: [...leavingRoutes(deps).table, ...exports.routes],
    declarations: [departureData, ...exportData],
    mapRoutes: (declarations) => mapRoutes(declarations).table,
    exports,
    jobs: [
      { name: 'departures', every: anHour, lease: anHour, run: only(() => settleDue(deps)) },
      { name: 'data-exports', every: 5_000, lease: anHour, run: only(() => exports.makeDue()) },
    ],
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
