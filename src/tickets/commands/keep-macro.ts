import { NotFound, type Actor } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import { requireAgent } from '../load.ts'
import { whoIs } from '../people.ts'
import type { RequestEvent } from '../tickets.words.ts'

/** Keeps an answer that is given often. Throws NotAllowed for who is no agent. */
export async function keepMacro(
  deps: TicketDeps,
  actor: Actor,
  { name, text, event }: { name: string; text: string; event?: RequestEvent | undefined },
): Promise<void> {
  requireAgent(await whoIs(deps, actor))
  const { _id: id } = await deps.macros.create({
    ...{ name, text, createdAt: deps.clock() },
    ...(event === undefined ? {} : { event }),
  })
  await deps.audit.record(actor, { action: 'request.keepMacro', thing: { kind: 'request', id } })
}

/** Throws it away. Throws NotAllowed, NotFound. */
export async function dropMacro(deps: TicketDeps, actor: Actor, id: string): Promise<void> {
  requireAgent(await whoIs(deps, actor))
  const { deletedCount } = await deps.macros.deleteOne({ _id: id })
  if (deletedCount === 0) throw new NotFound('no such macro')
  await deps.audit.record(actor, { action: 'request.dropMacro', thing: { kind: 'request', id } })
}
