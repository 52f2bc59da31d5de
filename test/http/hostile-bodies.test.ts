import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { newId } from '../../src/kernel/index.ts'
import { aCategory, aTopic, regular, type MadeCategory, type MadeTopic } from '../support/forum.ts'
import type { Person } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

interface Body {
  type: string
  body: string | Buffer
  headers?: Record<string, string>
}

const form = 'application/x-www-form-urlencoded'

/**
 * Bodies whose fields each address judges in its own way, so each gets them. `token` is the right one: what is refused
 * is the body.
 */
const forEachForm: Record<string, (token: string) => Body> = {
  'no fields': (token) => ({ type: form, body: `_csrf=${token}` }),
  'lone surrogates, percent-encoded': (token) => ({
    type: form,
    body: `_csrf=${token}&title=%ED%A0%80&text=%ED%BF%BF`,
  }),
  '__proto__ in several forms': (token) => ({
    type: form,
    body: `_csrf=${token}&__proto__=x&__proto__[polluted]=1&constructor[prototype][polluted]=1&title=a&title=b`,
  }),
  'JSON of other types': (token) => ({
    type: 'application/json',
    body: JSON.stringify({
      _csrf: token,
      title: { $gt: '' },
      text: 5,
      kind: null,
      categoryId: ['a'],
      submission: true,
    }),
  }),
}

/** Bodies that the one parser of all addresses judges: every eighth address gets them. */
const forTheParser: Record<string, (token: string) => Body> = {
  'broken percent signs': (token) => ({ type: form, body: `_csrf=${token}&title=%&text=%zz&kind=%E0%A4` }),
  JSON: (token) => ({ type: 'application/json', body: JSON.stringify({ _csrf: token, title: 'A title', text: 'x' }) }),
  'JSON with lone surrogates': (token) => ({
    type: 'application/json',
    body: `{"_csrf":"${token}","title":"\\ud800 lone","text":"\\udfff","name":"\\ud800"}`,
  }),
  'JSON with __proto__': (token) => ({
    type: 'application/json',
    body: `{"_csrf":"${token}","__proto__":{"polluted":1},"title":"A title"}`,
  }),
  'multipart data': (token) => ({
    type: 'multipart/form-data; boundary=b',
    body: `--b\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n--b--\r\n`,
  }),
  'plain text': (token) => ({ type: 'text/plain', body: `_csrf=${token}` }),
  'no known type': () => ({ type: 'nonsense', body: 'x' }),
}

/** Bodies that a host's own parser refuses in its own way. */
const forOurParser: Record<string, (token: string) => Body> = {
  'a thousand fields': (token) => ({ type: form, body: `_csrf=${token}&${'a=1&'.repeat(1000)}` }),
  'deep brackets': (token) => ({ type: form, body: `_csrf=${token}&text${'[a]'.repeat(500)}=1` }),
  'a megabyte': (token) => ({ type: form, body: `_csrf=${token}&text=${'x'.repeat(1024 * 1024)}` }),
  'a bomb': (token) => ({
    type: form,
    body: gzipSync(`_csrf=${token}&text=${'x'.repeat(20 * 1024 * 1024)}`),
    headers: { 'Content-Encoding': 'gzip' },
  }),
  'a false encoding': () => ({ type: form, body: 'x', headers: { 'Content-Encoding': 'gzip' } }),
  'an unknown encoding': () => ({ type: form, body: 'x', headers: { 'Content-Encoding': 'zebra' } }),
  'an unknown character set': () => ({ type: `${form}; charset=klingon`, body: 'x' }),
}

inEverySetting('a body that no browser sends', (setting) => {
  let app: Running
  let owner: Person
  let category: MadeCategory
  let topic: MadeTopic
  let paths: string[]
  before(async () => {
    app = await startApp({ setting })
    owner = await regular(app, 'olga')
    category = await aCategory(app)
    topic = await aTopic(app, { by: owner, in: category })
    const ids = { '/t/:id': topic.id, '/posts/:id': topic.openingId, '/staff/categories/:id': category.id }
    paths = app.routes
      // Neither has fields: with the right token, an empty body is all that they need.
      .filter(({ method, fromAnywhere }) => method === 'POST' && !fromAnywhere)
      // It answers with what it found out, and so does the form without fields that begins it.
      .filter(({ path }) => path !== '/staff/setup')
      // They would end the session of who asks.
      .filter(({ path }) => path !== '/sign-out' && !path.endsWith('/delete') && !path.endsWith('/others/removal'))
      .map(({ path }) => {
        const [pattern = '', id = ''] = Object.entries(ids).find(([start]) => path.startsWith(start)) ?? []
        return path.replace(pattern, pattern.replace(':id', id))
      })
  })
  after(() => app.stop())

  const parsed = setting === 'standalone' ? { ...forTheParser, ...forOurParser } : forTheParser
  Object.entries({ ...forEachForm, ...parsed }).forEach(([what, make], nth) => {
    it(`gets a page, never a failure: ${what}`, async () => {
      const token = await owner.csrf()
      // Another eighth of the addresses for each body.
      for (const path of what in forEachForm ? paths : paths.filter((_, at) => at % 8 === nth % 8)) {
        const { type, body, headers = {} } = make(token)
        const sent = owner.agent.post(owner.whole(path)).redirects(0)
        sent.set({ 'Content-Type': type, Accept: 'text/html', Origin: new URL(app.url).origin, ...headers })
        sent.serialize((data) => data as string)
        const { status, text } = await sent.send(body)
        assert.ok(status === 303 || (status >= 400 && status < 500), `${path}: ${status}`)
        if (status !== 303) assert.match(text, /<h1/, path)
      }
      for (const at of ['/', category.path, topic.path]) assert.equal((await owner.visit(at)).status, 200, at)
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
    })
  })

  it('is taken without what cannot be stored: invisible control characters go', async () => {
    const fields = {
      categoryId: category.id,
      kind: 'question',
      title: 'A\u0000 clean \u001btitle',
      text: 'a\u0000b\u0008c',
    }
    const page = await owner.post('/topics/new', { ...fields, submission: newId(), _csrf: await owner.csrf() })
    assert.equal(page.status, 200)
    assert.equal(page.$('h1').text(), 'A clean title')
    assert.equal(page.$('.prose').first().text().trim(), 'abc')
  })
})
