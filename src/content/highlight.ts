import core from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import c from 'highlight.js/lib/languages/c'
import cpp from 'highlight.js/lib/languages/cpp'
import csharp from 'highlight.js/lib/languages/csharp'
import css from 'highlight.js/lib/languages/css'
import diff from 'highlight.js/lib/languages/diff'
import dockerfile from 'highlight.js/lib/languages/dockerfile'
import go from 'highlight.js/lib/languages/go'
import graphql from 'highlight.js/lib/languages/graphql'
import http from 'highlight.js/lib/languages/http'
import ini from 'highlight.js/lib/languages/ini'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import kotlin from 'highlight.js/lib/languages/kotlin'
import lua from 'highlight.js/lib/languages/lua'
import makefile from 'highlight.js/lib/languages/makefile'
import nginx from 'highlight.js/lib/languages/nginx'
import php from 'highlight.js/lib/languages/php'
import powershell from 'highlight.js/lib/languages/powershell'
import python from 'highlight.js/lib/languages/python'
import ruby from 'highlight.js/lib/languages/ruby'
import rust from 'highlight.js/lib/languages/rust'
import scss from 'highlight.js/lib/languages/scss'
import shell from 'highlight.js/lib/languages/shell'
import sql from 'highlight.js/lib/languages/sql'
import swift from 'highlight.js/lib/languages/swift'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'

// Markdown is missing on purpose: its grammar takes 48 s for 20,000 characters of `[a](`.
const languages = {
  ...{ bash, c, cpp, csharp, css, diff, dockerfile, go, graphql, http, ini, java, javascript, json, kotlin, lua },
  ...{ makefile, nginx, php, powershell, python, ruby, rust, scss, shell, sql, swift, typescript, xml, yaml },
}

/**
 * How much code one text may have highlighted, in characters. Grammars are regular expressions that backtrack: their
 * worst cases grow with the square of the length, so time is bounded by bounding length.
 */
export const HIGHLIGHT_BUDGET = 8_000

// Minified code and encoded data make the worst cases, and nobody reads their colours.
const LONGEST_LINE = 200

// Measured on 8,000 characters of bad input: these two take 100 to 240 ms, all others less than 75 ms.
const costs: Record<string, number> = { csharp: 4, ini: 4 }

/** What highlighting this code takes off the budget, in characters; undefined when the code is not for highlighting. */
export function highlightCost(code: string, language: string): number | undefined {
  const name = nameOf(language)
  if (name === undefined || code.length > HIGHLIGHT_BUDGET) return undefined
  if (code.split('\n').some((line) => line.length > LONGEST_LINE)) return undefined
  return code.length * (costs[name] ?? 1)
}

/** Code as HTML, escaped, with `hljs-…` classes. For what `highlightCost` gave a cost to. */
export function highlight(code: string, language: string): string {
  return highlighter().highlight(code, { language, ignoreIllegals: true }).value
}

function nameOf(language: string): string | undefined {
  const known = highlighter()
  if (known.getLanguage(language) === undefined) return undefined
  return known.listLanguages().find((name) => known.getLanguage(name) === known.getLanguage(language))
}

// An instance of our own, made when first needed: a host application may have its own set of languages in the shared one.
let instance: typeof core | undefined

function highlighter(): typeof core {
  if (instance !== undefined) return instance
  instance = core.newInstance()
  for (const [name, grammar] of Object.entries(languages)) instance.registerLanguage(name, grammar)
  return instance
}
