import type { Connection } from 'mongoose'
import type { Presence, Route } from '../http/index.ts'
import type { DataDeclaration, PersonalDataHolder } from '../kernel/index.ts'
import type { Mail, Translator } from '../mail/index.ts'
import type { FactorDeps } from './deps.ts'
import { factorHolder } from './factor.holder.ts'
import { defineFactor, factorData } from './factor.model.ts'
import { withRolesProven, type FactorProof } from './guard.ts'
import { factorMailKinds, mailNews } from './second-factor.mail.ts'
import { createSeal } from './seal.ts'
import { secondFactorRoutes } from './second-factor.routes.ts'
import { wayOn } from './way-on.ts'

/** A code of an authenticator beside the sign-in, for who works here: the face of this feature. */
export interface SecondFactor {
  readonly routes: readonly Route[]
  readonly declarations: readonly DataDeclaration[]
  readonly holder: PersonalDataHolder
  /** The presence with the roles that its person may use in this session. */
  guard(presence: Presence, proof: FactorProof): Promise<Presence>
  /** Where somebody goes on who has just signed in and wanted to `back`: there, or to show their second factor first. */
  wayOn(accountId: string, back: string): Promise<string>
  /** Whether somebody has set one up. */
  isThere(accountId: string): Promise<boolean>
  /** Takes somebody's away, from the machine that the site runs on. False where there was none. */
  drop(accountId: string): Promise<boolean>
}

interface Options extends Omit<FactorDeps, 'factors' | 'seal' | 'tell' | 'isRequired'> {
  config: { readonly staffSecondFactor: boolean }
  connection: Connection
  secret: string
  mail: Mail
  translator: Translator
  fullAddress: (path: string) => string
}

/** Sets the feature up on one instance's connection. */
export function createSecondFactor(options: Options): SecondFactor {
  const { config, connection, secret, mail, translator, fullAddress, ...rest } = options
  mail.registerKinds(...factorMailKinds)
  const factors = defineFactor(connection)
  const deps: FactorDeps = {
    ...rest,
    isRequired: config.staffSecondFactor,
    factors,
    seal: createSeal(secret),
    async tell(accountId, news) {
      const person = (await rest.accounts.recipients([accountId])).get(accountId)
      if (person) await mailNews({ mail, translator, address: fullAddress('/me/second-factor') }, person, news)
    },
  }
  return {
    routes: secondFactorRoutes(deps).table,
    declarations: [factorData],
    holder: factorHolder(deps),
    guard: (presence, proof) => withRolesProven(deps, presence, proof),
    wayOn: (accountId, back) => wayOn(deps, accountId, back),
    isThere: async (id) => (await factors.exists({ _id: id, confirmedAt: { $exists: true } })) !== null,
    drop: async (id) => (await factors.deleteOne({ _id: id })).deletedCount === 1,
  }
}
