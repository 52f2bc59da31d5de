import type { JudgedFile } from './judge-file.ts'

const longestName = 120

/**
 * A name for a file that its sender called `given`: without folders, characters that no file system takes or that turn
 * the direction of text, and with an end that says what the file is, so that nothing opens it as something else.
 */
export function safeFileName(given: string, { endings }: Pick<JudgedFile, 'endings'>): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = last
    .replace(/[\p{C}<>:"|?*%;\u2028\u2029]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[ .]+|[ .]+$/g, '')
  const dot = clean.lastIndexOf('.')
  const [stem, ending] = dot > 0 ? [clean.slice(0, dot), clean.slice(dot + 1).toLowerCase()] : [clean, '']
  const kept = Array.from(stem === '' ? 'file' : stem)
    .slice(0, longestName)
    .join('')
  return `${kept}.${endingFor(ending, endings)}`
}

/** Ends of texts that a double click would run. */
const running =
  /^(?:html?|xhtml|svg|xml|js|mjs|cjs|jse|vbs?|vbe|wsf|hta|bat|cmd|ps1|sh|command|reg|url|desktop|scf|lnk)$/

function endingFor(given: string, endings: readonly string[]): string {
  if (endings.length > 0) return endings.includes(given) ? given : (endings[0] ?? 'bin')
  if (!/^[a-z0-9]{1,10}$/.test(given)) return 'txt'
  return running.test(given) ? `${given}.txt` : given
}
