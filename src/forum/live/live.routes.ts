import { z } from 'zod'
import { createRoutes, stream, type Routes } from '../../http/index.ts'
import { keyFromText } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import { loadTopic } from '../load.ts'
import { channelOf } from './live.words.ts'
import { topicNews } from './queries/topic-news.ts'

/** `after`: the key of the last reply that the page shows; `since`: the version of the topic's channel it was made at. */
const liveQuery = z.object({
  after: z.string().max(40).optional(),
  since: z.string().regex(/^\d{1,15}$/),
})

/** What changes in a topic, told to who has it open. */
export function liveRoutes(deps: ForumDeps): Routes {
  const routes = createRoutes()
  routes.get('/topics/:id/live', { for: 'visitor', query: liveQuery }, async (visit) => {
    const { topic } = await loadTopic(deps, visit.actor, visit.params['id'] ?? '')
    const { after = '', since } = visit.query
    const shownUpTo = keyFromText(after)
    return stream(channelOf(topic._id), {
      after: Number(since),
      async news(told) {
        const news = await topicNews(deps, topic._id, { ...told, shownUpTo })
        if (!news?.replies) return news
        return { ...news, text: visit.formats.t('forum:live.new', { count: news.replies }) }
      },
    })
  })
  return routes
}
