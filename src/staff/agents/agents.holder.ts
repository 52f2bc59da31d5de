import type { DataSubject, PersonalDataHolder } from '../../kernel/index.ts'
import { eraseOf } from './commands/answer-invitation.ts'
import type { AgentDeps } from './deps.ts'
import type { AgentInvitation } from './invitation.model.ts'

const kind = 'agent-invitations'

/** Invitations that wait for a person's proven address. They always go with the person. */
export function agentHolder(deps: AgentDeps): PersonalDataHolder {
  const nothing = (): Promise<void> => Promise.resolve()
  const heldOf = async ({ email }: DataSubject): Promise<AgentInvitation[]> =>
    email === undefined ? [] : deps.invitations.find({ email }).limit(100).lean<AgentInvitation[]>()
  return {
    kinds: [{ kind, titleKey: 'agents:held', treatments: ['delete'] }],
    count: async (subject) => (await heldOf(subject)).length,
    async export(subject) {
      const held = await heldOf(subject)
      return {
        agentInvitations: held.map(({ name, email, createdAt, expiresAt }) => ({ name, email, createdAt, expiresAt })),
      }
    },
    // Nobody but the owner sees one, so there is nothing to take out of sight.
    hide: nothing,
    restore: nothing,
    settle: (subject) => eraseOf(deps, subject),
  }
}
