import assert from 'node:assert/strict'
import { Parser } from 'htmlparser2'

// Written out once more and not imported: a test that takes its list from the code agrees with every mistake in it.
const attributes: Record<string, Record<string, RegExp>> = {
  ...Object.fromEntries(['h4', 'h5', 'h6', 'p', 'ul', 'li', 'hr', 'br'].map((tag) => [tag, {}])),
  ...Object.fromEntries(['em', 'strong', 's', 'table', 'thead', 'tbody', 'tr'].map((tag) => [tag, {}])),
  ol: { start: /^\d{1,9}$/ },
  pre: { tabindex: /^0$/ },
  code: { class: /^(?:hljs )?language-[a-z0-9+#._-]{1,32}$/ },
  blockquote: { class: /^quote$/ },
  span: {
    class: /^(?:mention|hljs-[a-z-]+|function_|class_|constant_|invoke_|language_|inherited__)(?: [a-z-]+_{0,2})*$/,
  },
  div: { class: /^table-scroll$/, tabindex: /^0$/ },
  th: { class: /^align-(?:left|center|right)$/ },
  td: { class: /^align-(?:left|center|right)$/ },
  a: {
    href: /^(?![a-z][a-z0-9+.-]*:)|^(?:https?|mailto):/i,
    title: /^/,
    class: /^(?:external(?: bare)?|bare|mention|quote-source)$/,
    rel: /^nofollow ugc noopener$/,
    referrerpolicy: /^origin$/,
  },
}

/** Fails unless HTML holds nothing but the tags, attributes and values that a text may have, and closes what it opens. */
export function assertAllowed(html: string, source: string): void {
  const message = `${JSON.stringify(source)} became ${JSON.stringify(html)}`
  const open: string[] = []
  const parser = new Parser({
    onopentag: (name, found, implied) => {
      const allowed = attributes[name]
      assert.ok(allowed !== undefined && !implied, `<${name}>: ${message}`)
      for (const [attribute, value] of Object.entries(found)) {
        assert.ok(allowed[attribute]?.test(readAsBrowser(value)), `${attribute}="${value}": ${message}`)
      }
      if (name === 'a') assertMarked(found, message)
      open.push(name)
    },
    onclosetag: (name, implied) => {
      assert.equal(open.pop(), name, message)
      assert.ok(!implied || name === 'br' || name === 'hr', `</${name}> is missing: ${message}`)
    },
    oncomment: () => assert.fail(`a comment: ${message}`),
    onprocessinginstruction: () => assert.fail(`an instruction: ${message}`),
    oncdatastart: () => assert.fail(`a CDATA section: ${message}`),
  })
  parser.end(html)
  assert.deepEqual(open, [], message)
}

function assertMarked(link: Record<string, string>, message: string): void {
  if (link['href'] === undefined) return
  const url = new URL(link['href'], 'https://forum.example')
  const external = url.protocol !== 'mailto:' && url.origin !== 'https://forum.example'
  assert.equal((link['class'] ?? '').startsWith('external'), external, `external or not: ${message}`)
  assert.equal(link['rel'] !== undefined, external, `rel: ${message}`)
  assert.equal(link['referrerpolicy'] !== undefined, external, `referrerpolicy: ${message}`)
}

// Browsers leave out tabs and newlines in an address, and control characters and spaces before it.
function readAsBrowser(value: string): string {
  return value.replace(/[\t\n\r]/g, '').replace(/^[\p{Cc} ]+/u, '')
}
