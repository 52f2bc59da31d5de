import type { Accounts } from '../accounts/index.ts'
import type { Forum } from '../forum/index.ts'
import type { Member } from '../kernel/index.ts'
import { addTopics } from './add-topics.ts'

/** What is needed to fill a site with sample content; `setClock` decides when the next thing was written. */
export interface SampleDeps {
  accounts: Accounts
  forum: Forum
  setClock: (now: Date) => void
}

/**
 * Fills an empty site with categories, people and topics, all marked as samples. Goes through the same commands as
 * people do. Gives how many topics it wrote.
 */
export async function addSample(deps: SampleDeps, now: Date): Promise<number> {
  const owner: Member = { kind: 'member', id: 'sampleowner0', roles: ['owner'] }
  return addTopics(deps, owner, now)
}
