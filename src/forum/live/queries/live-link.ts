import { keyToText, type Page } from '../../../kernel/index.ts'
import { topicPath } from '../../addresses.ts'
import type { ForumDeps } from '../../deps.ts'
import type { LiveLink } from '../../forum.views.ts'
import type { Post } from '../../post.model.ts'
import type { Topic } from '../../topic.model.ts'

/** Where a page of a topic hears of what changed after `since`, the channel's version before its posts were read. */
export function liveLink(
  deps: ForumDeps,
  topic: Topic,
  { page, since }: { page: Page<Post>; since: number },
): LiveLink {
  const last = page.rows.at(-1)
  const key = last && keyToText({ at: last.createdAt, id: last._id })
  const isLast = page.next === undefined
  const after = isLast ? `&after=${key ?? keyToText({ at: new Date(0), id: '000000000000' })}` : ''
  const path = topicPath(topic)
  return {
    address: deps.link(`/topics/${topic._id}/live?since=${since}${after}`),
    ...(isLast ? { newAddress: deps.link(key === undefined ? path : `${path}?after=${key}`) } : {}),
  }
}
