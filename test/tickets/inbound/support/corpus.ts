import { existsSync, readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../corpus/', import.meta.url)

/** Names of the mails of the corpus; those of machines begin with `auto-`. */
export function corpus(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.eml'))
    .map((file) => file.replace('.eml', ''))
}

/** A mail of the corpus, sent to an address, as an answer to a Message-ID. */
export function mailOf(name: string, { to = 'help@ours.example', reference = '<before@ours.example>' } = {}): Buffer {
  const text = readFileSync(new URL(`${name}.eml`, folder), 'utf8')
  return Buffer.from(text.replaceAll('{{TO}}', to).replaceAll('{{REF}}', reference))
}

/** What its writer wrote, as a person would take it; undefined where nothing is to be trimmed. */
export function expected(name: string): string | undefined {
  const file = new URL(`${name}.txt`, folder)
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd() : undefined
}
