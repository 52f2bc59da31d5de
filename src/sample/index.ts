import type { Member } from '../kernel/index.ts'
import { addTopics } from './add-topics.ts'
import type { SampleDeps } from './sample.ts'

/**
 * Fills an empty site with categories, people and topics, all marked as samples. Goes through the same commands as
 * people do. Gives how many topics it wrote.
 */
export async function addSample(deps: SampleDeps, now: Date): Promise<number> {
  const owner: Member = { kind: 'member', id: 'sampleowner0', roles: ['owner'] }
  return addTopics(deps, owner, now)
}
