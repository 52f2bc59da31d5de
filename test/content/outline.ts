import { Parser } from 'htmlparser2'

/** One thing in HTML: a tag with its attributes, sorted, or text. */
export type Outline = string[]

const blocks = new Set(
  ['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'pre', 'hr', 'br'].concat([
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
    'div',
  ]),
)

/**
 * What HTML says, without white space that a browser does not show, and without what our dialect adds for every text
 * alike: wrappers of tables, marks of links, colours of code. Line breaks are left out, because in our dialect each
 * newline is one.
 */
export function outline(html: string): Outline {
  const found: Outline = []
  let pre = 0
  const text = { value: '' }
  const flush = (beside: string): void => {
    const afterBlock = found.length === 0 || blocks.has(tagOf(found.at(-1) ?? ''))
    let value = pre > 0 ? text.value : text.value.replace(/[ \n]+/g, ' ')
    if (pre === 0 && afterBlock) value = value.trimStart()
    if (pre === 0 && blocks.has(beside)) value = value.trimEnd()
    if (value !== '') found.push(value)
    text.value = ''
  }
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (ours.has(name)) return
      flush(name)
      if (name === 'pre') pre += 1
      found.push(`<${[name, ...kept(attributes)].join(' ')}>`)
    },
    ontext: (value) => (text.value += value),
    onclosetag: (name) => {
      if (ours.has(name)) return
      flush(name)
      if (name === 'pre') pre -= 1
      if (name !== 'hr') found.push(`</${name}>`)
    },
  })
  parser.end(html)
  flush('p')
  return found
}

const ours = new Set(['br', 'span', 'div'])

function kept(attributes: Record<string, string>): string[] {
  return Object.entries(attributes)
    .filter(([name, value]) => !(name === 'class' && !value.includes('language-')))
    .filter(([name]) => !['tabindex', 'rel', 'referrerpolicy'].includes(name))
    .map(([name, value]) => `${name}="${value.replace('hljs ', '')}"`)
    .sort()
}

function tagOf(piece: string): string {
  return /^<\/?([a-z0-9]+)/.exec(piece)?.[1] ?? ''
}

/** HTML as the CommonMark specification expects it, with its headings and images as our dialect has them. */
export function inOurDialect(html: string): string {
  return lowerHeadings(html).replace(
    /<img src="([^"]*)" alt="([^"]*)"( title="[^"]*")? \/>/g,
    (...found: (string | undefined)[]) => {
      const [, address = '', text = '', title = ''] = found
      return `<a href="${address}"${title}>${text === '' ? address : text}</a>`
    },
  )
}

function lowerHeadings(html: string): string {
  const above: string[] = []
  return html.replace(/<(\/?)h([1-6])>/g, (_, slash: string, level: string) => {
    if (slash === '') {
      while ((above.at(-1) ?? '') >= level) above.pop()
      above.push(level)
    }
    return `<${slash}h${Math.min(6, 3 + above.length)}>`
  })
}
