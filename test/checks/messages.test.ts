import assert from 'node:assert/strict'
import { checkMessages } from '../../scripts/support/message-check.ts'
import { inTree, type Files } from './tree.ts'

const en = {
  title: 'Questions',
  greeting: 'Hello {{name}}',
  replies_one: 'one reply',
  replies_other: '{{count}} replies',
  refusal: { closed: 'This topic is closed.' },
}
const pl = {
  title: 'Pytania',
  greeting: 'Cześć {{name}}',
  replies_one: 'jedna odpowiedź',
  replies_few: '{{count}} odpowiedzi',
  replies_many: '{{count}} odpowiedzi',
  replies_other: '{{count}} odpowiedzi',
  refusal: { closed: 'Ten temat jest zamknięty.' },
}
const template = `<h1><%= t('forum:title') %></h1>
<% if (me) { %><p><%= t('forum:greeting', { name: me.name }) %></p><% } %>
<% for (const row of rows) { %>
  <%- include('row', { label: t("forum:replies", { count: row.replies }) }) %>
<% } %>`
const policy = `// 'forum:onlyInAComment' is no use
export const no = { reason: 'forum:refusal.closed' }`

const clean: Files = {
  'locales/en/forum.json': JSON.stringify(en),
  'locales/pl/forum.json': JSON.stringify(pl),
  'views/forum/home.ejs': template,
  'src/forum/topic.policy.ts': policy,
}

async function faultsWith(changes: Files): Promise<string[]> {
  const { faults } = await inTree({ ...clean, ...changes }, checkMessages)
  return faults.map(({ where, what }) => `${where}: ${what}`)
}

const english = (changes: object) => ({ 'locales/en/forum.json': JSON.stringify({ ...en, ...changes }) })
const polish = (changes: object) => ({ 'locales/pl/forum.json': JSON.stringify({ ...pl, ...changes }) })
const view = (line: string) => ({ 'views/forum/home.ejs': `${template}\n${line}` })
const source = (line: string) => ({ 'src/forum/topic.policy.ts': `${policy}\n${line}` })

const planted: [behaviour: string, changes: Files, fault: string][] = [
  [
    'a template asks for a key that has no text',
    view("<%= t('forum:lost') %>"),
    'views/forum/home.ejs:6: forum:lost is not in locales/en',
  ],
  [
    'a template asks for a key without its namespace',
    view("<%= t('title') %>"),
    'views/forum/home.ejs:6: title is not in locales/en',
  ],
  [
    'a source names a key that has no text',
    source("export const reason = 'forum:refusal.lost'"),
    'src/forum/topic.policy.ts:3: forum:refusal.lost is not in locales/en',
  ],
  [
    'a source names a key of a namespace that has no file',
    source("export const reason = 'tickets:refusal.lost'"),
    'src/forum/topic.policy.ts:3: tickets:refusal.lost is not in locales/en',
  ],
  [
    'a key is put together in a template string',
    view('<%= t(`forum:refusal.${why}`) %>'),
    'views/forum/home.ejs:6: `forum:refusal.${why}` is put together at run time; write the keys out',
  ],
  [
    'a key is put together with +',
    source("export const reason = 'forum:refusal.' + why"),
    'src/forum/topic.policy.ts:3: forum:refusal. is put together at run time; write the keys out',
  ],
  [
    'a text is used nowhere',
    { 'src/forum/topic.policy.ts': '' },
    'locales/en/forum.json: forum:refusal.closed is used nowhere',
  ],
  [
    'a text needs a value that is not given',
    view("<%= t('forum:greeting', { person: 'Ann' }) %>"),
    'views/forum/home.ejs:6: forum:greeting needs {{name}}, which is not given',
  ],
  [
    'a plural is asked for without a count',
    view("<%= t('forum:replies') %>"),
    'views/forum/home.ejs:6: forum:replies needs {{count}}, which is not given',
  ],
  ['a text is empty', english({ title: ' ' }), 'locales/en/forum.json: forum:title has no text'],
  ['a text is no text', english({ title: 4 }), 'locales/en/forum.json: forum:title has no text'],
  [
    'a plural form is missing in English',
    english({ replies_one: undefined }),
    'locales/en/forum.json: forum:replies lacks its plural form _one',
  ],
  [
    'a plural form of another language is missing',
    polish({ replies_few: undefined }),
    'locales/pl/forum.json: forum:replies lacks its plural form _few',
  ],
  [
    'a language has a plural form that it does not know',
    english({ replies_many: 'many' }),
    "locales/en/forum.json: forum:replies has a plural form _many that this language doesn't know",
  ],
  ['another language lacks a text', polish({ title: undefined }), 'locales/pl: forum:title is missing'],
  ['another language has a text too many', polish({ old: 'Stary' }), 'locales/pl: forum:old is not in en'],
  ['another language lacks a file', { 'locales/pl/forum.json': '{}' }, 'locales/pl: forum:greeting is missing'],
  [
    'another language has another placeholder',
    polish({ greeting: 'Cześć {{imię}}' }),
    'locales/pl: forum:greeting has {{imię}}, en has {{name}}',
  ],
]

describe('the message check', () => {
  it('finds nothing where every text is there and used', async () => {
    const { read, faults } = await inTree(clean, checkMessages)
    assert.deepEqual(faults, [])
    assert.equal(read, 2)
  })

  for (const [behaviour, changes, fault] of planted) {
    it(`tells when ${behaviour}`, async () => {
      const faults = await faultsWith(changes)
      assert.ok(faults.includes(fault), faults.join('\n'))
    })
  }

  it('has read nothing, and so fails, where there are no message files', async () => {
    const { read } = await inTree({ 'views/home.ejs': '' }, checkMessages)
    assert.equal(read, 0)
  })
})
