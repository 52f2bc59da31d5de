import { body, createRoutes, type Routes } from '../../http/index.ts'
import { NotFound } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import { seeAsAgent } from '../load.ts'
import type { InboundStore } from './create-inbound.ts'

/** The whole mail that a message came in, for agents, as a file: nothing of it is shown in a page. */
export function mailRoutes(deps: TicketDeps, { raws }: InboundStore): Routes {
  const routes = createRoutes()
  routes.get('/staff/requests/:number/mails/:id', { for: 'agent' }, async ({ params, actor, request }) => {
    const { number = '', id = '' } = params
    if (!/^\d{1,9}$/.test(number)) throw new NotFound('no such request')
    const { request: seen } = await seeAsAgent(deps, actor, Number(number))
    const isPart = await deps.messages.exists({ inboundId: id, requestId: seen._id, hiddenFor: [] })
    const raw = isPart ? await raws.get(id) : undefined
    if (!raw) throw new NotFound('no such mail')
    request.res?.setHeader('Content-Disposition', `attachment; filename="request-${number}.eml"`)
    return body('message/rfc822', raw)
  })
  return routes
}
