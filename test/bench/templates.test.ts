import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createTemplates } from '../../src/http/templates.ts'

describe('templates', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'candor-templates-'))
  })

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  function write(name: string, text: string): void {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }

  it('print what they are given, escaped where the tag says so', () => {
    write('page.ejs', '<%= name %>|<%- name %>')
    assert.equal(createTemplates(folder)('page', { name: '<b>' }), '&lt;b&gt;|<b>')
  })

  it('find an included file from where the include stands, at any depth', () => {
    write('forum/page.ejs', '<%- include("../partials/outer") %>')
    write('partials/outer.ejs', '(<%- include("inner") %>)')
    write('partials/inner.ejs', 'in')
    assert.equal(createTemplates(folder)('forum/page', {}), '(in)')
  })

  it('hand on to an included file what they were given, and what the include adds or replaces', () => {
    write('page.ejs', '<%- include("part", { b: 3, c: 4 }) %>|<%= b %>')
    write('part.ejs', '<%= a %><%= b %><%= c %>')
    assert.equal(createTemplates(folder)('page', { a: 1, b: 2 }), '134|2')
  })

  it('may be given other names the next time', () => {
    write('page.ejs', '<%= locals.extra %>.')
    const render = createTemplates(folder)
    assert.equal(render('page', {}), '.')
    assert.equal(render('page', { extra: 'more' }), 'more.')
    assert.equal(render('page', {}), '.')
  })

  it('refuse a name that they were not given, and say where it stands', () => {
    write('page.ejs', '<p>\n<%= unknown %></p>')
    assert.throws(() => createTemplates(folder)('page', { known: 1 }), /page\.ejs:2[^]*unknown is not defined/)
  })

  it('see nothing that was put on the prototype of all objects', () => {
    write('page.ejs', '[<%= locals.planted %>]')
    Object.defineProperty(Object.prototype, 'planted', { value: 'harm', configurable: true, enumerable: true })
    try {
      assert.equal(createTemplates(folder)('page', {}), '[]')
    } finally {
      delete (Object.prototype as { planted?: string }).planted
    }
  })
})
