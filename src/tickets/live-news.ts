import type { z } from 'zod'
import { stream, type Answer, type Visit } from '../http/index.ts'
import { keyFromText } from '../kernel/index.ts'
import type { TicketDeps } from './deps.ts'
import { channelOf } from './live.words.ts'
import { seeAsAgent, seeOwn } from './load.ts'
import { numberIn } from './pages.ts'
import { requestNews } from './queries/request-news.ts'
import type { liveQuery } from './tickets.forms.ts'

/** What happens to the request of an address, told to an open page of its people or of agents. Throws NotFound. */
export async function liveNews(
  deps: TicketDeps,
  visit: Visit<unknown, z.output<typeof liveQuery>>,
  isStaffPage: boolean,
): Promise<Answer> {
  const number = numberIn(visit)
  const { request } = await (isStaffPage ? seeAsAgent : seeOwn)(deps, visit.actor, number)
  const { after = '', since, version } = visit.query
  const shownUpTo = keyFromText(after)
  return stream(channelOf(request._id), {
    after: Number(since),
    async news({ changes, actor }) {
      const told = { changes, actor, number, isStaffPage, shownUpTo, version: Number(version) }
      const news = await requestNews(deps, told)
      if (!news?.replies) return news
      return { ...news, text: visit.formats.t('tickets:live.new', { count: news.replies }) }
    },
  })
}
