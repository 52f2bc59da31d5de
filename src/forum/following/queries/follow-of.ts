import type { ForumDeps } from '../../deps.ts'
import type { PostInPlace } from '../../place.ts'
import type { Follow } from '../follow.model.ts'
import { everything } from '../following.words.ts'

/** What of somebody's follows holds for a post: the most particular one. */
export async function followOf(
  deps: ForumDeps,
  holder: string,
  { topic, category }: Pick<PostInPlace, 'topic' | 'category'>,
): Promise<Follow | undefined> {
  const targets = [topic._id, category._id, everything]
  const found = await deps.following.follows.find({ holder, targetId: { $in: targets } }).lean<Follow[]>()
  return targets.map((id) => found.find(({ targetId }) => targetId === id)).find((follow) => follow !== undefined)
}
