import type { Actor } from '../../kernel/index.ts'
import type { TestimonialDeps } from '../deps.ts'
import { load } from './change.ts'

/** Notes that somebody who works here looked at who gave a testimonial, for the person to be told. Throws NotFound. */
export async function noteLook(deps: TestimonialDeps, actor: Actor, id: string): Promise<void> {
  const { accountId: about } = await load(deps, id)
  const thing = { kind: 'testimonial', id } as const
  await deps.audit.noteLook(actor, { action: 'testimonial.look', thing, ...(about === undefined ? {} : { about }) })
}
