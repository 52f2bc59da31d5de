import { messageUses, type Use } from './message-uses.ts'
import {
  askedKey,
  faultsBeside,
  faultsWithin,
  formsOf,
  placeholders,
  readMessages,
  sourceLanguage,
  type Messages,
} from './messages.ts'
import type { Fault, Finding } from './report.ts'

/**
 * Checks the message files below root/locales: every key that src/ and views/ use exists, every key is used, the
 * parameters that a text needs are given where they can be seen, and every language has the same keys and placeholders.
 */
export function checkMessages(root: string): Finding {
  const languages = readMessages(root)
  const source: Messages = languages.get(sourceLanguage) ?? new Map()
  const namespaces = new Set([...source.keys()].map((key) => key.slice(0, key.indexOf(':'))))
  const { uses, read } = messageUses(root, namespaces)
  const known = new Set([...source.keys()].map((key) => askedKey(key, source)))
  const translations = [...languages].filter(([language]) => language !== sourceLanguage)
  const faults = [
    ...uses.flatMap((use) => useFaults(use, { known, source })),
    ...unused(uses, { known, source }),
    ...[...languages].flatMap(([language, messages]) => faultsWithin(language, messages)),
    ...translations.flatMap(([language, messages]) => faultsBeside(source, messages, language)),
  ]
  return { read: source.size === 0 ? 0 : read, faults }
}

interface Known {
  known: ReadonlySet<string>
  source: Messages
}

function useFaults(use: Use, { known, source }: Known): Fault[] {
  const { where, key } = use
  if (use.composed) return [{ where, what: `${key} is put together at run time; write the keys out` }]
  if (!known.has(key)) return [{ where, what: `${key} is not in locales/${sourceLanguage}` }]
  const { params } = use
  if (params === undefined) return []
  return neededBy(key, source)
    .filter((name) => !params.includes(name))
    .map((name) => ({ where, what: `${key} needs {{${name}}}, which is not given` }))
}

function unused(uses: Use[], { known, source }: Known): Fault[] {
  const used = new Set(uses.map((use) => use.key))
  return [...known]
    .filter((key) => !used.has(key))
    .map((key) => ({ where: formsOf(key, source)[0]?.file ?? '', what: `${key} is used nowhere` }))
}

function neededBy(key: string, source: Messages): string[] {
  const forms = formsOf(key, source)
  const chosenByCount = forms.some((form) => form.key !== key) ? ['count'] : []
  return [...new Set([...chosenByCount, ...forms.flatMap(({ text }) => placeholders(text))])]
}
