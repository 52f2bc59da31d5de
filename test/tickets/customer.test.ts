import assert from 'node:assert/strict'
import { unzipSync } from 'fflate'
import { lastMailTo } from '../support/mailbox.ts'
import { signedIn, Person } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { accountOf, aRequest, storedRequest } from '../support/tickets.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe('what a customer asks in private', () => {
  let now = new Date('2026-03-02T10:00:00Z')
  let app: Running
  let ann: Person
  let ben: Person
  before(async () => {
    // No two messages at one moment, whose order would be left to chance.
    app = await startApp({ clock: () => (now = new Date(now.getTime() + 1)) })
    ann = await signedIn(app, 'ann')
    ben = await signedIn(app, 'ben')
  })
  after(() => app.stop())

  async function ask(fields: Record<string, string> = {}): Promise<number> {
    const form = await ann.visit('/requests/new')
    const shown = await ann.submit(form, { subject: 'Nothing prints', text: 'The **red** lamp blinks.', ...fields })
    return Number(/\/requests\/(\d+)$/.exec(shown.address)?.[1])
  }

  it('begins with who they are, is previewed, and becomes a numbered conversation', async () => {
    const form = await ann.visit('/requests/new')
    assert.match(String(form.$('[name=email]').val()), /^ann@/)
    const typed = { subject: 'Nothing prints', text: 'The **red** lamp blinks.', act: 'preview' }
    const preview = await ann.submit(form, typed)
    assert.equal(preview.$('.request-preview strong').text(), 'red')
    assert.equal(preview.$('[name=subject]').val(), 'Nothing prints')
    const sent = await ann.submit(preview, { act: 'send' })
    assert.match(sent.address, /\/requests\/\d+$/)
    assert.equal(sent.$('article.post strong').text(), 'red')
    const list = await ann.visit('/requests?q=blinks')
    assert.match(list.$('.rows').text(), /Nothing prints/)
    assert.equal((await ann.visit('/requests?q=unheard-of')).$('.rows').length, 0)
  })

  it('is asked once, however often the form is sent, and what else is typed on the same page is asked as well', async () => {
    const form = await ann.visit('/requests/new')
    const words = { subject: 'Twice', text: 'Sent again, for nobody answered.' }
    const [first, second] = await Promise.all([ann.submit(form, words), ann.submit(form, words)])
    assert.match(first.address, /\/requests\/\d+$/)
    assert.equal(second.address, first.address)
    assert.notEqual((await ann.submit(form, { ...words, text: 'Something else.' })).address, first.address)
    const page = await ann.visit(first.address)
    const reply = '#reply form'
    const [one, again] = [
      await ann.submit(page, { text: 'And' }, reply),
      await ann.submit(page, { text: 'And' }, reply),
    ]
    assert.equal(again.$('article.post').length, one.$('article.post').length)
    assert.equal((await ann.submit(page, { text: 'Or' }, reply)).$('article.post').length, 3)
  })

  it('comes back with what was typed when something is missing', async () => {
    const form = await ann.visit('/requests/new')
    const again = await ann.submit(form, { subject: '', text: 'Only a text' })
    assert.equal(again.status, 422)
    assert.equal(again.$('[name=text]').text().trim(), 'Only a text')
  })

  it('names what it is about, and what it goes on from, only where there is such a thing of theirs', async () => {
    const olga = await signedIn(app, 'olga')
    await olga.send('/staff/requests/settings', { categories: 'Billing' })
    const form = await ann.visit('/requests/new')
    const id = form.$('[name=categoryId] option:last').attr('value') ?? ''
    const words = { subject: 'Nothing prints', text: 'Kept as typed' }
    const refused = await ann.submit(form, { ...words, categoryId: 'nosuchthing1' })
    assert.deepEqual([refused.status, refused.$('[name=text]').text().trim()], [422, 'Kept as typed'])
    const first = await ask({ categoryId: id, followsUp: String((await aRequest(app)).number) })
    assert.deepEqual(
      [await storedRequest(app, first)].map(({ categoryId, followsUp }) => [categoryId, followsUp]),
      [[id, undefined]],
    )
    const second = await ask({ text: 'Still not', followsUp: String(first) })
    assert.equal((await ann.visit(`/requests/${second}`)).$(`.facts a[href$="/requests/${first}"]`).length, 1)
  })

  it('isn’t there for anybody else, until they are added and after they are taken out', async () => {
    const number = await ask()
    assert.equal((await ben.visit(`/requests/${number}`)).status, 404)
    assert.equal((await ben.visit('/requests/999999999')).status, 404)
    const email = (await accountOf(app, 'ben')).id
    const { email: address } = (await app.accounts.find(email)) ?? {}
    await ann.send(`/requests/${number}/people`, { addresses: `${address ?? ''}, stranger@example.com` })
    assert.equal((await ben.visit(`/requests/${number}`)).status, 200)
    assert.match((await lastMailTo(app, address ?? '')).text, new RegExp(`/requests/${number}`))
    const { text, subject } = await lastMailTo(app, 'stranger@example.com')
    assert.doesNotMatch(text + subject, /prints|lamp/i, 'a stranger gets nothing that was typed')
    const { people } = await storedRequest(app, number)
    const key = people.find((person) => person.email === address)?.key ?? ''
    assert.equal((await ben.send(`/requests/${number}/people`, { addresses: 'x@example.com' })).status, 403)
    await ann.send(`/requests/${number}/people/${key}/removal`)
    assert.equal((await ben.visit(`/requests/${number}`)).status, 404)
    assert.equal((await ben.send(`/requests/${number}/messages`, { text: 'Still here?' })).status, 404)
  })

  it('takes files by what they are, and gives them to its people alone, as downloads that run nothing', async () => {
    const number = await ask()
    const send = (bytes: Buffer, name: string) =>
      ann.agent
        .post(`/requests/${number}/messages`)
        .set({ Origin: new URL(app.url).origin, 'Sec-Fetch-Site': 'same-origin', Accept: 'text/html' })
        .field('_csrf', token)
        .field('text', 'See here')
        .attach('files', bytes, name)
    const token = await ann.csrf()
    assert.equal((await send(Buffer.from('MZ\x90\0'), 'harmless.png')).status, 422)
    assert.equal((await send(png, 'kłopot.exe')).status, 303)
    assert.equal((await send(Buffer.from('<script>alert(1)</script>'), 'page.html')).status, 303)
    const page = await ann.visit(`/requests/${number}`)
    const [picture = '', text = ''] = page
      .$('.request-files a')
      .toArray()
      .map((link) => page.$(link).attr('href') ?? '')
    const shown = await ann.agent.get(picture)
    assert.equal(shown.headers['content-type'], 'image/png')
    assert.match(String(shown.headers['content-disposition']), /^inline; .*k%C5%82opot\.png/)
    const saved = await ann.agent.get(text)
    assert.equal(saved.headers['content-type'], 'text/plain; charset=utf-8')
    assert.match(String(saved.headers['content-disposition']), /^attachment; filename="page\.html\.txt"/)
    assert.match(
      String(saved.headers['content-security-policy']),
      /default-src 'none'; frame-ancestors 'none'; sandbox/,
    )
    assert.equal((await ben.agent.get(picture)).status, 404)
    assert.equal((await new Person(app).look(picture)).status, 302)
    const other = await ask()
    assert.equal((await ann.visit(picture.replace(String(number), String(other)))).status, 404)
  })

  it('loses a passage for good, also from searches and the mails that were kept', async () => {
    const number = await ask({ text: 'My code is 4711-hush, and nothing prints.' })
    const ada = await accountOf(app, 'ada')
    const words = { number, kind: 'message', text: 'Thank you', format: 'markdown', files: [] } as const
    await app.tickets.add(ada, { ...words, side: 'staff' })
    const page = await ann.visit(`/requests/${number}`)
    const form = await ann.visit(page.$('.post-actions a').first().attr('href') ?? '')
    assert.equal((await ann.submit(form, { passage: 'never written' })).status, 422)
    const after = await ann.submit(form, { passage: '4711-hush' })
    assert.doesNotMatch(after.text, /4711-hush/)
    assert.match(after.$('article.post').first().text(), /█████/)
    assert.equal((await ann.visit('/requests?q=4711-hush')).$('.rows').length, 0)
    for (const { name } of await app.database.connection.listCollections()) {
      const documents = await app.database.connection.collection(name).find({}).toArray()
      assert.ok(!JSON.stringify(documents).includes('4711-hush'), name)
    }
  })

  it('loses single files for good, and keeps the others also where two are taken out at once', async () => {
    const number = await ask()
    const actor = await accountOf(app, 'ann')
    const files = ['one', 'two', 'three'].map((name) => ({ name: `${name}.txt`, bytes: Buffer.from(`${name} bytes`) }))
    const words = { number, kind: 'message', text: 'See here', format: 'markdown', side: 'own' } as const
    const { messageId } = await app.tickets.add(actor, { ...words, files })
    const links = async (): Promise<string[]> => {
      const page = await ann.visit(`/requests/${number}`)
      return page
        .$('.request-files a')
        .toArray()
        .map((link) => page.$(link).attr('href') ?? '')
    }
    const [one = '', two = '', three = ''] = await links()
    const path = `/requests/${number}/messages/${messageId}/redaction`
    await Promise.all([one, two].map((link) => ann.send(path, { files: link.split('/').at(-1) ?? '' })))
    assert.deepEqual(await links(), [three])
    for (const [link, status] of [
      [one, 404],
      [two, 404],
      [three, 200],
    ] as const)
      assert.equal((await ann.agent.get(link)).status, status)
    const kept = await app.database.connection.collection('requestfiles.files').find({}).toArray()
    for (const link of [one, two]) assert.ok(kept.every(({ filename }) => filename !== link.split('/').at(-1)))
  })

  it('is found by the state that its list shows', async () => {
    const waits = await ask()
    const solved = await ask()
    await ann.send(`/requests/${solved}/closure`)
    const listed = async (state: string): Promise<string> =>
      (await ann.visit(`/requests?state=${state}`)).$('.rows').text()
    assert.match(await listed('open'), new RegExp(`#${waits}\\b`))
    assert.doesNotMatch(await listed('open'), new RegExp(`#${solved}\\b`))
    assert.match(await listed('solved'), new RegExp(`#${solved}\\b`))
    const page = await ann.visit('/requests?state=open')
    assert.equal(page.$('[name=state] option[selected]').text(), 'With us')
  })

  it('is downloaded whole: to read, for programs, with its files, without notes', async () => {
    const number = await ask()
    const sent = { number, kind: 'message', text: 'See here', format: 'markdown', side: 'own' } as const
    const given = [{ name: 'log.txt', bytes: Buffer.from('all that it said') }]
    await app.tickets.add(await accountOf(app, 'ann'), { ...sent, files: given })
    const ada = await accountOf(app, 'ada')
    const note = { number, kind: 'note', text: 'hidden-from-customers', format: 'markdown', files: [] } as const
    await app.tickets.add(ada, { ...note, side: 'staff' })
    const answer = await ann.agent
      .get(`/requests/${number}/download`)
      .buffer()
      .parse((response, done) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => done(null, Buffer.concat(chunks)))
      })
    const files = unzipSync(new Uint8Array(answer.body as Buffer))
    const [page, data, file = '', ...others] = Object.keys(files).toSorted()
    assert.deepEqual([page, data, others], ['conversation.html', 'conversation.json', []])
    assert.match(file, /^files\/.{6}-log\.txt$/)
    assert.equal(Buffer.from(files[file] ?? []).toString(), 'all that it said')
    assert.ok(Buffer.from(files['conversation.html'] ?? []).includes(`href="${file}"`))
    const all = Object.values(files)
      .map((bytes) => Buffer.from(bytes).toString())
      .join('')
    assert.match(all, /lamp blinks/)
    assert.doesNotMatch(all, /hidden-from-customers/)
  })

  it('can be solved, opened again for 14 days, and after that only asked anew', async () => {
    const number = await ask()
    await ann.send(`/requests/${number}/closure`)
    assert.equal((await storedRequest(app, number)).state, 'solved')
    now = new Date(now.getTime() + 13 * 24 * 3600_000)
    ann = await signedIn(app, 'ann')
    await ann.send(`/requests/${number}/reopening`)
    assert.equal((await storedRequest(app, number)).state, 'open')
    await ann.send(`/requests/${number}/closure`)
    now = new Date(now.getTime() + 15 * 24 * 3600_000)
    ann = await signedIn(app, 'ann')
    assert.equal((await ann.send(`/requests/${number}/reopening`)).status, 409)
  })
})
