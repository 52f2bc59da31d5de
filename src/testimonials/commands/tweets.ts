import { allow, newId, type Actor } from '../../kernel/index.ts'
import type { TestimonialDeps } from '../deps.ts'
import { wallStamp } from '../stamp-names.ts'
import { mayManage } from '../testimonial.policy.ts'
import type { Tweet } from '../tweet.model.ts'

/** Points at a tweet by its number; twice is once. Throws NotAllowed. */
export async function addTweet(deps: TestimonialDeps, actor: Actor, number: string): Promise<void> {
  allow(mayManage(actor))
  await deps.tweets.updateOne({ number }, { $setOnInsert: { _id: newId(), createdAt: deps.clock() } }, { upsert: true })
  await deps.audit.record(actor, { action: 'testimonial.tweet', thing: { kind: 'tweet', id: number } })
  await deps.stamps.bump(wallStamp)
}

/** Points at it no more. Throws NotAllowed. */
export async function removeTweet(deps: TestimonialDeps, actor: Actor, id: string): Promise<void> {
  allow(mayManage(actor))
  const removed = await deps.tweets.findOneAndDelete({ _id: id }).lean<Tweet>()
  if (!removed) return
  await deps.audit.record(actor, { action: 'testimonial.untweet', thing: { kind: 'tweet', id: removed.number } })
  await deps.stamps.bump(wallStamp)
}
