import assert from 'node:assert/strict'
import { checkDocstrings } from '../../scripts/support/docstrings.ts'
import { checkDependencyList, checkDepth } from '../../scripts/support/layout.ts'
import { checkMarkup } from '../../scripts/support/markup.ts'
import type { Finding } from '../../scripts/support/report.ts'
import { inTree, type Files } from './tree.ts'

type Check = (root: string) => Finding

async function faultsOf(check: Check, files: Files): Promise<string[]> {
  const { faults } = await inTree(files, check)
  return faults.map(({ where, what }) => `${where}: ${what}`)
}

describe('the docstring check', () => {
  const source = (text: string) => faultsOf(checkDocstrings, { 'src/forum/topic.ts': text })

  it('is content with functions that are documented or private', async () => {
    const faults = await source(`
      /** Adds one. */
      export function add(value: number): number { return value + one }
      /** Takes one. */
      export const take = (value: number) => value - one
      const one = 1
      function inner() {}
      export const limit = 4
      export { other } from './other.ts'
    `)
    assert.deepEqual(faults, [])
  })

  it('names an exported function that has none', async () => {
    assert.deepEqual(await source('\nexport function add() {}'), ['src/forum/topic.ts:2: add has no docstring'])
  })

  it('names an exported arrow function that has none', async () => {
    assert.deepEqual(await source('export const add = async () => 1'), ['src/forum/topic.ts:1: add has no docstring'])
  })

  it('names a function that is exported in a list', async () => {
    assert.deepEqual(await source('function add() {}\nexport { add }'), ['src/forum/topic.ts:1: add has no docstring'])
  })

  it('takes neither an empty docstring nor a common comment', async () => {
    assert.equal((await source('/** */\nexport function add() {}')).length, 1)
    assert.equal((await source('// Adds.\nexport function add() {}')).length, 1)
  })

  it('asks overloads for one docstring together', async () => {
    const overloads =
      'export function add(a: number): void\nexport function add(a: string): void\nexport function add() {}'
    assert.equal((await source(overloads)).length, 1)
    assert.deepEqual(await source(`/** Adds. */\n${overloads}`), [])
  })
})

describe('the folder check', () => {
  it('lets three folders lie below src and no more', async () => {
    const files = { 'src/a/b/c/file.ts': '', 'src/a/b/c/d/file.ts': '' }
    assert.deepEqual(await faultsOf(checkDepth, files), ['src/a/b/c/d/file.ts: lies deeper than 3 folders below src'])
  })
})

describe('the markup check', () => {
  const markup = (text: string) => faultsOf(checkMarkup, { 'views/forum/topic.ejs': text })

  it('is content with what the content security policy lets through', async () => {
    const faults = await markup(`
      <!-- <p style="color: red"> in a comment is no tag -->
      <script type="module" src="<%= asset('app.js') %>"></script>
      <script type="application/ld+json"><%- page.jsonLd %></script>
      <a href="https://example.com" <% if (a > b) { %>class="on"<% } %> data-on="once" aria-label="<%= "style=" %>">onward</a>
      <%# <p style="color: red"> %>
    `)
    assert.deepEqual(faults, [])
  })

  const planted: [string, string, string][] = [
    ['an inline style', '<p style="color: red">', '<p> has an inline style='],
    [
      'an inline style behind a condition',
      '<p <% if (a > b) { %>style="color: red"<% } %>>',
      '<p> has an inline style=',
    ],
    ['an inline style with a printed value', `<p class='a' STYLE='<%= "a>b" %>'>`, '<p> has an inline style='],
    ['an event handler', '<button\n onclick="go()">', '<button> has an inline onclick='],
    ['a script in an address', '<a href="javascript:go()">', '<a> has a script in href='],
    ['a style element', '<style>p { color: red }</style>', '<style> stands in a template; styles stand in public/css'],
    ['an inline script', '<script>go()</script>', '<script> is inline; scripts stand in public/js'],
    ['an inline module', '<script type="module">go()</script>', '<script> is inline; scripts stand in public/js'],
    [
      'a script of another host',
      '<script src="//cdn.example/a.js"></script>',
      '<script> fetches //cdn.example/a.js from elsewhere',
    ],
    [
      'an image of another host',
      '<img src="https://example.com/a.png">',
      '<img> fetches https://example.com/a.png from elsewhere',
    ],
    [
      'a font of another host',
      '<link href="https://example.com/a.css">',
      '<link> fetches https://example.com/a.css from elsewhere',
    ],
  ]
  for (const [name, text, what] of planted) {
    it(`finds ${name}`, async () => {
      assert.deepEqual(await markup(`\n${text}`), [`views/forum/topic.ejs:2: ${what}`])
    })
  }
})

describe('the check of the list of dependencies', () => {
  const line = (name: string) => `| \`${name}\` | does | why | who |\n`
  const list = (text: string) =>
    faultsOf(checkDependencyList, {
      'package.json': JSON.stringify({ dependencies: { express: '5' }, devDependencies: { mocha: '12' } }),
      'docs/dependencies.md': `# Dependencies\n\n| package | what | why | who |\n| --- | --- | --- | --- |\n${text}`,
    })

  it('is content with one line for each', async () => {
    assert.deepEqual(await list(line('express') + line('mocha')), [])
  })

  it('finds a missing, a stale, a double and a bare line', async () => {
    const where = 'docs/dependencies.md'
    assert.deepEqual(await list(line('express')), [`${where}: mocha has no line`])
    assert.deepEqual(await list(line('express') + line('mocha') + line('koa')), [
      `${where}: koa is no dependency any more`,
    ])
    assert.deepEqual(await list(line('express') + line('mocha') + line('mocha')), [`${where}: mocha has two lines`])
    assert.deepEqual(await list(`${line('express')}| \`mocha\` | runs tests | | who |\n`), [
      `${where}: mocha does not tell what it does, why this one and who keeps it`,
    ])
  })
})
