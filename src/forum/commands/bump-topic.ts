import type { ForumDeps } from '../deps.ts'
import type { TopicInPlace } from '../place.ts'
import { categoryStamp, latestStamp, topicStamp } from '../stamp-names.ts'

/** Tells every process that what shows this topic has changed: its own pages, its category's list and the home page. */
export async function bumpTopic(deps: ForumDeps, { topic, category }: TopicInPlace): Promise<void> {
  await deps.stamps.bump(topicStamp(topic._id), categoryStamp(category.slug), latestStamp)
}
