import assert from 'node:assert/strict'
import { aCategory, aTopic, regular, stored, type MadeCategory } from '../support/forum.ts'
import { Person, signedIn, type Fields, type Shown } from '../support/person.ts'
import { words } from '../support/words.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

/** Field -> what is wrong with it -> what the page says. */
const title: Record<string, [string, string]> = {
  'is missing': ['', 'Give it a title.'],
  'is only blanks': [' \t ', 'Give it a title.'],
  'is only control characters': ['\u0000\u0007', 'Give it a title.'],
  'is too short': ['Four', 'Say a little more: at least 5 characters.'],
  'is too long': ['x'.repeat(151), 'Shorten the title to 150 characters.'],
}
const text: Record<string, [string, string]> = {
  'is missing': ['', 'Write something first.'],
  'is only blanks': ['\r\n \r\n', 'Write something first.'],
  'is too long': ['x'.repeat(40_001), 'Shorten the text to 40,000 characters.'],
}
const wrong: Record<string, Record<string, [string, string]>> = {
  title,
  text,
  kind: {
    'is missing': ['', 'Choose what it is.'],
    'is none of those there are': ['poem', 'Choose what it is.'],
  },
  categoryId: {
    'is missing': ['', 'Choose a category.'],
    'is no category': ['000000000000', 'Choose a category.'],
    'is an operator': ['{"$ne":""}', 'Choose a category.'],
  },
}
const wrongCategory: Record<string, Record<string, [string, string]>> = {
  name: {
    'is missing': ['', 'Give it a name.'],
    'is too long': ['x'.repeat(61), 'Shorten the name to 60 characters.'],
    'is taken': ['Taken', 'Another category has this name. Choose another one.'],
  },
  description: { 'is too long': ['x'.repeat(301), 'Shorten the description to 300 characters.'] },
  colour: { 'is none of those there are': ['pink', 'Choose a colour.'] },
  readRole: { 'is none of those there are': ['everybody', 'Choose who it is for.'] },
  writeRole: { 'is missing': ['', 'Choose who it is for.'] },
}

/** What a form's fields hold on a page. */
function held(page: Shown): Record<string, string> {
  const fields = page.$('main form.form').first().serializeArray()
  return Object.fromEntries(fields.map(({ name, value }) => [name, value]))
}

function assertToldOf(page: Shown, field: string, message: string): void {
  assert.equal(page.status, 422, page.text.slice(0, 500))
  assert.equal(page.$(`#error-${field}`).text(), message, 'beside the field')
  const link = page.$(`.errors[autofocus] a[href="#field-${field}"]`)
  assert.equal(link.text(), message, 'in the summary')
  assert.ok(page.$(`#field-${field}`).length === 1, 'the summary leads to the field')
}

inEverySetting('a form that cannot be taken', (setting) => {
  let app: Running
  let ann: Person
  let category: MadeCategory
  before(async () => {
    app = await startApp({ setting })
    ann = await regular(app, 'ann')
    category = await aCategory(app)
    await aCategory(app, { name: 'Taken' })
  })
  after(() => app.stop())

  const asked = (): Record<string, string> => ({
    categoryId: category.id,
    kind: 'discussion',
    title: 'How do I <b>begin</b> & "end"?',
    text: '\n  Indented, with <b>tags</b> & "quotes"\n\n</textarea>',
    submission: '0123456789ab',
  })

  /** What was typed came back, but for what a browser would not let stand in such a field. */
  function assertKept(page: Shown, typed: Record<string, string>, but: string): void {
    const values = held(page)
    for (const [name, value] of Object.entries(typed)) {
      if (name !== but || ['title', 'text', 'name', 'description'].includes(name))
        assert.equal(
          values[name]?.replaceAll('\r\n', '\n'),
          value.replaceAll('\r\n', '\n').replaceAll('\u0000', '\ufffd'),
          name,
        )
    }
  }

  for (const [field, faults] of Object.entries(wrong)) {
    for (const [fault, [value, message]] of Object.entries(faults)) {
      it(`to begin a topic: ${field} ${fault}`, async () => {
        const typed = { ...asked(), [field]: value }
        const page = await ann.send('/topics/new', typed)
        assertToldOf(page, field, message)
        assertKept(page, typed, field)
      })
    }
  }

  for (const [fault, [value, message]] of Object.entries(text)) {
    it(`to reply: text ${fault}`, async () => {
      const topic = await aTopic(app, { by: ann, in: category })
      const page = await ann.send(`/t/${topic.id}/posts`, { text: value, submission: '0123456789ab' })
      assertToldOf(page, 'text', message)
      assert.equal(held(page)['submission'], '0123456789ab')
      assertKept(page, { text: value }, 'text')
    })
  }

  for (const [field, faults] of Object.entries({ title, text })) {
    for (const [fault, [value, message]] of Object.entries(faults)) {
      it(`to change an opening: ${field} ${fault}`, async () => {
        const topic = await aTopic(app, { by: ann, in: category })
        const typed = { title: 'Another title', text: 'Another text', [field]: value }
        const page = await ann.send(`/posts/${topic.openingId}/edit`, typed)
        assertToldOf(page, field, message)
        assertKept(page, typed, field)
        assert.equal((await stored(app).topics.findOne({ _id: topic.id }))?.title, topic.title)
      })
    }
  }

  for (const [field, faults] of Object.entries(wrongCategory)) {
    for (const [fault, [value, message]] of Object.entries(faults)) {
      it(`to create a category: ${field} ${fault}`, async () => {
        const fine = { name: 'Other', description: 'About', colour: 'teal', readRole: 'members', writeRole: 'staff' }
        const typed = { ...fine, [field]: value }
        const page = await (await regular(app, 'olga')).send('/staff/categories', typed)
        assertToldOf(page, field, message)
        assertKept(page, typed, field)
      })
    }
  }

  it('says every fault at once, in the order of the form', async () => {
    const page = await ann.send('/topics/new', { categoryId: '', kind: 'question', title: '', text: '' })
    const links = page.$('.errors a').toArray()
    assert.deepEqual(
      links.map((link) => page.$(link).attr('href')),
      ['#field-categoryId', '#field-title', '#field-text'],
    )
    assert.match(page.$('.errors h2').text(), /3/)
  })

  it('answers with the faults alone to a program that wants JSON', async () => {
    const page = await ann.send('/topics/new', { ...asked(), title: '' }, { Accept: 'application/json' })
    assert.equal(page.status, 422)
    assert.deepEqual(JSON.parse(page.text), { errors: { title: 'Give it a title.' } })
  })

  it('keeps what was typed on the page when the person is signed out meanwhile', async () => {
    const ben = await signedIn(app, 'ben')
    const form = await ben.visit('/me')
    const sameBrowser = ben.cookies()
    await ben.send('/sign-out')
    const cookie = Object.entries(sameBrowser).map(([name, value]) => `${name}=${value}`)
    const about = 'I mend bicycles.'
    const page = await ben.post('/me', { ...held(form), about }, { Cookie: cookie.join('; ') })
    assert.equal(page.status, 401)
    const typed = page
      .$('main textarea')
      .toArray()
      .map((area) => page.$(area).text())
    assert.ok(typed.includes(about))
    assert.equal(page.$('.actions a').attr('href'), `${app.mountPath}/sign-in`)
  })

  it('leads from there to sign in and back to the page of the form, where that is plainly ours', async () => {
    const home = `${app.mountPath}/sign-in`
    const { origin } = new URL(app.url)
    const back = (path: string): string => `${home}?return=${encodeURIComponent(path)}`
    const referrers: [string | undefined, string][] = [
      [`${app.url}/t/abc/title?after=x`, back('/t/abc/title?after=x')],
      [`${app.url}/me`, home],
      [undefined, home],
      ['', home],
      [`${app.url}/`, home],
      [app.url, home],
      [`${origin}.evil.example/t/abc`, home],
      ['https://evil.example/t/abc', home],
      [`${app.url}//evil.example/x`, home],
      [`${app.url}/\\evil.example`, home],
      [`${origin}/supportive/page`, setting === 'standalone' ? back('/supportive/page') : home],
      ['javascript:alert(1)', home],
      ['nonsense', home],
      [`${app.url}/t/${'x'.repeat(3000)}`, home],
    ]
    for (const [referrer, way] of referrers) {
      const page = await new Person(app).post('/me', asked(), referrer === undefined ? {} : { Referer: referrer })
      assert.equal(page.status, 401)
      assert.equal(page.$('main .action-main').attr('href'), way, referrer)
    }
  })

  it('leads from a form of an earlier session to its page anew', async () => {
    const ben = await signedIn(app, 'ben')
    const page = await ben.post('/me', { ...asked(), _csrf: 'old' }, { Referer: `${app.url}/c/general` })
    assert.equal(page.status, 403)
    assert.equal(page.$('main .action-main').attr('href'), `${app.mountPath}/c/general`)
    assert.equal(page.$('main .action-main').text(), words('errors:wayOn.again'))
    const other = await ben.post('/me', { ...asked(), _csrf: 'old' }, { Referer: 'https://evil.example/' })
    assert.equal(other.$('main .action-main').attr('href'), `${app.mountPath}/`)
  })

  it('gives back what was typed about oneself as well, under names that people know', async () => {
    const ben = await signedIn(app, 'ben')
    const fields = { about: 'I mend bicycles.', handle: 'mender', email: 'ben@example.com', name: 'Ben' }
    const page = await ben.post('/me', { ...fields, _csrf: 'old' })
    const labels = page.$('main label').toArray()
    assert.deepEqual(
      labels.map((label) => page.$(label).text()),
      ['about', 'handle', 'email', 'name'].map((field) => words(`common:error.typedField.${field}`)),
    )
  })

  it('keeps a reply on the page when the category was archived meanwhile, however long it is', async () => {
    const closing = await aCategory(app)
    const topic = await aTopic(app, { by: ann, in: closing })
    await stored(app).categories.updateOne({ _id: closing.id }, { $set: { archivedAt: new Date() } })
    for (const typed of ['Too late', 'x'.repeat(40_001)]) {
      const page = await ann.send(`/t/${topic.id}/posts`, { text: typed })
      assert.equal(page.status, 403)
      assert.equal(page.$('main textarea').text().trim(), typed)
      assert.match(page.$('main').text(), /archived/)
    }
  })

  const hostile: Record<string, Fields> = {
    'sends a field twice': { title: ['One title', 'Two titles'], text: ['a', 'b'], submission: ['a', 'b'] },
    'sends an unknown field': { isSample: 'true' },
    'sends a role': { roles: 'owner' },
    'sends an operator as a name': { $where: '1', 'text[$gt]': '', 'categoryId[$ne]': '' },
    'sends a dotted name': { 'author.name': 'Somebody' },
    'sends __proto__': { __proto__x: '1', ['__proto__']: 'x', 'constructor[prototype][x]': '1', '__proto__[x]': '1' },
    'sends a submission that is none': { submission: "';drop" },
  }
  for (const [how, fields] of Object.entries(hostile)) {
    it(`is refused gently when it ${how}, and nothing is written`, async () => {
      const count = await stored(app).posts.countDocuments()
      const page = await ann.send('/topics/new', { ...asked(), ...fields })
      assert.equal(page.status, 422, how)
      assert.ok(page.$('.errors li').length > 0)
      assert.equal(await stored(app).posts.countDocuments(), count)
      assert.equal(({} as Record<string, unknown>)['x'], undefined)
    })
  }
})
