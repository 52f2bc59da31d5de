import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from './report.ts'

/** A message of one language: its key as the files have it (`forum:topic.replies_one`), its text, and its file. */
interface Message {
  key: string
  text: unknown
  file: string
}

/** The messages of one language, by key. */
export type Messages = ReadonlyMap<string, Message>

/** The language that is complete by definition. */
export const sourceLanguage = 'en'

const pluralEnding = /_(zero|one|two|few|many|other)$/

/** Reads root/locales/<language>/<namespace>.json. Throws SyntaxError where a file is no JSON. */
export function readMessages(root: string): Map<string, Messages> {
  const folder = join(root, 'locales')
  if (!existsSync(folder)) return new Map()
  return new Map(readdirSync(folder).map((language) => [language, messagesOf(root, language)]))
}

/** `forum:topic.replies` for `forum:topic.replies_one`: what a template asks for. Other keys are given back unchanged. */
export function askedKey(key: string, messages: Messages): string {
  const base = key.replace(pluralEnding, '')
  return base !== key && messages.has(`${base}_other`) ? base : key
}

/** The names of the `{{name}}` in a text, each once, in the order of the alphabet. */
export function placeholders(text: unknown): string[] {
  const names = [...String(text).matchAll(/\{\{-?\s*([^\s,}]+)\s*(?:,[^}]*)?\}\}/g)].map((match) => match[1] ?? '')
  return [...new Set(names)].sort()
}

/** All forms of what a template asks for: the plural forms, or the one message itself. */
export function formsOf(asked: string, messages: Messages): Message[] {
  return [...messages.values()].filter(({ key }) => askedKey(key, messages) === asked)
}

/** Faults of one language by itself: empty texts, values that are no text, plural forms missing or too many. */
export function faultsWithin(language: string, messages: Messages): Fault[] {
  const empty = [...messages.values()]
    .filter(({ text }) => typeof text !== 'string' || text.trim() === '')
    .map(({ key, file }) => ({ where: file, what: `${key} has no text` }))
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  const plurals = [...new Set([...messages.keys()].map((key) => askedKey(key, messages)))].filter(
    (key) => !messages.has(key),
  )
  return [...empty, ...plurals.flatMap((asked) => pluralFaults(asked, { messages, wanted }))]
}

/** Faults of a translation beside the source: keys missing or too many, placeholders that differ. */
export function faultsBeside(source: Messages, translation: Messages, language: string): Fault[] {
  const keysOf = (messages: Messages) => new Set([...messages.keys()].map((key) => askedKey(key, messages)))
  const [wanted, given] = [keysOf(source), keysOf(translation)]
  const where = `locales/${language}`
  const missing = [...wanted].filter((key) => !given.has(key)).map((key) => ({ where, what: `${key} is missing` }))
  const surplus = [...given]
    .filter((key) => !wanted.has(key))
    .map((key) => ({ where, what: `${key} is not in ${sourceLanguage}` }))
  const differing = [...wanted]
    .filter((key) => given.has(key))
    .filter((key) => namesIn(key, source) !== namesIn(key, translation))
    .map((key) => ({
      where,
      what: `${key} has {{${namesIn(key, translation)}}}, ${sourceLanguage} has {{${namesIn(key, source)}}}`,
    }))
  return [...missing, ...surplus, ...differing]
}

function messagesOf(root: string, language: string): Messages {
  const files = readdirSync(join(root, 'locales', language)).filter((file) => file.endsWith('.json'))
  const messages = files.flatMap((name) => {
    const file = `locales/${language}/${name}`
    const tree: unknown = JSON.parse(readFileSync(join(root, file), 'utf8'))
    return leaves(tree, '').map(({ path, text }) => ({ key: `${name.replace('.json', '')}:${path}`, text, file }))
  })
  return new Map(messages.map((message) => [message.key, message]))
}

function leaves(tree: unknown, path: string): { path: string; text: unknown }[] {
  if (typeof tree !== 'object' || tree === null) return [{ path, text: tree }]
  return Object.entries(tree).flatMap(([name, inner]) => leaves(inner, path === '' ? name : `${path}.${name}`))
}

function pluralFaults(asked: string, { messages, wanted }: { messages: Messages; wanted: string[] }): Fault[] {
  const forms = formsOf(asked, messages)
  const where = forms[0]?.file ?? ''
  const endings = forms.map(({ key }) => key.slice(asked.length + 1))
  const missing = wanted.filter((ending) => !endings.includes(ending))
  // i18next takes `_zero` for a count of 0 in every language.
  const surplus = endings.filter((ending) => ending !== 'zero' && !wanted.includes(ending))
  return [
    ...missing.map((ending) => ({ where, what: `${asked} lacks its plural form _${ending}` })),
    ...surplus.map((ending) => ({
      where,
      what: `${asked} has a plural form _${ending} that this language doesn't know`,
    })),
  ]
}

/** A form for one may spell the number out, so the forms are looked at together. */
function namesIn(asked: string, messages: Messages): string {
  return [...new Set(formsOf(asked, messages).flatMap(({ text }) => placeholders(text)))].sort().join(', ')
}
