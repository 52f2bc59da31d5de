import { BSONRegExp } from 'bson'
import { ServerError } from '../errors.ts'
import { lookupTable } from './values.ts'

/**
 * The JavaScript expression for a MongoDB one (PCRE2). Options: i, m, s, x and u.
 * @throws ServerError 51108 for an unknown option, 51091 for an expression that can't be compiled
 */
export function compileRegex({ pattern, options }: BSONRegExp): RegExp {
  checkOptions(options)
  const inline = /^\(\?([imsx]+)\)/.exec(pattern)
  const letters = options + (inline?.[1] ?? '')
  const flags = ['i', 'm', 's'].filter((flag) => letters.includes(flag)).join('')
  const body = inline ? pattern.slice(inline[0].length) : pattern
  return compiled(translated(letters.includes('x') ? withoutBlanks(body) : body), flags)
}

/** With Unicode first, as PCRE matches code points; its stricter syntax refuses some escapes that PCRE takes. */
function compiled(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, `${flags}u`)
  } catch {
    try {
      return new RegExp(source, flags)
    } catch (error) {
      throw new ServerError('Location51091', `Regular expression is invalid: ${reason(error)}`)
    }
  }
}

function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replace(/^Invalid regular expression: \/.*\/\w*: /s, '')
}

function withoutBlanks(pattern: string): string {
  return pattern.replace(/\\[^]|\[(?:\\[^]|[^\]\\])*\]|\s+|#[^\n]*/g, (part) => (/^[\s#]/.test(part) ? '' : part))
}

const posixClasses = lookupTable<string>({
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  punct: '!-\\/:-@\\[-`{-~',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
  blank: ' \\t',
})

/** PCRE's anchors and POSIX classes in JavaScript's words. */
function translated(pattern: string): string {
  if (!/\\[AzZhQ]|\[:|\(\?P|[*+?}]\+/.test(pattern)) return pattern
  return pattern
    .replace(/\\Q([^]*?)(?:\\E|$)/g, (_, literal: string) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .replace(/\(\?P</g, '(?<')
    .replace(/\[:(\w+):\]/g, (part, name: string) => posixClasses[name] ?? part)
    .replace(/\\([^])/g, (part, letter: string) => {
      if (letter === 'A') return '(?<![^])'
      if (letter === 'z') return '(?![^])'
      if (letter === 'Z') return '(?=\\n?(?![^]))'
      return letter === 'h' ? '[ \\t]' : part
    })
}

/** The text that everything the expression matches begins with; empty when there is none to be sure of. */
export function literalPrefix({ pattern, options }: BSONRegExp): string {
  if (/[imx]/.test(options) || !pattern.startsWith('^') || pattern.includes('|')) return ''
  const literal = /^\^((?:[\w \-/@:;,!"'#%&=<>~`]|\\[.\-/@_ ])*)/.exec(pattern)?.[1] ?? ''
  const next = pattern.slice(1 + literal.length)
  const kept = /^[*?{]/.test(next) ? literal.replace(/(?:\\.|.)$/, '') : literal
  return kept.replace(/\\(.)/g, '$1')
}

/**
 * A regular expression from a text and options.
 * @throws ServerError 51108 for an unknown option
 */
export function makeRegex(pattern: string, options: string): BSONRegExp {
  checkOptions(options)
  return new BSONRegExp(pattern, options)
}

function checkOptions(options: string): void {
  const unknown = options.replace(/[imsxu]/g, '')
  if (unknown) throw new ServerError('Location51108', ` invalid flag in regex options: ${unknown}`)
}
