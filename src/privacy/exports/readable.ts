import { escapeHtml } from '../../content/index.ts'
import { HeldFile } from '../../kernel/index.ts'
import type { ExportHead } from './data-json.ts'
import type { ExportDeps, HeldKinds } from './deps.ts'
import { kindTitles } from './exports.words.ts'
import type { ExportFiles } from './files.ts'

type Say = ReturnType<ExportDeps['translator']>

interface Reader {
  say: Say
  locale: string
  files: ExportFiles
}

/** An export as a page that needs no network, thing by thing. Nothing of it is taken for HTML. */
export async function* readablePage(head: ExportHead, held: HeldKinds, reader: Reader): AsyncGenerator<string> {
  const { say, locale } = reader
  const print = printer(reader)
  const title = say('my-data:page.title', { site: head.site })
  yield `<!doctype html>\n<html lang="${escapeHtml(locale)}"><head><meta charset="utf-8">`
  yield `<meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${style}</style></head><body>`
  yield `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(say('my-data:page.made'))} ${print(head.madeAt)}. ${escapeHtml(say('my-data:page.alsoJson'))}</p>`
  for (const [kind, things] of held) {
    const key = kindTitles[kind]
    yield `\n<section><h2>${escapeHtml(key === undefined ? words(kind) : say(key))}</h2>`
    let count = 0
    for await (const thing of things) {
      yield `\n<article>${print(thing)}</article>`
      count += 1
    }
    if (count === 0) yield `<p>${escapeHtml(say('my-data:page.none'))}</p>`
    yield '</section>'
  }
  yield '\n</body></html>\n'
}

const style =
  'body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color-scheme:light dark}' +
  'article{border-top:1px solid #8886;padding:.75rem 0}dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.25rem 1rem;margin:0}' +
  'dt{opacity:.75}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}dl dl,ul{grid-template-columns:minmax(6rem,10rem) 1fr;margin:0;padding-inline-start:1rem}' +
  'img{max-width:20rem;height:auto}@media(max-width:40rem){dl,dl dl{display:block}dt{margin-top:.5rem}}'

function printer({ locale, files, say }: Reader): (value: unknown) => string {
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' })
  const print = (value: unknown): string => {
    if (value instanceof Date) {
      return `<time datetime="${value.toISOString()}">${escapeHtml(moment.format(value))} UTC</time>`
    }
    if (value instanceof HeldFile) {
      const path = escapeHtml(files.pathOf(value))
      const isPicture = /\.(?:png|jpe?g|gif|webp|avif)$/i.test(value.name)
      return isPicture ? `<a href="${path}"><img src="${path}" alt="${path}"></a>` : `<a href="${path}">${path}</a>`
    }
    if (Array.isArray(value)) return `<ul>${value.map((each) => `<li>${print(each)}</li>`).join('')}</ul>`
    if (typeof value === 'object' && value !== null) return `<dl>${rowsOf(value)}</dl>`
    if (typeof value === 'boolean') return escapeHtml(value ? say('my-data:page.yes') : say('my-data:page.no'))
    return escapeHtml(String(value))
  }
  const isSaid = (value: unknown): boolean =>
    value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
  const rowsOf = (thing: object): string =>
    Object.entries(thing)
      .filter(([, value]) => isSaid(value))
      .map(([field, value]) => `<dt>${escapeHtml(words(field))}</dt><dd>${print(value)}</dd>`)
      .join('')
  return print
}

/** A field's name as words: `createdAt` is `Created at`. */
function words(field: string): string {
  const spaced = field.replace(
    /([a-z])([A-Z])/g,
    (_both, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  )
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
