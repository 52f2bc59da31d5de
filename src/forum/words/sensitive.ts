import { createHash } from 'node:crypto'
import { mayWarnAbout, type Sensitive } from '../../content/index.ts'
import type { FormState } from '../../http/index.ts'
import { Invalid } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'

/** What of a text its writer may not want everybody to read. */
interface Warning {
  items: Pick<Sensitive, 'kind' | 'text'>[]
  /** Stands for exactly these: who posts them anyway sends it back. */
  mark: string
}

interface Typed {
  title?: string | undefined
  text: string
  /** What everybody could read before. */
  before?: string
}

/** Why a form comes back with a warning. */
const sensitiveReason = 'rules:text.sensitive'

/** What in a title and text looks like an e-mail address, phone or card number or key; undefined where there is nothing. */
function warningOf({ title = '', text, before = '' }: Typed): Warning | undefined {
  const known = new Set(mayWarnAbout(before).map((found) => found.text))
  const found = [...mayWarnAbout(title), ...mayWarnAbout(text)].filter((each) => !known.has(each.text))
  const items = [...new Map(found.map(({ kind, text: exact }) => [exact, { kind, text: exact }])).values()]
  if (items.length === 0) return undefined
  const mark = createHash('sha256').update(items.map((each) => each.text).join('\n'))
  return { items, mark: mark.digest('base64url').slice(0, 20) }
}

/** Goes on where there is nothing to warn about, or the writer has seen the warning and goes on. Throws Invalid. */
export function allowSensitive(typed: Typed & { anyway?: string | undefined }): void {
  const warning = warningOf(typed)
  if (warning && warning.mark !== typed.anyway) throw new Invalid({ text: sensitiveReason })
}

/** What a form that comes back with a warning shows. */
export interface WarningView extends Warning {
  /** Where the same can be asked in private, where the site has such a place. */
  requestAddress?: string
}

/** The warning for a form that comes back because of it. */
export function warningFor(
  { link, privateRequest }: Pick<ForumDeps, 'link' | 'privateRequest'>,
  { errors, values }: Pick<FormState, 'errors' | 'values'>,
  before = '',
): { warning?: WarningView } {
  if (errors['text'] !== sensitiveReason) return {}
  const warning = warningOf({ title: values['title'], text: values['text'] ?? '', before })
  if (!warning) return {}
  return { warning: { ...warning, ...(privateRequest === undefined ? {} : { requestAddress: link(privateRequest) }) } }
}
