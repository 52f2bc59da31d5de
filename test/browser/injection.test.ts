import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { Category } from '../../src/forum/category.model.ts'
import { newId, type Member } from '../../src/kernel/index.ts'
import { hostileHtml, injections } from '../content/injections.ts'
import { startApp, type Running } from '../support/running.ts'
import { signedIn } from '../support/person.ts'
import { browse } from './support/browse.ts'
import { actorOf } from './support/site.ts'

const texts = [...injections, ...hostileHtml]
const notBlank = (text: string): boolean => text.replace(/[\s\p{Cc}]/gu, '').length >= 5

describe('what people have tried to run on pages of others', () => {
  let app: Running
  let pages: string[] = []
  before(async function () {
    this.timeout(120_000)
    app = await startApp()
    pages = await fill(app)
  })
  after(() => app.stop())

  // Without the site's policy, so that it is the texts that are safe and not only what runs them.
  for (const who of [undefined, 'ann'] as const) {
    it(`runs nothing and asks nobody when ${who ?? 'a guest'} reads it`, async function () {
      this.timeout(120_000)
      await browse(app, async (arrive) => {
        const { page, context } = await arrive({ withoutPolicy: true, ...(who ? { as: who } : {}) })
        const dialogs: string[] = []
        page.on('dialog', (dialog) => {
          dialogs.push(dialog.message())
          void dialog.dismiss()
        })
        await context.addInitScript(hooks)
        // Who is signed in sees a topic with a quote of it in their own form, and everybody else's words around that.
        for (const path of pages.filter((each) => each.includes('?quote=') === (who === 'ann'))) {
          const response = await page.goto(app.url + path, { waitUntil: 'load' })
          assert.ok([200, 404].includes(response?.status() ?? 0), `${path}: ${response?.status()}`)
          assert.deepEqual(await whatRan(page), [], path)
        }
        assert.deepEqual(dialogs, [])
      })
    })
  }
})

describe('what watches for that notices', () => {
  for (const html of ['<svg onload=alert(1)>', '<b onclick=x>', '<a href="javascript:x">', '<iframe srcdoc=x>'])
    it(html, async () => {
      const app = await startApp()
      await browse(app, async (arrive) => {
        const { page, context } = await arrive({ withoutPolicy: true })
        await context.addInitScript(hooks)
        await page.goto(app.url)
        assert.deepEqual(await whatRan(page), [])
        await page.evaluate(`document.querySelector('main').insertAdjacentHTML('beforeend', ${JSON.stringify(html)})`)
        assert.notDeepEqual(await whatRan(page), [])
      })
      await app.stop()
    })
})

/** Notes whatever a text got to run, and every element or attribute that could. */
const hooks = `
  window.ran = []
  for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = (what) => window.ran.push(name + ' ' + what)
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.nodeType === 1) {
      for (const each of [node, ...node.querySelectorAll('*')]) {
        if (/^(?:iframe|object|embed|applet|base|svg:script|frame|audio|video|math)$/.test(each.localName)) window.ran.push(each.outerHTML)
        if (each.localName === 'script' && !each.src && each.type !== 'application/ld+json') window.ran.push(each.outerHTML)
        for (const { name, value } of each.attributes)
          if (name.startsWith('on') || name === 'srcdoc' || name === 'style') window.ran.push(name + '=' + value)
        if (/^(?:javascript|data|vbscript|blob):$/.test(each.protocol ?? '')) window.ran.push(each.href)
      }
    }
  }).observe(document, { childList: true, subtree: true })`

async function whatRan(page: Page): Promise<string[]> {
  // Everything that reacts to being pointed at or focused is pointed at and focused.
  return page.evaluate<string[]>(`(() => {
    for (const each of document.querySelectorAll('main *')) {
      for (const type of ['mouseover', 'pointerenter', 'focus', 'toggle', 'error', 'load'])
        each.dispatchEvent(new Event(type))
    }
    return window.ran
  })()`)
}

/** Writes them as posts, quotes, titles, names, descriptions and profile texts; gives the pages that show them. */
async function fill(app: Running): Promise<string[]> {
  const olga = await actorOf(app, 'olga')
  const open = { colour: 'teal', readRole: 'public', writeRole: 'members' } as const
  const description = texts.filter(notBlank)[3] ?? ''
  const category = await app.forum.createCategory(olga, { name: '<img src=x onerror=alert(1)>', description, ...open })
  const people = await namedPeople(app)
  const topics = await titles(app, category, people)
  const profile = await aboutThem(app)
  const searches = app.routes.some(({ path }) => path === '/search')
    ? texts.slice(0, 20).map((text) => `/search?q=${encodeURIComponent(text.slice(0, 100))}`)
    : []
  return ['/', `/c/${encodeURIComponent(category.slug)}`, ...topics, ...profile, ...searches]
}

/** Somebody of each of these names. */
async function namedPeople(app: Running): Promise<Member[]> {
  const names = texts.map((text) =>
    text
      .slice(0, 80)
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim(),
  )
  const chosen = names.filter((name, index) => name.length > 5 && index % 6 === 0)
  return Promise.all(
    chosen.map(async (name): Promise<Member> => {
      const from = { provider: 'demo', issuer: 'https://issuer.example', subject: newId() }
      const choices = { name, keepEmail: false, accepted: { terms: '1', privacy: '1' } }
      const account = await app.accounts.open({ ...from, name, emailVerified: false }, choices)
      return { kind: 'member', id: account._id, roles: [] }
    }),
  )
}

const atOnce = 20

/** Topics with these titles, all of the texts as their posts, and each answered by a quote of it. */
async function titles(app: Running, category: Category, people: readonly Member[]): Promise<string[]> {
  const paths: string[] = []
  const writer = (index: number): Member => people[index % people.length]!
  for (let from = 0; from < texts.length; from += atOnce) {
    const some = texts.slice(from, from + atOnce)
    const title = some.find((text) => notBlank(text) && text.length <= 150) ?? 'Just a title'
    const topic = await app.forum.startTopic(writer(from), {
      categoryId: category._id,
      kind: 'question',
      title: title.replace(/\s+/g, ' '),
      text: some.join('\n\n'),
    })
    const quoted = some
      .join('\n')
      .split('\n')
      .map((line) => `> ${line}`)
    const answers = [[`> [Ann](/posts/${topic.openingPostId}):`, ...quoted].join('\n'), ...some.filter(notBlank)]
    for (const [index, text] of answers.entries())
      await app.forum.addPost(writer(from + index), { topicId: topic._id, text })
    paths.push(
      `/t/${topic._id}/${encodeURIComponent(topic.slug)}`,
      `/t/${topic._id}/${encodeURIComponent(topic.slug)}?quote=${topic.openingPostId}`,
    )
  }
  return paths
}

async function aboutThem(app: Running): Promise<string[]> {
  const ann = await signedIn(app, 'ann')
  const form = await ann.visit('/me')
  const saved = await ann.submit(form, { about: texts.join('\n').slice(0, 1900) }, 'form[action$="/me"]')
  assert.equal(saved.status, 200)
  return [`/people/${String(saved.$('[name=handle]').attr('value'))}`]
}
