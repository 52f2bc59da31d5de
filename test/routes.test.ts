import assert from 'node:assert/strict'
import { newId } from '../src/kernel/index.ts'
import { aCategory, aReply, aTopic, regular, type MadeCategory, type MadeTopic } from './support/forum.ts'
import { Person, signedIn, type Fields } from './support/person.ts'
import { inEverySetting, startApp, type Running } from './support/running.ts'

/** Every address, and who may come in. A change here is a change of what the product shows to whom: look twice. */
const table = `
GET  /                            visitor
GET  /c/:category                 visitor
GET  /posts/:id                   visitor
GET  /posts/:id/delete            member
GET  /posts/:id/edit              member
GET  /sign-in                     visitor
GET  /sign-in/:provider           visitor
GET  /sign-in/:provider/callback  visitor
GET  /sign-out                    visitor
GET  /staff                       staff
GET  /staff/categories            owner
GET  /staff/categories/:id        owner
GET  /t/:id                       visitor
GET  /t/:id/:slug                 visitor
GET  /topics/new                  member
POST /posts/:id/delete            member
POST /posts/:id/edit              member
POST /sign-out                    visitor
POST /staff/categories            owner
POST /staff/categories/:id        owner
POST /t/:id/posts                 member
POST /topics/new                  member
`

/** What a request of the matrix needs: an address of something that really is there, and fields that would be taken. */
interface Request {
  path: string
  fields?: Fields
}

interface World {
  ann: Person
  category: MadeCategory
  /** A topic of Ann's with a reply, for those who only look. */
  topic: MadeTopic
}

/** A reply of Ann's that nobody has touched yet. */
const freshPost = ({ ann, topic }: World): Promise<string> => aReply(topic.id, { by: ann })
const categoryFields = { description: '', colour: 'red', readRole: 'public', writeRole: 'members' }

/** Address -> the statuses that visitor, member, author, moderator and owner get, and how to ask. */
const doors: Record<string, { may: string; ask: (world: World) => Promise<Request> | Request }> = {
  'GET /': { may: '200 200 200 200 200', ask: () => ({ path: '/' }) },
  'GET /c/:category': { may: '200 200 200 200 200', ask: ({ category }) => ({ path: category.path }) },
  'GET /posts/:id': {
    may: '301 301 301 301 301',
    ask: ({ topic }) => ({ path: `/posts/${topic.openingId}` }),
  },
  'GET /posts/:id/edit': {
    may: '302 403 200 403 403',
    ask: ({ topic }) => ({ path: `/posts/${topic.openingId}/edit` }),
  },
  'GET /posts/:id/delete': {
    may: '302 403 200 403 403',
    ask: ({ topic }) => ({ path: `/posts/${topic.openingId}/delete` }),
  },
  'POST /posts/:id/edit': {
    may: '401 403 303 403 403',
    ask: async (world) => ({ path: `/posts/${await freshPost(world)}/edit`, fields: { text: 'Changed' } }),
  },
  'POST /posts/:id/delete': {
    may: '401 403 303 403 403',
    ask: async (world) => ({ path: `/posts/${await freshPost(world)}/delete` }),
  },
  'GET /t/:id': {
    may: '301 301 301 301 301',
    ask: ({ topic }) => ({ path: `/t/${topic.id}` }),
  },
  'GET /t/:id/:slug': {
    may: '200 200 200 200 200',
    ask: ({ topic }) => ({ path: topic.path }),
  },
  'POST /t/:id/posts': {
    may: '401 303 303 303 303',
    ask: ({ topic }) => ({ path: `/t/${topic.id}/posts`, fields: { text: 'An answer' } }),
  },
  'GET /topics/new': { may: '302 200 200 200 200', ask: () => ({ path: '/topics/new' }) },
  'POST /topics/new': {
    may: '401 303 303 303 303',
    ask: ({ category }) => ({
      path: '/topics/new',
      fields: { categoryId: category.id, kind: 'question', title: 'A title', text: 'A text' },
    }),
  },
  'GET /staff': { may: '302 404 404 200 200', ask: () => ({ path: '/staff' }) },
  'GET /staff/categories': { may: '302 404 404 404 200', ask: () => ({ path: '/staff/categories' }) },
  'POST /staff/categories': {
    may: '401 403 403 403 303',
    ask: () => ({ path: '/staff/categories', fields: { name: `Category ${newId()}`, ...categoryFields } }),
  },
  'GET /staff/categories/:id': {
    may: '302 404 404 404 200',
    ask: ({ category }) => ({ path: `/staff/categories/${category.id}` }),
  },
  'POST /staff/categories/:id': {
    may: '401 403 403 403 303',
    ask: ({ category }) => ({
      path: `/staff/categories/${category.id}`,
      fields: { name: category.name, ...categoryFields },
    }),
  },
  'GET /sign-in': { may: '200 302 302 302 302', ask: () => ({ path: '/sign-in' }) },
  'GET /sign-in/:provider': { may: '302 302 302 302 302', ask: () => ({ path: '/sign-in/demo' }) },
  'GET /sign-in/:provider/callback': {
    may: '400 400 400 400 400',
    ask: () => ({ path: '/sign-in/demo/callback?code=nobodys' }),
  },
  'GET /sign-out': { may: '200 200 200 200 200', ask: () => ({ path: '/sign-out' }) },
  // The last: it ends the sessions that all the others use.
  'POST /sign-out': { may: '303 303 303 303 303', ask: () => ({ path: '/sign-out' }) },
}

const keyOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`

inEverySetting('addresses', (setting) => {
  let app: Running
  before(async () => {
    app = await startApp({ setting })
  })
  after(() => app.stop())

  it('are those of the table, for those whom it names', () => {
    const lines = app.routes.map(({ method, path, for: audience }) => ({ method, path, audience }))
    lines.sort((a, b) => a.method.localeCompare(b.method) || (a.path < b.path ? -1 : 1))
    const printed = lines.map(({ method, path, audience }) => `${method.padEnd(4)} ${path.padEnd(28)} ${audience}`)
    assert.equal(`\n${printed.join('\n')}\n`, table)
  })

  it('have a row in the matrix of who may what, every one of them', () => {
    assert.deepEqual(app.routes.map(keyOf).sort(), Object.keys(doors).sort())
  })

  it('let in whom they should, and turn others away as they should', async () => {
    const ann = await regular(app, 'ann')
    const category = await aCategory(app)
    const world = { ann, category, topic: await aTopic(app, { by: ann, in: category, posts: 2 }) }
    const people = [
      new Person(app),
      await regular(app, 'ben'),
      // Another browser of the author's: what the world makes keeps its own session.
      await signedIn(app, 'ann'),
      await regular(app, 'mia'),
      await signedIn(app, 'olga'),
    ]
    for (const [door, { may, ask }] of Object.entries(doors)) {
      const got: number[] = []
      for (const person of people) {
        const { path, fields } = await ask(world)
        const { status } = door.startsWith('GET') ? await person.look(path) : await person.send(path, fields)
        got.push(status)
      }
      assert.equal(got.join(' '), may, `${door}: visitor, member, author, moderator, owner`)
    }
  }).timeout(60_000)

  it('send a guest to sign in and back to what was asked for', async () => {
    const guest = new Person(app)
    const { status, headers } = await guest.look('/topics/new?category=any')
    assert.equal(status, 302)
    assert.equal(headers['location'], `${app.url}/sign-in?return=${encodeURIComponent('/topics/new?category=any')}`)
  })
})
