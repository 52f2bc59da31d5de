import assert from 'node:assert/strict'
import request from 'supertest'
import type { Route } from '../../src/http/index.ts'
import { newId } from '../../src/kernel/index.ts'
import { aCategory, aTopic, regular, stored, type MadeCategory, type MadeTopic } from '../support/forum.ts'
import { Person, signedIn } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'
import { words } from '../support/words.ts'

/** Where a form that another site sends tells that it comes from. */
const foreign: Record<string, Record<string, string>> = {
  'says nothing': {},
  'says another origin': { Origin: 'https://elsewhere.example' },
  'says an origin that only begins like ours': { Origin: 'http://localhost.elsewhere.example' },
  'has no origin to say': { Origin: 'null' },
  'comes from a neighbouring site': { 'Sec-Fetch-Site': 'same-site' },
  'comes from another site': { 'Sec-Fetch-Site': 'cross-site' },
  'comes from the address bar': { 'Sec-Fetch-Site': 'none' },
  'says our site and another origin': { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://elsewhere.example' },
}

inEverySetting('a form from another site', (setting) => {
  let app: Running
  let ann: Person
  let category: MadeCategory
  let topic: MadeTopic
  let fields: Record<string, string>
  before(async () => {
    app = await startApp({ setting })
    ann = await regular(app, 'ann')
    category = await aCategory(app)
    topic = await aTopic(app, { by: ann, in: category, posts: 2 })
    fields = {
      categoryId: category.id,
      kind: 'question',
      title: 'From elsewhere',
      text: 'From elsewhere',
      name: 'From elsewhere',
      description: '',
      colour: 'blue',
      readRole: 'public',
      writeRole: 'members',
    }
  })
  after(() => app.stop())

  const unsafe = (): Route[] => app.routes.filter(({ method, fromAnywhere }) => method !== 'GET' && !fromAnywhere)
  const pathOf = ({ path }: Route): string =>
    path.replace(':id', path.startsWith('/t/') ? topic.id : path.startsWith('/posts/') ? topic.openingId : category.id)

  /** Everything that a form could have changed. */
  async function everything(): Promise<unknown> {
    const { categories, topics, posts } = stored(app)
    return Promise.all([categories, topics, posts].map((collection) => collection.find().sort({ _id: 1 }).toArray()))
  }

  it('is refused at every address, signed in with the right token, and nothing is written', async () => {
    const untouched = await everything()
    const owner = await regular(app, 'olga')
    const token = await owner.csrf()
    const ways = Object.entries(foreign)
    // Each address is told something else; the first one of each feature is told everything.
    const first = new Set<string | undefined>()
    for (const [nth, route] of unsafe().entries()) {
      const [, feature] = route.path.split('/')
      const told = first.has(feature) ? [ways[nth % ways.length] ?? ways[0]] : ways
      first.add(feature)
      for (const [how, headers] of told.filter((way) => way !== undefined)) {
        const sent = owner.agent.post(owner.whole(pathOf(route))).type('form')
        const { status } = await sent.set(headers).send({ ...fields, _csrf: token })
        assert.equal(status, 403, `${route.path} of a form that ${how}`)
      }
    }
    assert.deepEqual(await everything(), untouched)
    assert.equal(await owner.greeted(), 'Olga Owner')
  })

  it('is refused from a guest as well', async () => {
    for (const route of unsafe()) {
      const sent = request(new URL(app.url).origin).post(app.mountPath + pathOf(route))
      const { status } = await sent.type('form').set('Origin', 'https://elsewhere.example').send(fields)
      assert.equal(status, 403, route.path)
    }
  })

  it('is refused without the token of the session, with a wrong one and with several', async () => {
    const untouched = await everything()
    const right = await ann.csrf()
    const wrong = [undefined, '', 'wrong', right.slice(1), `${right}A`, 'A'.repeat(right.length), [right, right]]
    // Where no cookie counts there is no session whose token could be asked for.
    for (const [nth, route] of unsafe()
      .filter(({ ignoresCookie }) => !ignoresCookie)
      .entries()) {
      // No token at every address, and one of the wrong ones.
      for (const token of nth === 0 ? wrong : [undefined, wrong[1 + (nth % (wrong.length - 1))]]) {
        const sent = await ann.post(pathOf(route), { text: 'Forged', ...(token === undefined ? {} : { _csrf: token }) })
        // Who isn't of the route's audience is turned away before the token is asked for.
        assert.equal(sent.status, 403, `${route.path} with ${String(token)}`)
      }
    }
    assert.deepEqual(await everything(), untouched)
  })

  it("is refused with another person's token, and with one's own from before the last sign-in", async () => {
    const max = await signedIn(app, 'max')
    const old = await max.csrf()
    const path = `/t/${topic.id}/posts`
    assert.equal((await max.post(path, { text: 'Forged', _csrf: await ann.csrf() })).status, 403)
    await max.signIn('max')
    assert.notEqual(await max.csrf(), old)
    const refused = await max.post(path, { text: 'Typed before', _csrf: old })
    assert.equal(refused.status, 403)
    assert.ok(refused.$('.errors').text().includes(words('rules:request.oldForm')))
    assert.equal(refused.$('main textarea').text().trim(), 'Typed before')
  })

  it('is taken when it comes from our own page, whichever of both headers the browser sends', async () => {
    const { origin } = new URL(app.url)
    for (const headers of [{ Origin: origin }, { 'Sec-Fetch-Site': 'same-origin' }] as Record<string, string>[]) {
      const sent = ann.agent
        .post(ann.whole(`/t/${topic.id}/posts`))
        .type('form')
        .redirects(0)
        .set(headers)
      const { status } = await sent.send({ text: 'Ours', _csrf: await ann.csrf(), submission: newId() })
      assert.equal(status, 303)
    }
  })

  it('changes nothing by other methods', async () => {
    const untouched = await everything()
    for (const method of ['put', 'patch', 'delete'] as const) {
      const { status } = await ann.agent[method](ann.whole(topic.path)).set('Origin', new URL(app.url).origin)
      assert.equal(status, 404, method)
    }
    assert.deepEqual(await everything(), untouched)
    assert.equal((await new Person(app).visit(topic.path)).status, 200)
  })
})
