import { allow, type Actor } from '../../../kernel/index.ts'
import { topicPath } from '../../addresses.ts'
import type { ForumDeps } from '../../deps.ts'
import { loadTopic } from '../../load.ts'
import { maySolve } from '../marks.policy.ts'

/** What the page shows that asks since when a solution no longer holds. */
export interface OutdatedView {
  topicTitle: string
  topicAddress: string
  isOutdated: boolean
  /** `YYYY-MM-DD`: the day that is marked, else today. */
  day: string
  today: string
}

/** A question whose solution somebody is about to call outdated. Throws NotFound, Gone, NotAllowed. */
export async function showOutdated(deps: ForumDeps, actor: Actor, topicId: string): Promise<OutdatedView> {
  const { topic } = await loadTopic(deps, actor, topicId)
  allow(maySolve(actor, topic))
  const today = dayOf(deps.clock())
  return {
    topicTitle: topic.title,
    topicAddress: deps.link(topicPath(topic)),
    isOutdated: topic.outdatedSince !== undefined,
    day: topic.outdatedSince ? dayOf(topic.outdatedSince) : today,
    today,
  }
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10)
