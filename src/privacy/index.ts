import type { Job } from '../jobs/index.ts'
import type { DataDeclaration, PersonalDataHolder } from '../kernel/index.ts'
import { createAccess, type Access } from './access/index.ts'
import { forget } from './commands/forget.ts'
import { comeBack, leave, noteNothing } from './commands/leave.ts'
import { settleDue } from './commands/settle-departures.ts'
import { defineDeparture, departureData } from './departure.model.ts'
import type { PrivacyDeps } from './deps.ts'
import { erasedAccounts } from './erased.ts'
import { createExports, exportData, type Exports } from './exports/index.ts'
import { facebookRequests } from './facebook-requests.ts'
import { leavingRoutes } from './leaving.routes.ts'
import { mapRoutes } from './map/map.routes.ts'
import type { Policies } from './policies/index.ts'
import { policiesFor } from './policies-for.ts'
import type { PrivacyOptions } from './options.ts'
import type { Privacy } from './privacy.ts'
import { departureState } from './queries/departure-state.ts'

export { mapMarkdown } from './map/map.ts'
export { policyNames, type PolicyName } from './policies/index.ts'
export type { Privacy } from './privacy.ts'

const aMinute = 60 * 1000
const anHour = 60 * aMinute

/** A job's work without what it gives. */
const only = (work: () => Promise<unknown>) => async (): Promise<void> => {
  await work()
}

/** Sets the feature up on one instance's connection. */
export function createPrivacy(options: PrivacyOptions): Privacy {
  const { holders, config, connection } = options
  // Known once every feature is set up; nobody reads it before.
  const known: { declarations: readonly DataDeclaration[] } = { declarations: [] }
  const policies = policiesFor(options, known)
  const access = createAccess({
    ...options,
    askCopy: (subject, wishes) => exports.ask(subject, wishes),
    openCopy: (fileName) => exports.openMailed(fileName),
  })
  const others: PersonalDataHolder[] = [...holders, policies.holder, access.holder]
  const exports: Exports = createExports({
    ...options,
    siteName: config.siteName,
    holders: others,
    onMailed: (exportId) => access.noteCopySent(exportId),
  })
  const departures = defineDeparture(connection)
  const deps: PrivacyDeps = { ...options, holders: [...others, exports.holder], departures }
  const privacy: Omit<Privacy, 'facebookRequests'> = {
    // Before policies' own: `/privacy/request` is no version.
    routes: [...leavingRoutes(deps).table, ...exports.routes, ...access.routes, ...policies.routes],
    declarations: [departureData, ...exportData, ...policies.declarations, ...access.declarations],
    mapRoutes(declarations) {
      known.declarations = declarations
      return mapRoutes(declarations).table
    },
    exports,
    policies,
    erased: erasedAccounts(deps),
    jobs: jobsOf(deps, { exports, access, policies }),
    erase: (account) => leave(deps, account, { erases: true, choices: {}, wantsCode: true }),
    forget: (subject) => forget(deps, subject),
    mailed: (wish) => access.mailed(wish),
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

function jobsOf(
  deps: PrivacyDeps,
  { exports, access, policies }: { exports: Exports; access: Access; policies: Policies },
): Job[] {
  return [
    { name: 'departures', every: anHour, lease: anHour, run: only(() => settleDue(deps)) },
    { name: 'data-exports', every: 5_000, lease: anHour, run: only(() => exports.makeDue()) },
    { name: 'data-requests', every: anHour, lease: anHour, run: only(() => access.tend()) },
    { name: 'policies', every: aMinute, lease: 10 * aMinute, run: only(() => policies.tend()) },
  ]
}
