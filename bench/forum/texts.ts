import { renderMarkdown, type SafeHtml } from '../../src/content/index.ts'
import type { Random } from './random.ts'

/** Something that somebody could have written, as a post stores it. */
export interface Text {
  source: string
  html: SafeHtml
  version: number
}

const words =
  `account address agent alert answer archive attachment backup balance battery billing browser button cable calendar
  camera cancel card change charge charger checkout city code colour connection contact copy country customer date delay
  delivery device discount display document download draft email error export feature field file filter firmware folder
  form gateway group guide history home image import invoice item key label language letter library limit link list
  location login machine mail manual member memory menu message meter model module month network note notice number offer
  office option order owner package page password payment people permission phone photo plan port price printer privacy
  problem product profile project question queue receipt record refund region release reminder reply report request
  reset return review role room router rule sample schedule screen search section sensor server service session setting
  shipment shop signal size software sound speed stamp status step storage store street subscription summary support
  switch system table tablet task tax team template terminal test text ticket time title token tool total transfer
  update upload user value version video voice voucher warranty week window wire work year zone`.split(/\s+/)

const joints = ['after', 'before', 'because', 'while', 'when', 'although', 'so', 'until', 'without', 'since']
const verbs = ['shows', 'loses', 'needs', 'keeps', 'sends', 'ignores', 'replaces', 'expects', 'blocks', 'accepts']

/** A title of four to nine words, as people write them. */
export function makeTitle(random: Random): string {
  const title = `${random.pick(words)} ${random.pick(verbs)} ${phrase(random, 2 + random.below(5))}`
  return capital(title) + (random.next() < 0.4 ? '?' : '')
}

/**
 * `count` different texts, rendered as the product renders them. A large forum shares them among its posts: rendering
 * a million would take longer than everything that is measured.
 */
export function makeTexts(random: Random, count: number): Text[] {
  return Array.from({ length: count }, () => {
    const source = makeMarkdown(random)
    const { html, version } = renderMarkdown(source, { siteOrigin: 'https://forum.example' })
    return { source, html, version }
  })
}

/** One to six blocks: mostly paragraphs, at times a list, a quote, code. */
function makeMarkdown(random: Random): string {
  const blocks = 1 + random.below(3) + (random.next() < 0.2 ? random.below(4) : 0)
  return Array.from({ length: blocks }, () => block(random)).join('\n\n')
}

function block(random: Random): string {
  const kind = random.next()
  if (kind < 0.7) return Array.from({ length: 1 + random.below(4) }, () => sentence(random)).join(' ')
  if (kind < 0.82) return Array.from({ length: 2 + random.below(4) }, () => `- ${sentence(random)}`).join('\n')
  if (kind < 0.92) return `> ${sentence(random)}`
  const lines = [
    `const ${random.pick(words)} = await read('${random.pick(words)}')`,
    `if (${random.pick(words)} > 3) stop()`,
  ]
  return ['```js', ...lines, '```'].join('\n')
}

function sentence(random: Random): string {
  const start = `the ${random.pick(words)} ${random.pick(verbs)} ${emphasis(random)} ${phrase(random, 1 + random.below(4))}`
  const end = random.next() < 0.5 ? ` ${random.pick(joints)} the ${phrase(random, 2 + random.below(4))}` : ''
  return `${capital(start + end)}.`
}

function emphasis(random: Random): string {
  const word = random.pick(words)
  const kind = random.next()
  if (kind < 0.05) return `**${word}**`
  if (kind < 0.1) return `\`${word}\``
  return kind < 0.13 ? `[${word}](https://docs.example/${word})` : word
}

function phrase(random: Random, length: number): string {
  return Array.from({ length }, () => random.pick(words)).join(' ')
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
