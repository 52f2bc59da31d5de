import { idOf, newId } from '../kernel/index.ts'
import type { Sender } from './sender.ts'

/**
 * The id of what a form makes: the same each time that the same person sends it, so that a form that is sent again,
 * because nobody answered, meets what it made. Other words from the same page, to which somebody went back, are new ones.
 * By chance where nothing tells a repetition.
 */
export function idFor(
  kind: 'request' | 'message',
  sender: Sender,
  { submission, text }: { submission?: string | undefined; text: string },
): string {
  if (submission === undefined) return newId()
  return idOf(kind, sender.kind === 'member' ? sender.id : sender.email, submission, text)
}
