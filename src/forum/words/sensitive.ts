import { createHash } from 'node:crypto'
import { mayWarnAbout, unstoreQuotes, type Sensitive } from '../../content/index.ts'
import type { FormState } from '../../http/index.ts'
import { Invalid, type Actor } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import { placeOfForm } from './queries/place-of-form.ts'
import { takeWords } from './queries/take-words.ts'

/** What of a text its writer may not want everybody to read. */
interface Warning {
  items: Pick<Sensitive, 'kind' | 'text'>[]
  /** Stands for exactly these: who posts them anyway sends it back. */
  mark: string
}

/** Stored texts: what they quote of others is not in them, so that nobody is asked about another's words. */
interface Said {
  title?: string | undefined
  source: string
  /** What everybody could read before. */
  before?: string
}

/** Why a form comes back with a warning. */
const sensitiveReason = 'rules:text.sensitive'

/** What in a title and text looks like an e-mail address, phone or card number or key; undefined where there is nothing. */
function warningOf({ title = '', source, before = '' }: Said): Warning | undefined {
  const known = new Set(mayWarnAbout(ownText(before)).map((found) => found.text))
  const found = [...mayWarnAbout(title), ...mayWarnAbout(ownText(source))].filter((each) => !known.has(each.text))
  const items = [...new Map(found.map(({ kind, text: exact }) => [exact, { kind, text: exact }])).values()]
  if (items.length === 0) return undefined
  const mark = createHash('sha256').update(items.map((each) => each.text).join('\n'))
  return { items, mark: mark.digest('base64url').slice(0, 20) }
}

const ownText = (source: string): string => unstoreQuotes(source, () => '')

/** Goes on where there is nothing to warn about, or the writer has seen the warning and goes on. Throws Invalid. */
export function allowSensitive(said: Said & { anyway?: string | undefined }): void {
  const warning = warningOf(said)
  if (warning && warning.mark !== said.anyway) throw new Invalid({ text: sensitiveReason })
}

/** What a form that comes back with a warning shows. */
export interface WarningView extends Warning {
  /** Where the same can be asked in private, where the site has such a place. */
  requestAddress?: string
}

/** The warning for a form that comes back because of it. */
export async function warningFor(
  deps: ForumDeps,
  actor: Actor,
  { action, errors, values }: FormState,
): Promise<{ warning?: WarningView }> {
  if (errors['text'] !== sensitiveReason) return {}
  const { title, text = '', categoryId } = values
  const { category, quotes, said } = await placeOfForm(deps, actor, { action, categoryId })
  const { source } = await takeWords(deps, { text, category, actor, before: quotes })
  const warning = warningOf({ title, source, before: said })
  if (!warning) return {}
  const { privateRequest, link } = deps
  return { warning: { ...warning, ...(privateRequest === undefined ? {} : { requestAddress: link(privateRequest) }) } }
}
