import type { Connection } from 'mongoose'
import type { Route } from '../../http/index.ts'
import type { DataDeclaration, PersonalDataHolder } from '../../kernel/index.ts'
import { mailboxHash, type Translator } from '../../mail/index.ts'
import { agentHolder } from './agents.holder.ts'
import { agentMail, agentMailKinds } from './agents.mail.ts'
import type { AgentDeps } from './deps.ts'
import { agentImportData, defineAgentImport } from './import.model.ts'
import { importRoutes } from './import.routes.ts'
import { agentInvitationData, defineAgentInvitation } from './invitation.model.ts'
import { invitationRoutes } from './invitation.routes.ts'
import { defineInvitedAddress, invitedAddressData } from './invited-address.model.ts'

/** How people come to work here. */
export interface Agents {
  readonly routes: readonly Route[]
  readonly declarations: readonly DataDeclaration[]
  readonly holder: PersonalDataHolder
}

export interface AgentOptions extends Omit<AgentDeps, 'imports' | 'invitations' | 'invited' | 'letters' | 'hashOf'> {
  connection: Connection
  translator: Translator
  /** Keys the hashes of addresses. */
  secret: string
}

/** Sets the import of agents and their invitations up on one instance's connection. */
export function createAgents({ connection, translator, secret, ...given }: AgentOptions): Agents {
  given.mail.registerKinds(...agentMailKinds)
  const deps: AgentDeps = {
    ...given,
    imports: defineAgentImport(connection),
    invitations: defineAgentInvitation(connection),
    invited: defineInvitedAddress(connection),
    hashOf: (email) => mailboxHash(email, secret),
    letters: agentMail(given.mail, { translator, siteName: given.siteName }),
  }
  return {
    routes: [...importRoutes(deps).table, ...invitationRoutes(deps).table],
    declarations: [agentImportData, agentInvitationData, invitedAddressData],
    holder: agentHolder(deps),
  }
}
