import type { Connection } from 'mongoose'
import type { Route } from '../http/index.ts'
import type { Job } from '../jobs/index.ts'
import type { DataDeclaration, Erased, MailedWish, PersonalDataHolder } from '../kernel/index.ts'
import type { Mail, Translator } from '../mail/index.ts'
import { referenceOf, thingPath } from './addresses.ts'
import { askingRoutes } from './asking.routes.ts'
import { caseData } from './case.data.ts'
import { defineCase } from './case.model.ts'
import { fileMail } from './commands/file-mail.ts'
import { tend } from './commands/tend.ts'
import { decisionData, defineDecision } from './decision.model.ts'
import type { RemovalDeps } from './deps.ts'
import { runDue } from './engine/run-plans.ts'
import { defineRun, runData } from './engine/run.model.ts'
import { removalMail, removalMailKinds } from './letters.ts'
import { countWaiting } from './queries/list-queue.ts'
import { ownRoutes } from './own.routes.ts'
import { erasedOnRequest } from './removals.erased.ts'
import { removalsHolder } from './removals.holder.ts'
import { removalStaffRoutes } from './staff.routes.ts'
import { statusRoutes } from './status.routes.ts'
import { confirmationToken, partyToken } from './tokens.ts'
import { transparencyRoutes } from './transparency.routes.ts'

/** Requests to have things removed, from the first word to the proof: the face of this feature. */
export interface Removals {
  readonly routes: readonly Route[]
  readonly declarations: readonly DataDeclaration[]
  readonly holder: PersonalDataHolder
  readonly erased: readonly Erased[]
  readonly jobs: readonly Job[]
  /** How many cases wait for somebody to decide, at most 100. */
  countWaiting(): Promise<number>
  /** Opens the case of a mail that asks for a removal. Gives true: it always can. */
  mailed(wish: MailedWish): Promise<boolean>
  /** Does what time brings; a job runs it. */
  tend(): Promise<void>
  /** Carries out the plans that are due, and looks for what is left; a job runs it. Gives how many are done. */
  run(): Promise<number>
}

interface Options extends Omit<RemovalDeps, 'cases' | 'decisions' | 'runs' | 'letters' | 'mail'> {
  mail: Mail
  translator: Translator
  siteName: string
}

const tenMinutes = 10 * 60 * 1000
const tenSeconds = 10 * 1000

/** Sets the feature up on one instance's connection. */
export function createRemovals({ translator, siteName, ...given }: Options): Removals {
  given.mail.registerKinds(...removalMailKinds)
  const deps: RemovalDeps = {
    ...given,
    ...defineModels(given.connection),
    letters: removalMail(given.mail, { ...lettersOn(given), translator, siteName }),
  }
  const run = (): Promise<number> => runDue(deps)
  return {
    routes: [
      // The words of single pages come before the ids of cases.
      ...ownRoutes(deps).table,
      ...askingRoutes(deps).table,
      ...statusRoutes(deps).table,
      ...removalStaffRoutes(deps).table,
      ...transparencyRoutes(deps).table,
    ],
    declarations: [caseData, decisionData, runData],
    holder: removalsHolder(deps),
    erased: [erasedOnRequest(deps)],
    jobs: [
      {
        name: 'removal-runs',
        every: tenSeconds,
        lease: 6 * tenMinutes,
        run: async () => {
          await run()
        },
      },
      { name: 'removals', every: tenMinutes, lease: tenMinutes, run: () => tend(deps) },
    ],
    countWaiting: () => countWaiting(deps),
    mailed: (wish) => fileMail(deps, wish),
    tend: () => tend(deps),
    run,
  }
}

function defineModels(connection: Connection): Pick<RemovalDeps, 'cases' | 'decisions' | 'runs'> {
  return { cases: defineCase(connection), decisions: defineDecision(connection), runs: defineRun(connection) }
}

/** Where mails lead. */
function lettersOn({ secret, fullAddress, waysOn }: Pick<RemovalDeps, 'secret' | 'fullAddress' | 'waysOn'>) {
  return {
    waysOn,
    referenceOf,
    partyAddress: (id: string, party: number) => fullAddress(`/removals/${id}/${partyToken(secret, { id, party })}`),
    confirmationAddress: (id: string) => fullAddress(`/removals/${id}/confirmation/${confirmationToken(secret, id)}`),
    staffAddress: (id: string) => fullAddress(`/staff/removals/${id}`),
    thingAddress: (thing: Parameters<typeof thingPath>[0]) => {
      const path = thingPath(thing)
      return path === undefined ? undefined : fullAddress(path)
    },
  }
}
