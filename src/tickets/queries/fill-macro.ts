import { NotFound, type Actor } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import { seeAsAgent } from '../load.ts'
import type { Macro } from '../macro.model.ts'

/** The places of a macro, as they are written in it. */
export const placeholders = ['{{name}}', '{{number}}', '{{subject}}', '{{agent}}'] as const

/** A macro's text for a request, its places filled, and what the request is to become. Throws NotFound. */
export async function fillMacro(
  deps: TicketDeps,
  actor: Actor,
  { number, macroId }: { number: number; macroId: string },
): Promise<{ text: string; event: string }> {
  const { request, known } = await seeAsAgent(deps, actor, number)
  const macro = await deps.macros.findById(macroId).lean<Macro>()
  if (!macro) throw new NotFound('no such macro')
  const { accountId = '' } = known
  const values: Record<(typeof placeholders)[number], string> = {
    '{{name}}': request.people.find(({ role }) => role === 'requester')?.name ?? '',
    '{{number}}': String(request.number),
    '{{subject}}': request.subject,
    '{{agent}}': (await deps.accounts.recipients([accountId])).get(accountId)?.name ?? '',
  }
  const text = macro.text.replace(/\{\{(?:name|number|subject|agent)\}\}/g, (place) => values[place as '{{name}}'])
  return { text, event: macro.event ?? '' }
}
