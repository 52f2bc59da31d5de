import type { Connection } from 'mongoose'
import type { Route } from '../../http/index.ts'
import type { Actor, DataDeclaration, PersonalDataHolder } from '../../kernel/index.ts'
import { enforceDue } from './commands/enforce-due.ts'
import { tellMembers } from './commands/tell-members.ts'
import { publishFirst } from './commands/publish-first.ts'
import type { PolicyDeps } from './deps.ts'
import { createNews } from './news.ts'
import { definePolicy, policyData } from './policy.model.ts'
import { policyMailKinds } from './policies.mail.ts'
import { policyRoutes } from './policies.routes.ts'
import type { PolicyName } from './policies.words.ts'
import { newsFor, type PolicyNews } from './queries/news-for.ts'
import { missingPolicies, policyInForce, type AgreedPolicy } from './queries/policies-in-force.ts'
import { defineSighting, sightingData } from './sighting.model.ts'
import { sightingsHolder } from './sightings.holder.ts'
import { staffPolicyRoutes } from './staff-policies.routes.ts'

export { policyNames, type PolicyName } from './policies.words.ts'

/** The texts that the site is run under. */
export interface Policies {
  readonly routes: readonly Route[]
  readonly declarations: readonly DataDeclaration[]
  readonly holder: PersonalDataHolder
  /** What who comes now agrees to. */
  inForce(policy: PolicyName): Promise<AgreedPolicy>
  /** A change that a member is to be told of on every page. */
  newsFor(actor: Actor): Promise<PolicyNews | undefined>
  /** Those that a live site can't be without and that are not there, or have blanks. */
  missing(): Promise<PolicyName[]>
  /** A first text of a policy, made of the settings, with blanks to fill in. */
  draftText(policy: PolicyName): string
  /** Puts the first version of a policy in force, from the machine that the site runs on. */
  publishFirst(policy: PolicyName, source: string): Promise<void>
  /** Tells members of what will change, and puts in force what is due; for the job. */
  tend(): Promise<void>
}

type Options = Omit<PolicyDeps, 'policies' | 'sightings' | 'news'> & { connection: Connection }

/** Sets policies up on one instance's connection. */
export function createPolicies({ connection, ...rest }: Options): Policies {
  rest.mail.registerKinds(...policyMailKinds)
  const policies = definePolicy(connection)
  const news = createNews(policies, rest.clock)
  const deps: PolicyDeps = { ...rest, policies, sightings: defineSighting(connection), news }
  return {
    routes: [...policyRoutes(deps).table, ...staffPolicyRoutes(deps).table],
    declarations: [policyData, sightingData],
    holder: sightingsHolder(deps),
    inForce: (policy) => policyInForce(deps, policy),
    newsFor: (actor) => newsFor(deps, actor),
    missing: () => missingPolicies(deps),
    draftText: (policy) => deps.generate(policy),
    publishFirst: (policy, source) => publishFirst(deps, { policy, source }),
    async tend() {
      await tellMembers(deps)
      await enforceDue(deps)
    },
  }
}
