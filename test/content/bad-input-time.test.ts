import assert from 'node:assert/strict'
import { excerpt, LONGEST_MARKDOWN, plainText, renderMarkdown } from '../../src/content/index.ts'

// Measured: each takes less than 120 ms of processor time for 64 KiB. The bound leaves room for a slow machine and still
// fails for anything that grows with the square of the length, which takes tens of seconds.
const MOST_MILLISECONDS = 1_500

const fill = (unit: string): string => unit.repeat(Math.ceil(LONGEST_MARKDOWN / unit.length)).slice(0, LONGEST_MARKDOWN)
const code = (language: string, unit: string): string =>
  `\`\`\`${language}\n${unit.repeat(7_900 / unit.length)}\n\`\`\`\n`

const inputs: Record<string, string> = {
  'quotes in each other, with lazy lines': `${'> '.repeat(50)}a\n${'b\n'.repeat(30_000)}`,
  'brackets in each other': '['.repeat(30_000) + ']'.repeat(30_000),
  'links in each other': '['.repeat(16_000) + '](a)'.repeat(8_000),
  'runs of backticks of every length': Array.from({ length: 350 }, (_, n) => '`'.repeat(n)).join(' '),
  references: Array.from({ length: 3_000 }, (_, n) => `[r${n}]: /u\n`).join('') + '[r1] '.repeat(3_000),
  'a title that never ends': `[a]: /u "${'a\n'.repeat(30_000)}`,
  'lists in each other': Array.from({ length: 340 }, (_, n) => `${' '.repeat(n)}- a\n`).join(''),
  'a wide table of empty rows': `${'|a'.repeat(500)}\n${'|-'.repeat(500)}\n${'|\n'.repeat(30_000)}`,
  'an address of parentheses': `http://a/${'('.repeat(65_000)}`,
  'one long word': 'a'.repeat(65_000),
  emoji: '😀'.repeat(32_000),
  'C# without an end': fill(code('csharp', 'select ') + code('ini', 'a.')),
  'C without lines': fill(code('c', 'a') + code('cpp', 'a')),
  'Java of dollars in lines': fill(code('java', `${'$'.repeat(199)}\n`)),
}
const units = [
  '>',
  '> ',
  '>\n',
  '[',
  '![',
  '](',
  '[a](',
  '[]',
  '*',
  '**',
  '*a ',
  '_a ',
  '**a *a ',
  'a**b',
  '~~',
  '`',
  '` ',
  '`a``',
]
const more = [
  '<',
  '<a',
  '<!--',
  '<http:',
  '<a@',
  '&',
  '&#',
  '\\',
  '|',
  'a|',
  '- ',
  '1. ',
  '\t',
  '\n',
  '# ',
  '---\n',
  'a\n===\n',
  '"',
]
const rest = [
  '[a]: b\n',
  '[a]: <',
  '[^',
  '[[',
  '*[',
  '~~[',
  'http://',
  'http://a',
  'mailto:a@',
  '@a ',
  'a@b.c ',
  'a|b\n-|-\n',
  '``` ',
]
for (const unit of [...units, ...more, ...rest]) inputs[JSON.stringify(unit)] = fill(unit)

describe('Bad input of 64 KiB', () => {
  for (const [name, source] of Object.entries(inputs)) {
    it(`is rendered in bounded time: ${name}`, () => {
      const before = process.cpuUsage()
      renderMarkdown(source, { siteOrigin: 'https://forum.example' })
      plainText(source)
      excerpt(source, 200)
      const { user, system } = process.cpuUsage(before)
      assert.ok((user + system) / 1_000 < MOST_MILLISECONDS, `${(user + system) / 1_000} ms`)
    })
  }
})
