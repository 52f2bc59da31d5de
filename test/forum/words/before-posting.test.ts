import assert from 'node:assert/strict'
import { aCategory, aReply, aTopic, regular, stored, type MadeCategory, type MadeTopic } from '../../support/forum.ts'
import { Person } from '../../support/person.ts'
import { inEverySetting, startApp, type Running } from '../../support/running.ts'
import { words } from '../../support/words.ts'

inEverySetting('before something is posted', (setting) => {
  let app: Running
  let ann: Person
  let ben: Person
  let category: MadeCategory
  let topic: MadeTopic
  before(async () => {
    app = await startApp({ setting, options: { publicNotice: 'Our <own> words.' } })
    ann = await regular(app, 'ann')
    ben = await regular(app, 'ben')
    category = await aCategory(app)
    topic = await aTopic(app, { by: ann, in: category, text: 'First *line*.\n\n- one\n- two' })
  })
  after(() => app.stop())

  it('it looks as it will, on a page with all that was typed', async () => {
    const form = await ben.visit('/topics/new')
    const handle = (await ben.visit('/me')).$('[name=handle]').attr('value')
    const text = `> [Ann](${app.mountPath}/posts/${topic.openingId}):\n> First line.\n\n**Bold**, @${handle} and @nobody-at-all`
    const preview = form.$('button[name=for]')
    assert.equal(preview.attr('formaction'), `${app.mountPath}/preview`)
    const fields = { categoryId: category.id, title: 'A title', text, for: String(preview.attr('value')) }
    const held = Object.fromEntries(
      form
        .$('main form')
        .serializeArray()
        .map(({ name, value }) => [name, value]),
    )
    const page = await ben.post('/preview', { ...held, ...fields })
    assert.equal(page.status, 200, page.text)
    assert.equal(page.$('.prose .quote-source').text(), 'Ann Customer')
    assert.equal(page.$('.prose strong').text(), 'Bold')
    assert.equal(page.$('.prose a.mention').attr('href'), `${app.mountPath}/people/${handle}`)
    assert.match(page.$('.prose').text(), /@nobody-at-all/)
    assert.equal(page.$('textarea').text().trim(), text)
    const begun = await ben.submit(page)
    assert.equal(begun.$('h1').text(), 'A title')
    assert.equal(begun.$('.post-opening .prose').html(), page.$('.prose').html())
  })

  it('it looks as it will for a program as well, and for guests', async () => {
    const fields = { for: `/t/${topic.id}/posts`, text: 'Some *text*' }
    const seen = await new Person(app).post('/preview', fields, { Accept: 'application/json' })
    assert.equal((JSON.parse(seen.text) as { html: string }).html, '<p>Some <em>text</em></p>\n')
    const hidden = await aCategory(app, { readRole: 'members' })
    const inside = await aTopic(app, { by: ann, in: hidden })
    assert.equal((await new Person(app).post('/preview', { ...fields, for: `/t/${inside.id}/posts` })).status, 404)
    assert.equal((await new Person(app).post('/preview', { ...fields, for: '/staff/categories' })).status, 422)
  })

  it('a post is quoted in the form by a link of its own', async () => {
    const page = await ben.visit(topic.path)
    const link = String(page.$('.post-opening a[data-quote]').attr('href'))
    const quoted = await ben.visit(link.replace(/#.*/, ''))
    const typed = quoted.$('#reply textarea').text()
    assert.match(typed, /^\s*> \[Ann Customer\]\([^)]+\):\n> First line\.\n>\n> - one\n> - two\n/)
    const posted = await ben.submit(quoted, { text: `${typed}\nAn answer.` }, '#reply form')
    assert.equal(posted.$('.post[data-marked] .quote-source').text(), 'Ann Customer')
  })

  it('a post that is out of the topic is not quoted by its link', async () => {
    const hidden = await aCategory(app, { readRole: 'members' })
    const inside = await aTopic(app, { by: ann, in: hidden, text: 'A secret word.' })
    const guest = new Person(app)
    assert.doesNotMatch((await guest.visit(`${topic.path}?quote=${inside.openingId}`)).text, /secret/)
  })

  const sensitive = ['jan.kowalski@firma.pl', '+48 600 123 456', '4111 1111 1111 1111', 'AKIAIOSFODNN7EXAMPLQ']
  for (const text of sensitive) {
    it(`its writer is asked about ${text}, and may post it anyway`, async () => {
      const page = await ben.visit(topic.path)
      const asked = await ben.submit(page, { text: `Write to me: ${text} please` }, '#reply form')
      assert.equal(asked.status, 422)
      assert.equal(asked.$('.warning code').text(), text)
      assert.equal(asked.$('.errors').text().includes(words('rules:text.sensitive')), true)
      assert.equal(asked.$('#reply textarea').text().trim(), `Write to me: ${text} please`)
      const anyway = String(asked.$('[name=anyway]').attr('value'))
      const other = await ben.submit(asked, { text: 'Another: eva.nowak@firma.pl', anyway }, '#reply form')
      assert.equal(other.$('.warning code').text(), 'eva.nowak@firma.pl')
      const posted = await ben.submit(asked, { anyway }, '#reply form')
      assert.ok(posted.$('.post[data-marked]').text().includes(text))
    })
  }

  it('its writer is asked about a title, and in a change only about what is new', async () => {
    const form = await ben.visit(`/topics/new?category=${category.slug}`)
    const asked = await ben.submit(form, { title: 'Who is jan@firma.pl?', text: 'A text' })
    assert.equal(asked.$('.warning code').text(), 'jan@firma.pl')
    const anyway = String(asked.$('[name=anyway]').attr('value'))
    const begun = await ben.submit(asked, { anyway })
    const edit = await ben.visit(String(begun.$('.post-actions a[href$="/edit"]').attr('href')))
    const saved = await ben.submit(edit, { text: 'Still a text' })
    assert.equal(saved.status, 200, saved.$('main').text())
    const again = await ben.submit(edit, { text: 'And eva@firma.pl' })
    assert.equal(again.$('.warning code').text(), 'eva@firma.pl')
  })

  it('a notice says who can read it, in the words of the owner', async () => {
    const reply = await aReply(topic.id, { by: ben })
    for (const [who, path] of [
      [new Person(app), topic.path],
      [new Person(app), '/topics/new'],
      [ben, `/posts/${reply}/edit`],
    ] as const)
      assert.equal((await who.visit(path)).$('.notice').first().text(), 'Our <own> words.', path)
    assert.equal(await stored(app).posts.countDocuments({ source: /Our <own>/ }), 0)
  })
})
