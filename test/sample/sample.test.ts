import assert from 'node:assert/strict'
import { renderMarkdown } from '../../src/content/index.ts'
import { newPostForm, newTopicForm } from '../../src/forum/forum.forms.ts'
import { sampleCategories } from '../../src/sample/categories.ts'
import { addSample } from '../../src/sample/index.ts'
import { samplePeople } from '../../src/sample/people.ts'
import type { SampleTopic } from '../../src/sample/sample.ts'
import { sampleTopics } from '../../src/sample/topics/index.ts'
import { Person, type Shown } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'

const texts = sampleTopics.flatMap(({ text, replies }) => [text, ...replies.map((reply) => reply.text)])
const longest = sampleTopics.find(({ replies }) => replies.length === 45)!
const lastWritten = ({ hoursAgo, replies }: SampleTopic): number => hoursAgo - (replies.at(-1)?.hoursLater ?? 0)

describe('the sample content', () => {
  it('holds forty topics under titles of their own, one of them with 45 replies', () => {
    assert.equal(new Set(sampleTopics.map(({ title }) => title)).size, 40)
    assert.equal(sampleTopics.length, 40)
    assert.equal(sampleTopics.filter(({ replies }) => replies.length > 12).length, 1)
    assert.ok(longest)
  })

  it('names only categories and people that it has, and uses all of them', () => {
    const categories = new Set(sampleTopics.map(({ category }) => category))
    const writers = new Set(sampleTopics.flatMap(({ by, replies }) => [by, ...replies.map((reply) => reply.by)]))
    assert.deepEqual([...categories].toSorted(), sampleCategories.map(({ key }) => key).toSorted())
    assert.deepEqual([...writers].toSorted(), samplePeople.map(({ key }) => key).toSorted())
  })

  it('is written as the forms of the forum take it', () => {
    for (const { kind, title, text, replies } of sampleTopics) {
      const typed = { categoryId: 'any', kind, title, text }
      assert.deepEqual(newTopicForm.parse(typed), typed)
      for (const reply of replies) assert.deepEqual(newPostForm.parse({ text: reply.text }), { text: reply.text })
    }
    for (const { name } of samplePeople) assert.ok(name.length <= 80, name)
  })

  it('goes forward in time and ends before now', () => {
    for (const topic of sampleTopics) {
      const hours = [0, ...topic.replies.map(({ hoursLater }) => hoursLater)]
      const isForward = hours.every((hour, index) => index === 0 || hour > hours[index - 1]!)
      assert.ok(isForward && lastWritten(topic) > 0, topic.title)
    }
  })

  it('has solved questions, by replies of others, and some that wait', () => {
    const questions = sampleTopics.filter(({ kind, replies }) => kind === 'question' && replies.length > 0)
    const solved = sampleTopics.filter(({ solvedBy }) => solvedBy)
    assert.ok(solved.length > 10 && solved.length < questions.length)
    for (const { title, by, kind, replies, solvedBy = [] } of solved) {
      assert.equal(kind, 'question', title)
      for (const place of solvedBy) assert.ok(replies[place] && replies[place].by !== by, title)
    }
  })

  it('leads to reserved names only and holds no e-mail address', () => {
    for (const text of texts) {
      for (const [, host = ''] of text.matchAll(/https?:\/\/([\w.-]+)/g))
        assert.match(host, /(^|\.)example\.(com|org)$/)
      assert.doesNotMatch(text, /[\w.+-]+@[\w-]+\.\w/)
    }
  })

  it('keeps every link, code block and table when it is rendered', () => {
    const shapes = { links: 0, fences: 0, tables: 0 }
    for (const text of texts) {
      const { html, links } = renderMarkdown(text, { siteOrigin: 'https://forum.invalid' })
      const fences = text.match(/^~~~[a-z]*$/gm)?.length ?? 0
      const tables = text.match(/^\|( :?-+:? \|)+$/gm)?.length ?? 0
      assert.equal(links, linksOf(text), text)
      assert.equal(html.match(/<pre/g)?.length ?? 0, fences / 2, text)
      assert.equal(html.match(/<table/g)?.length ?? 0, tables, text)
      assert.doesNotMatch(html, /~~~|&lt;\/?(b|p|br)&gt;/)
      shapes.links += links
      shapes.fences += fences / 2
      shapes.tables += tables
    }
    for (const count of Object.values(shapes)) assert.ok(count > 5, JSON.stringify(shapes))
  })
})

describe('a site that is filled with the sample', () => {
  const now = new Date()
  let time = now
  let app: Running
  let added: number
  let reader: Person
  before(async function () {
    // It writes some two hundred posts, as people would.
    this.timeout(60_000)
    app = await startApp({ clock: () => time })
    added = await addSample({ accounts: app.accounts, forum: app.forum, setClock: (at) => (time = at) }, now)
    time = now
    reader = new Person(app)
  })
  after(() => app.stop())

  it('lists its forty topics from the home page on, latest activity first, each marked as a sample', async () => {
    const pages = await pagesFrom(reader, '/')
    const rows = pages.flatMap(({ $ }) =>
      $('.topic')
        .toArray()
        .map((row) => $(row)),
    )
    const byActivity = sampleTopics.toSorted((a, b) => lastWritten(a) - lastWritten(b))
    assert.equal(added, 40)
    assert.deepEqual(
      rows.map((row) => row.find('h3').text()),
      byActivity.map(({ title }) => title),
    )
    assert.deepEqual(
      rows.map((row) => Number.parseInt(row.find('.topic-replies').text())),
      byActivity.map(({ replies }) => replies.length),
    )
    for (const row of rows) assert.match(row.find('.mark').text(), /Sample$/)
  })

  it('shows its categories in order with their figures', async () => {
    const { $ } = await reader.visit('/')
    const addresses = $('.categories a')
      .toArray()
      .map((link) => String($(link).attr('href')))
    assert.equal(addresses.length, sampleCategories.length)
    for (const [index, { key, name }] of sampleCategories.entries()) {
      const category = await reader.visit(addresses[index]!)
      const topics = sampleTopics.filter((topic) => topic.category === key)
      const posts = topics.reduce((sum, { replies }) => sum + 1 + replies.length, 0)
      assert.equal(category.$('h1').text(), name)
      assert.match(category.$('.page-head .facts').text(), new RegExp(`^\\s*${topics.length} topics\\s+${posts} posts`))
    }
  })

  it('spreads the long topic over pages, its replies as they were written and by marked people', async () => {
    const pages = await pagesFrom(reader, await addressOf(reader, longest.title))
    const staff = new Set(samplePeople.filter(({ isStaff }) => isStaff).map(({ name }) => name))
    const posts = pages.flatMap(({ $ }) =>
      $('.post:not(.post-opening)')
        .toArray()
        .map((post) => $(post)),
    )
    assert.deepEqual(
      pages.map(({ $ }) => $('.post:not(.post-opening)').length),
      [20, 20, 5],
    )
    assert.deepEqual(
      posts.map((post) => post.find('h3').text()),
      longest.replies.map(({ by }) => samplePeople.find(({ key }) => key === by)?.name),
    )
    for (const post of posts) {
      assert.equal(post.find('.mark[data-about=staff]').length, staff.has(post.find('h3').text()) ? 1 : 0)
      assert.equal(post.find('.mark').last().text(), 'Sample')
    }
    for (const { $ } of pages) assert.match($('.page-head .facts').text(), /Sample/)
  })

  it('counts rightly, so that there is nothing to mend', async () => {
    assert.deepEqual(await app.forum.reconcile(), { topics: 0, categories: 0, strayPosts: 0, mirrored: 0 })
  })
})

/** How many links a reader finds in the text: addresses outside of code. */
function linksOf(text: string): number {
  const prose = text.replace(/^~~~[\s\S]*?^~~~$/gm, '').replace(/`[^`\n]*`/g, '')
  return prose.match(/https?:\/\//g)?.length ?? 0
}

async function pagesFrom(reader: Person, address: string): Promise<Shown[]> {
  const pages: Shown[] = []
  for (let next: string | undefined = address; next !== undefined && pages.length < 10;) {
    const page: Shown = await reader.visit(next)
    assert.equal(page.status, 200, page.text)
    pages.push(page)
    next = page.$('.pager a[rel=next]').attr('href')
  }
  return pages
}

async function addressOf(reader: Person, title: string): Promise<string> {
  for (const { $ } of await pagesFrom(reader, '/')) {
    const link = $('.topic h3 a').filter((_, found) => $(found).text() === title)
    if (link.length === 1) return String(link.attr('href'))
  }
  throw new Error(`no page lists ${title}`)
}
