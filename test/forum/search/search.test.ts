import assert from 'node:assert/strict'
import type { SearchView } from '../../../src/forum/search/search.views.ts'
import { aCategory, aReply, aTopic, changeCategory, regular, stored, type MadeCategory } from '../../support/forum.ts'
import { Person } from '../../support/person.ts'
import { startApp, type Running } from '../../support/running.ts'
import { words } from '../../support/words.ts'

describe('searching', () => {
  let app: Running
  let ann: Person
  let ben: Person
  let guest: Person
  let category: MadeCategory
  before(async () => {
    app = await startApp({ setting: 'mounted in a host' })
    ann = await regular(app, 'ann')
    ben = await regular(app, 'ben')
    guest = new Person(app)
    category = await aCategory(app, { name: 'Devices' })
    await aTopic(app, {
      by: ann,
      in: category,
      title: 'The printers stopped',
      text: 'Error **3.2.1** says ECONNREFUSED.',
    })
    await aTopic(app, {
      by: ann,
      in: category,
      title: 'Faktury znikają',
      text: 'Nie widzę żadnej faktury, łódź też nie.',
    })
    const cable = await aTopic(app, {
      by: ann,
      in: category,
      title: 'A blue cable',
      text: "It's too short for `foo_bar`.",
    })
    await aReply(cable.id, { by: ben, text: 'Ask for a longer cable, then connect the printer to port 321.' })
  })
  after(() => app.stop())

  /** Titles of what a search finds, in order, as a page and as JSON. */
  async function found(query: string, { by = guest, more = '' } = {}): Promise<string[]> {
    const path = `/search?q=${encodeURIComponent(query)}${more}`
    const { body } = await by.json(path)
    const titles = (body as SearchView).results.map(({ topic }) => topic.title)
    const page = await by.visit(path)
    assert.deepEqual(
      page
        .$('.found h3')
        .toArray()
        .map((each) => page.$(each).text()),
      titles,
    )
    return titles
  }

  const finds: Record<string, string[]> = {
    printer: ['The printers stopped', 'A blue cable'],
    STOPPING: ['The printers stopped'],
    faktura: ['Faktury znikają'],
    fakturze: ['Faktury znikają'],
    'lodz widze': ['Faktury znikają'],
    econnrefused: ['The printers stopped'],
    '3.2.1': ['The printers stopped'],
    '"3.2.1"': ['The printers stopped'],
    '"error 3.2.1 SAYS"': ['The printers stopped'],
    '"error says"': [],
    '"stopped the"': [],
    foo_bar: ['A blue cable'],
    '"it\'s"': ['A blue cable'],
    '“It’s too short”': ['A blue cable'],
    'cable printer': ['A blue cable'],
    'printer -cable': ['The printers stopped'],
    'printer -"port 321"': ['The printers stopped'],
    'category:devices cable': ['A blue cable'],
    'category:elsewhere cable': [],
    'colour:devices cable': ['A blue cable'],
    the: ['The printers stopped', 'A blue cable'],
    'the zebra': [],
    unheard: [],
  }
  for (const [query, titles] of Object.entries(finds)) {
    it(`${query} finds ${titles.length === 0 ? 'nothing' : titles.join(', ')}`, async () => {
      assert.deepEqual((await found(query)).toSorted(), titles.toSorted())
    })
  }

  it('finds what a person wrote by their handle, whatever else is asked for', async () => {
    const accounts = await app.database.connection.collection('accounts').find().toArray()
    const handleOf = (name: string): string =>
      String(accounts.find((account) => String(account['name']).startsWith(name))?.['handle'])
    assert.deepEqual(await found(`by:${handleOf('Ben')}`), ['A blue cable'])
    assert.deepEqual(await found(`by:@${handleOf('Ann')} cable`), ['A blue cable'])
    assert.deepEqual(await found(`by:${handleOf('Ben')} faktura`), [])
    assert.deepEqual(await found('by:nobody-at-all cable'), [])
  })

  it('tells statuses apart, in the words and beside them', async () => {
    assert.deepEqual(await found('is:unanswered printer'), ['The printers stopped'])
    assert.deepEqual(await found('cable', { more: '&status=unanswered' }), [])
    assert.deepEqual(await found('is:solved cable'), [])
    assert.deepEqual(await found('is:unsolved cable'), ['A blue cable'])
    assert.deepEqual((await found('is:no-staff-reply category:devices')).length, 3)
    assert.deepEqual(await found('cable', { more: '&status=nonsense' }), ['A blue cable'])
  })

  it('says so when no post has all the words, and shows those with some', async () => {
    const page = await guest.visit('/search?q=cable+zebra+short')
    assert.equal(page.$('.found h3').text(), 'A blue cable')
    assert.ok(page.text.includes(words('search:partial')))
  })

  it('leads to the post, and marks what was looked for in its passage', async () => {
    const page = await guest.visit('/search?q=longer')
    assert.equal(page.$('.found-passage').text(), 'Ask for a longer cable, then connect the printer to port 321.')
    assert.equal(page.$('.found-passage mark').text(), 'longer')
    const landed = await guest.visit(page.$('.found h3 a').attr('href') ?? '')
    assert.match(landed.$('[data-marked]').text(), /longer cable/)
  })

  it('is in the header of every page, is kept out of search engines and by nobody on the way', async () => {
    const home = await guest.visit('/')
    assert.equal(home.$('header form[role=search]').attr('action'), `${app.mountPath}/search`)
    const page = await guest.visit('/search?q=cable')
    assert.equal(page.headers['x-robots-tag'], 'noindex')
    assert.equal(page.headers['cache-control'], 'private, no-store')
    const empty = await guest.visit('/search')
    assert.equal(empty.status, 200)
    assert.equal(empty.$('.found').length, 0)
  })

  it('prints hostile words and titles as text', async () => {
    const hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    await aTopic(app, {
      by: ann,
      in: category,
      title: `Hostile ${hostile}`,
      text: `Hostile </mark>${hostile} &amp; 'x'`,
    })
    for (const query of [hostile, `"${hostile}"`, 'hostile', 'script', '</mark>', '%00\u0000', '.*+?^${}()|[]\\']) {
      const page = await guest.visit(`/search?q=${encodeURIComponent(query)}`)
      assert.equal(page.status, 200)
      assert.equal(page.$('main script, main img, [onerror]').length, 0, query)
      if (query !== '%00\u0000') assert.equal(page.$('main input[name=q]').attr('value'), query)
    }
    const offers = await guest.json('/search/suggest?q=hostile+scr')
    assert.match(JSON.stringify(offers.body), /Hostile/)
  })

  it('goes on where a page ends, each topic once', async () => {
    const many = await aCategory(app, { name: 'Many' })
    for (let count = 0; count < 23; count += 1)
      await aTopic(app, { by: ann, in: many, title: `Walrus ${count}`, text: 'walrus' })
    const first = await guest.visit('/search?q=walrus+category:many')
    assert.equal(first.$('.found li').length, 20)
    const second = await guest.visit(first.$('a[rel=next]').attr('href') ?? '')
    const titles = [first, second].flatMap((page) =>
      page
        .$('.found h3')
        .toArray()
        .map((each) => page.$(each).text()),
    )
    assert.equal(new Set(titles).size, 23)
    assert.equal(titles.length, 23)
    assert.equal(second.$('a[rel=next]').length, 0)
    const listed = await guest.visit('/search?q=category:many')
    const rest = await guest.visit(listed.$('a[rel=next]').attr('href') ?? '')
    assert.equal(listed.$('.found li').length + rest.$('.found li').length, 23)
  })

  it('never shows or suggests what its reader may not see now', async () => {
    const secret = await aCategory(app, { readRole: 'staff' })
    const topic = await aTopic(app, {
      by: await regular(app, 'mia'),
      in: secret,
      title: 'Quokka plans',
      text: 'quokka',
    })
    const sees = async (person: Person): Promise<boolean> => {
      const offers = JSON.stringify((await person.json('/search/suggest?q=quok')).body)
      const isFound = (await found('quokka', { by: person })).length > 0
      assert.equal(offers.includes('Quokka'), isFound)
      return isFound
    }
    assert.deepEqual([await sees(guest), await sees(ann), await sees(await regular(app, 'ada'))], [false, false, true])
    await changeCategory(app, secret, { readRole: 'public' })
    assert.ok(await sees(guest))
    // Even when the index was left behind: what stands in the store decides.
    await stored(app).posts.updateOne({ _id: topic.openingId }, { $set: { hiddenFor: ['staff'] } })
    assert.equal(await sees(await regular(app, 'ada')), false)
    await stored(app).posts.updateOne({ _id: topic.openingId }, { $unset: { hiddenFor: 1 } })
    await stored(app).topics.updateOne({ _id: topic.id }, { $set: { visibility: 'hidden' } })
    assert.equal(await sees(guest), false)
    await changeCategory(app, secret, { readRole: 'staff' })
  })

  it('offers topics for a word that is still being typed, and those like a new title', async () => {
    const offered = async (path: string): Promise<string[]> => {
      const { body } = await ann.json(path)
      return (body as { topics: { title: string }[] }).topics.map(({ title }) => title)
    }
    assert.deepEqual(await offered('/search/suggest?q=blue+ca'), ['A blue cable'])
    assert.deepEqual(await offered('/search/suggest?q='), [])
    assert.deepEqual(await offered('/topics/similar?q=Why+did+my+printer+stop%3F'), ['The printers stopped'])
    assert.deepEqual(await offered('/topics/similar?q=Something+else'), [])
  })

  describe('lists of one status', () => {
    it('are tabs above the topics of home and of a category, and each says when nothing is like that', async () => {
      const other = await aCategory(app)
      const topic = await aTopic(app, { by: ann, in: other, posts: 2, answeredBy: ben })
      const page = await guest.visit(other.path)
      const tab = (name: string): string => page.$(`.tabs a:contains("${name}")`).attr('href') ?? ''
      const unsolved = await guest.visit(tab(words('search:status.unsolved')))
      assert.ok(unsolved.$('.topics').text().includes(topic.title))
      assert.equal(unsolved.$('.tabs [aria-current]').text(), words('search:status.unsolved'))
      const unanswered = await guest.visit(tab(words('search:status.unanswered')))
      assert.ok(!unanswered.text.includes(topic.title))
      assert.ok(unanswered.text.includes(words('search:noneOfStatus')))
      await ann.send(`/posts/${topic.replies[0]}/solution`, { wish: 'give' })
      assert.ok((await guest.visit('/?status=solved')).$('.topics').text().includes(topic.title))
      assert.ok(!(await guest.visit('/?status=unsolved')).$('.topics').text().includes(topic.title))
    })
  })

  it('shows what is like a new title when the form comes back, to who may read it', async () => {
    const fields = { categoryId: category.id, kind: 'question', title: 'Printers have stopped again', text: '' }
    const page = await ann.send('/topics/new', fields)
    assert.equal(page.status, 422)
    assert.deepEqual(
      page
        .$('.similar a')
        .toArray()
        .map((link) => page.$(link).text()),
      ['The printers stopped'],
    )
    assert.equal((await ann.visit('/topics/new')).$('.similar[hidden]').length, 1)
    await changeCategory(app, category, { readRole: 'staff' })
    try {
      assert.equal((await ben.send('/topics/new', fields)).$('.similar a').length, 0)
    } finally {
      await changeCategory(app, category, {})
    }
  })
})
