import { createRoutes, file, type Routes } from '../../http/index.ts'
import { NotFound } from '../../kernel/index.ts'
import { noteLook } from '../commands/note-viewing.ts'
import type { TicketDeps } from '../deps.ts'
import { seeAsAgent } from '../load.ts'
import type { InboundStore } from './create-inbound.ts'

/** The whole mail that a message came in, for agents, as a file: nothing of it is shown in a page. */
export function mailRoutes(deps: TicketDeps, { raws }: InboundStore): Routes {
  const routes = createRoutes()
  routes.get('/staff/requests/:number/mails/:id', { for: 'agent' }, async ({ params, actor }) => {
    const { number = '', id = '' } = params
    if (!/^\d{1,9}$/.test(number)) throw new NotFound('no such request')
    const { request: seen } = await seeAsAgent(deps, actor, Number(number))
    const isPart = await deps.messages.exists({ inboundId: id, requestId: seen._id, hiddenFor: [] })
    const pieces = isPart ? await raws.read(id) : undefined
    if (!pieces) throw new NotFound('no such mail')
    await noteLook(deps, actor, seen)
    return file('message/rfc822', { name: `request-${number}.eml`, pieces })
  })
  return routes
}
