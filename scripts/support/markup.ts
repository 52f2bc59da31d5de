import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow } from './files.ts'
import type { Fault, Finding } from './report.ts'
import { htmlOf } from './templates.ts'

interface Tag {
  name: string
  attributes: { name: string; value: string }[]
  line: number
}

/**
 * Checks that no template below root/views needs what the content security policy forbids (inline styles, scripts and
 * event handlers) and that none fetches anything from elsewhere: no third party sees the reader.
 */
export function checkMarkup(root: string): Finding {
  const files = filesBelow(root, 'views', '.ejs')
  const faultsOf = (file: string) =>
    tagsIn(htmlOf(readFileSync(join(root, file), 'utf8'))).flatMap((tag) =>
      wrongWith(tag).map((what): Fault => ({ where: `${file}:${tag.line}`, what })),
    )
  return { read: files.length, faults: files.flatMap(faultsOf) }
}

function wrongWith(tag: Tag): string[] {
  const { name, attributes } = tag
  const inline = attributes.filter((attribute) => attribute.name === 'style' || attribute.name.startsWith('on'))
  const scripts = attributes.filter(({ value }) => /^\s*javascript:/i.test(value))
  return [
    ...inline.map((attribute) => `<${name}> has an inline ${attribute.name}=`),
    ...scripts.map((attribute) => `<${name}> has a script in ${attribute.name}=`),
    ...(name === 'style' ? ['<style> stands in a template; styles stand in public/css'] : []),
    ...(isInlineScript(tag) ? ['<script> is inline; scripts stand in public/js'] : []),
    ...fetchedFromElsewhere(tag).map((address) => `<${name}> fetches ${address} from elsewhere`),
  ]
}

function isInlineScript({ name, attributes }: Tag): boolean {
  if (name !== 'script') return false
  const valueOf = (wanted: string) => attributes.find((attribute) => attribute.name === wanted)?.value
  // A block of data is not run: https://html.spec.whatwg.org/multipage/scripting.html#data-block
  const isData = /^application\/(?:[\w.-]+\+)?json$/.test(valueOf('type') ?? '')
  return valueOf('src') === undefined && !isData
}

/** Addresses of another host that a browser fetches by itself; links that a person follows are not among them. */
function fetchedFromElsewhere({ name, attributes }: Tag): string[] {
  const fetched = name === 'link' ? ['href'] : name === 'object' ? ['data'] : ['src', 'srcset', 'poster']
  return attributes
    .filter((attribute) => fetched.includes(attribute.name) && /^\s*(?:https?:)?\/\//i.test(attribute.value))
    .map(({ value }) => value)
}

function tagsIn(html: string): Tag[] {
  const withoutComments = html.replace(/<!--[^]*?-->/g, (comment) => comment.replace(/[^\n]/g, ''))
  return [...withoutComments.matchAll(/<([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/gi)].map((match) => ({
    name: (match[1] ?? '').toLowerCase(),
    attributes: attributesIn(match[2] ?? ''),
    line: withoutComments.slice(0, match.index).split('\n').length,
  }))
}

function attributesIn(text: string): Tag['attributes'] {
  return [...text.matchAll(/([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g)].map((match) => ({
    name: (match[1] ?? '').toLowerCase(),
    value: match[2] ?? match[3] ?? match[4] ?? '',
  }))
}
