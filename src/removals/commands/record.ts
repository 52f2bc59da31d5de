import type { Actor } from '../../kernel/index.ts'
import type { RemovalDeps } from '../deps.ts'

interface Done {
  action: `removal.${'hide' | 'show' | 'ask' | 'prolong' | 'decide' | 'accept' | 'add'}`
  id: string
  details?: Record<string, string | number | boolean>
}

/** Notes in the log of what staff did; who asked and whose things they are stay in the case. */
export async function record({ audit }: RemovalDeps, actor: Actor, { action, id, details = {} }: Done): Promise<void> {
  await audit.record(actor, { action, thing: { kind: 'removal', id }, details })
}
