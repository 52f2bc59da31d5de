import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { aCategory, changeCategory, regular, stored, type MadeCategory } from '../support/forum.ts'
import { Person, signedIn, type Shown } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'
import { accountOf } from '../support/tickets.ts'
import { words } from '../support/words.ts'

const site = 'https://shop.example'

inEverySetting('a discussion under a page of another site', (setting) => {
  let app: Running
  let category: MadeCategory
  before(async () => {
    app = await startApp({ setting, options: { embedSites: [`${site}/`] } })
    category = await aCategory(app, { name: 'Shop pages' })
  })
  after(() => app.stop())

  const query = (url: string, more: Record<string, string> = {}): string =>
    new URLSearchParams({ url, title: 'A page of the shop', category: category.slug, ...more }).toString()
  const frame = (url: string, more?: Record<string, string>): Promise<Shown> =>
    new Person(app).visit(`/embed/discussion?${query(url, more)}`)
  const asked = async (url: string): Promise<Record<string, string>> => {
    const { status, body } = await new Person(app).json(`/embed/discussion.json?${query(url)}`)
    assert.equal(status, 200)
    return body as Record<string, string>
  }
  const fresh = (): string => `${site}/pages/${randomBytes(6).toString('hex')}`

  /** What the frame and the window do for a reader: a token of the frame's own, allowed by who is signed in. */
  const allowed = async (person: Person): Promise<string> => {
    const token = randomBytes(32).toString('base64url')
    const challenge = createHash('sha256').update(token).digest('base64url')
    const question = await person.submit(await person.visit('/embed/sign-in'), { challenge, site })
    assert.match(question.text, /shop\.example/)
    assert.match((await person.submit(question)).text, /data-popup-done/)
    return token
  }
  const by = (token: string): Record<string, string> => ({
    Authorization: `Bearer ${token}`,
    Accept: 'application/json',
  })
  const who = async (token: string): Promise<string | null> => {
    const { text } = await new Person(app).look('/embed/who', by(token))
    return (JSON.parse(text) as { name: string | null }).name
  }
  const write = (token: string, url: string, words: string | { text: string; anyway: string }): Promise<Shown> => {
    const fields = typeof words === 'string' ? { text: words } : words
    const page = { url, title: 'A page of the shop', category: category.slug }
    return new Person(app).post('/embed/discussion', { ...page, ...fields }, by(token))
  }

  it('is framed by its own site alone, and by nobody where the settings don’t name that', async () => {
    const url = fresh()
    const page = await frame(url)
    assert.equal(page.status, 200)
    assert.match(page.headers['content-security-policy'] ?? '', /;frame-ancestors https:\/\/shop\.example(;|$)/)
    assert.equal(page.headers['x-frame-options'], undefined)
    assert.equal(page.headers['access-control-allow-origin'], undefined)
    assert.ok(!String(page.headers['set-cookie']).includes('candor'))
    assert.equal((await asked(url))['address']?.startsWith(`${app.url}/embed/discussion?`), true)
    for (const wrong of ['https://evil.example/x', 'https://shop.example.evil.example/', 'http://shop.example/']) {
      const refused = await frame(wrong)
      assert.match(refused.headers['content-security-policy'] ?? '', /frame-ancestors 'none'/)
      assert.equal((await asked(wrong))['problem'], words('embedding:problem.site', { site: new URL(wrong).origin }))
    }
    assert.equal((await asked('javascript:alert(1)'))['problem'], words('embedding:problem.url'))
  })

  it('begins with the first post, as a topic of the forum that has the page’s title, and goes on with replies', async () => {
    const url = fresh()
    const ann = await allowed(await signedIn(app, 'ann'))
    const ben = await allowed(await signedIn(app, 'ben'))
    assert.match((await frame(url)).text, /field-text/)
    assert.equal((await write(ann, `${url}?utm_source=mail#top`, 'Is this **fresh**?')).status, 200)
    assert.equal((await write(ben, url, 'It is.')).status, 200)
    const page = await frame(url)
    assert.equal(page.$('article.post').length, 2)
    assert.match(page.$('article.post').first().html() ?? '', /<strong>fresh<\/strong>/)
    const open = page.$('.discussion-foot a').attr('href') ?? ''
    const topic = await new Person(app).visit(open.slice(app.url.length))
    assert.equal(topic.$('h1').text(), 'A page of the shop')
    assert.equal(topic.$('.category-link, .trail a').last().text().trim(), category.name)
  })

  it('is one topic, whoever writes first at the same moment', async () => {
    const url = fresh()
    const tokens = await Promise.all(
      ['ann', 'ben', 'mia'].map(async (who) => allowed(await signedIn(app, who as 'ann'))),
    )
    const before = await stored(app).topics.countDocuments()
    const sent = await Promise.all(tokens.map((token, index) => write(token, url, `First ${index}`)))
    assert.deepEqual(
      sent.map(({ status }) => status),
      [200, 200, 200],
    )
    assert.equal(await stored(app).topics.countDocuments(), before + 1)
    assert.equal((await frame(url)).$('article.post').length, 3)
  })

  it('begins anew once its topic was removed', async () => {
    const url = fresh()
    const ann = await signedIn(app, 'ann')
    const token = await allowed(ann)
    const { postId } = JSON.parse((await write(token, url, 'To be taken back')).text) as { postId: string }
    await ann.submit(await ann.visit(`/posts/${postId}/delete`))
    assert.equal((await frame(url)).$('article.post').length, 0)
    assert.equal((await write(token, url, 'Once more')).status, 200)
    assert.equal((await frame(url)).$('article.post').length, 1)
  })

  it('lets nobody write without their own word, and nobody’s word outlast their session', async () => {
    const ann = await signedIn(app, 'ann')
    const token = await allowed(ann)
    assert.equal(await who(token), 'Ann Customer')
    assert.equal(await who(randomBytes(32).toString('base64url')), null)
    assert.equal((await write('x'.repeat(43), fresh(), 'Nobody’s')).status, 401)
    assert.equal((await write(token, `${app.url}/elsewhere`, 'On another site')).status, 401)
    const cookie = await ann.post(
      '/embed/discussion',
      { url: fresh(), title: 'x', text: 'By cookie' },
      { Accept: 'application/json' },
    )
    assert.equal(cookie.status, 401)
    await ann.submit(await ann.visit('/'), {}, '.menu form')
    assert.equal(await who(token), null)
    assert.equal((await write(token, fresh(), 'Too late')).status, 401)
  })

  it('gives nobody the rights that their second factor opens', async () => {
    const url = fresh()
    const spoken = await aCategory(app, { name: 'The shop speaks' })
    const mia = await allowed(await signedIn(app, 'mia'))
    const page = { url, title: 'A page of the shop', category: spoken.slug }
    const say = (text: string): Promise<Shown> => new Person(app).post('/embed/discussion', { ...page, text }, by(mia))
    assert.equal((await say('The first word')).status, 200)
    await changeCategory(app, spoken, { writeRole: 'staff' })
    assert.equal((await say('Where staff alone write')).status, 200)
    const { id } = await accountOf(app, 'mia')
    const factors = app.database.connection.collection<{ _id: string }>('secondfactors')
    const factor = { secret: 'hers', begunAt: new Date(), confirmedAt: new Date(), recovery: [] }
    await factors.insertOne({ _id: id, ...factor })
    const refused = await say('With the sign-in alone')
    assert.equal(refused.status, 403, refused.text)
    await factors.deleteOne({ _id: id })
  })

  it('takes neither words nor wishes from another site’s page', async () => {
    const ben = await signedIn(app, 'ben')
    const token = await allowed(ben)
    const foreign = { Origin: site, 'Sec-Fetch-Site': 'cross-site' }
    const url = fresh()
    const sent = await new Person(app).post(
      '/embed/discussion',
      { url, title: 'x', text: 'x' },
      { ...by(token), ...foreign },
    )
    assert.equal(sent.status, 403)
    const challenge = createHash('sha256').update('of an attacker').digest('base64url')
    assert.equal((await ben.send('/embed/sign-in', { challenge, site }, foreign)).status, 403)
    assert.equal((await ben.send('/embed/sign-in', { challenge, site: 'https://evil.example' })).status, 403)
    assert.equal((await ben.send('/embed/continue')).status, 404)
  })

  it('asks before it posts what looks private, and says what else is wrong with a text', async () => {
    const token = await allowed(await regular(app, 'mia'))
    const url = fresh()
    const warned = await write(token, url, 'Write to jan.kowalski@firma.pl, please.')
    assert.equal(warned.status, 422)
    const { warning } = JSON.parse(warned.text) as { warning: { mark: string; items: { text: string }[] } }
    assert.deepEqual(
      warning.items.map(({ text }) => text),
      ['jan.kowalski@firma.pl'],
    )
    assert.equal(
      (await write(token, url, { text: 'Write to jan.kowalski@firma.pl, please.', anyway: warning.mark })).status,
      200,
    )
    const empty = await write(token, url, '  ')
    assert.equal(empty.status, 422)
  })

  it('shows the window for signing in alike to everybody, so that nobody learns who is signed in', async () => {
    const strip = (text: string): string => text.replace(/<input type="hidden" name="_csrf"[^>]*>\n?/, '')
    const guest = await new Person(app).visit('/embed/sign-in')
    const member = await (await signedIn(app, 'ann')).visit('/embed/sign-in')
    assert.equal(strip(member.text), strip(guest.text))
    assert.equal(guest.headers['cross-origin-opener-policy'], 'unsafe-none')
    assert.match(guest.headers['content-security-policy'] ?? '', /frame-ancestors 'none'/)
    const next = await (await signedIn(app, 'ann')).look('/embed/continue')
    assert.equal(next.headers['cross-origin-opener-policy'], 'same-origin')
  })
})

describe('the word of a person for a discussion', () => {
  it('lasts an hour', async () => {
    let now = new Date()
    const app = await startApp({ options: { embedSites: [site] }, clock: () => now })
    const token = randomBytes(32).toString('base64url')
    const challenge = createHash('sha256').update(token).digest('base64url')
    const ann = await signedIn(app, 'ann')
    await ann.submit(await ann.submit(await ann.visit('/embed/sign-in'), { challenge, site }))
    const name = async (): Promise<string | null> => {
      const { text } = await new Person(app).look('/embed/who', { Authorization: `Bearer ${token}` })
      return (JSON.parse(text) as { name: string | null }).name
    }
    now = new Date(now.getTime() + 59 * 60_000)
    assert.equal(await name(), 'Ann Customer')
    now = new Date(now.getTime() + 60_000)
    assert.equal(await name(), null)
    assert.equal(await ann.greeted(), 'Ann Customer')
    await app.stop()
  })
})

describe('the page on which a widget is put together', () => {
  let app: Running
  before(async () => {
    app = await startApp()
    await aCategory(app, { name: 'Ideas' })
  })
  after(() => app.stop())

  it('shows what was chosen as it will look, and gives the lines to copy', async () => {
    const olga = await signedIn(app, 'olga')
    const path = '/staff/embedding?widget=topics&count=4&category=ideas&status=solved&theme=dark&accent=%23aa3300'
    const page = await olga.visit(path)
    assert.equal(page.$('.panel candor-topics').attr('count'), '4')
    const snippet = page.$('.snippet code').text()
    assert.equal(
      snippet,
      '<candor-topics count="4" category="ideas" status="solved" theme="dark" style="display: block; min-block-size: 17.75rem; --candor-accent: #aa3300"></candor-topics>\n' +
        `<script src="${app.url}/embed.js" async></script>`,
    )
    for (const query of [
      '',
      '?widget=nothing',
      '?count=-1',
      '?count=x&accent=red;}',
      '?widget=discussion&category=%22%3E%3Cscript%3E',
    ])
      assert.equal((await olga.visit(`/staff/embedding${query}`)).status, 200, query)
    const hostile = await olga.visit('/staff/embedding?widget=discussion&category=%22%3E%3Cscript%3E')
    assert.ok(!hostile.text.includes('"><script>'))
  })
})
